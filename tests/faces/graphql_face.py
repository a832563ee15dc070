"""The GraphQL face: requests over HTTP, live events over graphql-transport-ws."""

import uuid
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from tests.chat import asking
from tests.faces.face import Can, Heard, Message, Sent
from tests.fixtures.people import Person
from tests.fixtures.sockets import MESSAGE_FIELDS, Ended, Json
from tests.fixtures.sockets import Ear as Subscription

PAGE = f"""query($room: ID!, $last: Int!, $before: String) {{ room(id: $room) {{
    unreadCount messages(last: $last, before: $before) {{ nodes {{ {MESSAGE_FIELDS} replyTo {{ id }} }} }}
}} }}"""
PLACE = "query($id: ID!) { message(id: $id) { seq } }"
IDS = "nodes { id }"
REPLIES = f"query($id: ID!) {{ message(id: $id) {{ replies {{ {IDS} }} }} }}"
MENTIONS = f"{{ viewer {{ mentions {{ {IDS} }} }} }}"
SEARCH = f"query($q: String!, $room: ID) {{ searchMessages(query: $q, roomId: $room) {{ {IDS} }} }}"
AUDIT = "query($room: ID!) { room(id: $room) { audit { nodes { act } } } }"
SLOW = (
    "mutation($room: ID!, $seconds: Int!) "
    "{ updateRoom(input: { roomId: $room, slowModeSeconds: $seconds }) { slowModeSeconds } }"
)
MARK_UNREAD = "mutation($room: ID!, $seq: Int!) { markUnread(roomId: $room, seq: $seq) { id } }"
FOLLOW = "mutation($id: ID!) { followThread(messageId: $id) { isFollowed } }"
UNFOLLOW = "mutation($id: ID!) { unfollowThread(messageId: $id) { isFollowed } }"
BLOCK = "mutation($id: ID!) { blockUser(userId: $id) }"
UNBLOCK = "mutation($id: ID!) { unblockUser(userId: $id) }"
MESSAGES = {"MessageSent": "sent", "MessageEdited": "edited", "MessageDeleted": "deleted"}


@dataclass
class GraphQLFace:
    person: Person

    name: ClassVar = "graphql"
    offers: ClassVar = frozenset(Can)

    @classmethod
    @asynccontextmanager
    async def open(cls, person: Person) -> AsyncIterator[Self]:
        yield cls(person)

    async def send(
        self, room_id: str, content: str, *, temp_id: str | None = None, reply_to: str | None = None
    ) -> Sent:
        more = {} if reply_to is None else {"replyToId": reply_to}
        found = await self.person.send(room_id, content, temp_id or uuid.uuid4().hex, **more)
        return Sent(found["id"], found["seq"], found["createdAt"])

    async def edit(self, message_id: str, content: str) -> None:
        await self.person.ask(asking.EDIT, id=message_id, content=content)

    async def delete(self, message_id: str) -> None:
        await self.person.ask(asking.DELETE, id=message_id)

    async def react(self, message_id: str, emoji: str) -> None:
        await self.person.ask(asking.REACT, id=message_id, emoji=emoji)

    async def unreact(self, message_id: str, emoji: str) -> None:
        await self.person.ask(asking.UNREACT, id=message_id, emoji=emoji)

    async def mark_read(self, room_id: str, message: Sent) -> None:
        await self.person.ask(asking.MARK_READ, room=room_id, seq=message.seq)

    async def mark_delivered(self, room_id: str, message: Sent) -> None:
        await self.person.ask(asking.MARK_DELIVERED, room=room_id, seq=message.seq)

    async def set_typing(self, room_id: str, *, typing: bool) -> None:
        await self.person.ask(asking.SET_TYPING, room=room_id, typing=typing)

    @asynccontextmanager
    async def hear(self, room_id: str, since: int | None = None) -> AsyncIterator["GraphQLEar"]:
        async with self.person.socket() as socket:
            subscription = await socket.listen(room_id, since)
            yield GraphQLEar(subscription)

    async def page(self, room_id: str, *, limit: int, before: str | None = None) -> list[Message]:
        cursor = f"s{(await self.person.ask(PLACE, id=before))['message']['seq']}" if before else None
        room = (await self.person.ask(PAGE, room=room_id, last=limit, before=cursor))["room"]
        return [message_of(found) for found in room["messages"]["nodes"]]

    async def unread(self, room_id: str) -> int:
        count: int = (await self.person.ask(PAGE, room=room_id, last=1))["room"]["unreadCount"]
        return count

    async def replies(self, message_id: str) -> list[str]:
        return _ids((await self.person.ask(REPLIES, id=message_id))["message"]["replies"]["nodes"])

    async def pins(self, room_id: str) -> list[str]:
        pins = (await self.person.ask(asking.PINS, room=room_id))["room"]["pins"]
        return _ids(pin["message"] for pin in pins)

    async def mentions(self) -> list[str]:
        return _ids((await self.person.ask(MENTIONS))["viewer"]["mentions"]["nodes"])

    async def search(self, query: str, room_id: str | None = None) -> list[str]:
        found = await self.person.ask(SEARCH, q=query, room=room_id)
        return _ids(found["searchMessages"]["nodes"])

    async def mark_unread(self, room_id: str, seq: int) -> None:
        await self.person.ask(MARK_UNREAD, room=room_id, seq=seq)

    async def follow(self, message_id: str) -> None:
        await self.person.ask(FOLLOW, id=message_id)

    async def unfollow(self, message_id: str) -> None:
        await self.person.ask(UNFOLLOW, id=message_id)

    async def pin(self, message_id: str) -> None:
        await self.person.ask(asking.PIN, id=message_id)

    async def unpin(self, message_id: str) -> None:
        await self.person.ask(asking.UNPIN, id=message_id)

    async def report(self, message_id: str, reason: str) -> None:
        await self.person.ask(asking.REPORT, id=message_id, reason=reason)

    async def block(self, user_id: str) -> None:
        await self.person.ask(BLOCK, id=user_id)

    async def unblock(self, user_id: str) -> None:
        await self.person.ask(UNBLOCK, id=user_id)

    async def join(self, code: str) -> str:
        return str((await self.person.ask(asking.USE, code=code))["joinByInvite"]["id"])

    async def invite(self, room_id: str, max_uses: int | None = None) -> tuple[str, str]:
        wanted = {"roomId": room_id, "maxUses": max_uses}
        made = (await self.person.ask(asking.INVITE, invite=wanted))["createInvite"]
        return made["id"], made["code"]

    async def revoke(self, invite_id: str) -> None:
        await self.person.ask(asking.REVOKE_INVITE, id=invite_id)

    async def set_slow_mode(self, room_id: str, seconds: int) -> None:
        await self.person.ask(SLOW, room=room_id, seconds=seconds)

    async def reports(self, room_id: str) -> list[tuple[str, str]]:
        found = (await self.person.ask(asking.REPORTS, room=room_id))["room"]["reports"]
        return [(report["message"]["id"], report["reason"]) for report in found]

    async def audit(self, room_id: str) -> list[str]:
        entries = (await self.person.ask(AUDIT, room=room_id))["room"]["audit"]["nodes"]
        return [entry["act"].lower() for entry in entries]


@dataclass
class GraphQLEar:
    subscription: Subscription
    heard: list[Heard] = field(default_factory=list)
    waiting: list[Heard] = field(default_factory=list)

    async def until(self, kind: str, **wanted: Any) -> Heard:
        while True:
            if not self.waiting:
                self.waiting = await self._next()
                continue
            event = self.waiting.pop(0)
            self.heard.append(event)
            if event.kind == kind and all(getattr(event, name) == value for name, value in wanted.items()):
                return event

    async def _next(self) -> list[Heard]:
        try:
            return list(_events_of(await self.subscription.next()))
        except Ended:
            return [Heard("ended")]


def _events_of(event: Json) -> Iterator[Heard]:
    match event["__typename"]:
        case "MessageSent" | "MessageEdited" | "MessageDeleted" as name:
            yield Heard(MESSAGES[name], message_of(event["message"]))
        case "RoomSynced":
            yield from (Heard("sent", message_of(found)) for found in event["messages"])
        case "ReactionChanged":
            changed = (event["message"]["id"], event["emoji"], event["added"])
            yield Heard("reacted", user_id=event["userId"], value=changed)
        case "ReceiptsChanged":
            for mark in event["receipts"]:
                yield Heard("read", user_id=mark["userId"], value=mark["readSeq"])
                yield Heard("delivered", user_id=mark["userId"], value=mark["deliveredSeq"])
        case "PinChanged":
            yield Heard("pinned", user_id=event["userId"], value=(event["message"]["id"], event["pinned"]))
        case "ThreadChanged":
            yield Heard("thread", message_of(event["message"]), value=event["message"]["replyCount"])
        case _:
            yield from _of_people(event)


def _of_people(event: Json) -> Iterator[Heard]:
    match event["__typename"]:
        case "TypingChanged":
            yield Heard("typing", user_id=event["userId"], value=event["typing"])
        case "PresenceChanged":
            yield Heard("presence", user_id=event["userId"], value=event["presence"] == "ONLINE")
        case "ProfileChanged":
            yield Heard("renamed", user_id=event["user"]["id"], value=event["user"]["displayName"])
        case "MemberJoined":
            yield Heard("joined", user_id=event["member"]["user"]["id"])
        case "MemberLeft":
            yield Heard("left", user_id=event["userId"])


def _ids(nodes: Iterable[Json]) -> list[str]:
    return [node["id"] for node in nodes]


def message_of(found: Json) -> Message:
    return Message(
        id=found["id"],
        room_id=found["roomId"],
        seq=found["seq"],
        clock=found["clock"],
        sender_id=found["sender"]["id"],
        content=found["content"],
        temp_id=found["clientId"],
        reactions={reaction["emoji"]: tuple(reaction["userIds"]) for reaction in found["reactions"]},
        reply_to=found["replyTo"]["id"] if found.get("replyTo") else None,
        created_at=found["createdAt"],
        edited_at=found["editedAt"],
        deleted_at=found["deletedAt"],
    )
