"""The GraphQL face: requests over HTTP, live events over graphql-transport-ws."""

import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from tests.chat import asking
from tests.faces.face import Can, Heard, Message, Sent
from tests.fixtures.people import MESSAGE_FIELDS, Ended, Json, Person
from tests.fixtures.people import Ear as Subscription

PAGE = f"""query($room: ID!, $last: Int!, $before: String) {{ room(id: $room) {{
    unreadCount messages(last: $last, before: $before) {{ nodes {{ {MESSAGE_FIELDS} replyTo {{ id }} }} }}
}} }}"""
PLACE = "query($id: ID!) { message(id: $id) { seq } }"
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
            await socket.settle()
            yield GraphQLEar(subscription)

    async def page(self, room_id: str, *, limit: int, before: str | None = None) -> list[Message]:
        cursor = f"s{(await self.person.ask(PLACE, id=before))['message']['seq']}" if before else None
        room = (await self.person.ask(PAGE, room=room_id, last=limit, before=cursor))["room"]
        return [message_of(found) for found in room["messages"]["nodes"]]

    async def unread(self, room_id: str) -> int:
        count: int = (await self.person.ask(PAGE, room=room_id, last=1))["room"]["unreadCount"]
        return count


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
        case "TypingChanged":
            yield Heard("typing", user_id=event["userId"], value=event["typing"])
        case "PresenceChanged":
            yield Heard("presence", user_id=event["userId"], value=event["presence"] == "ONLINE")
        case "MemberJoined":
            yield Heard("joined", user_id=event["member"]["user"]["id"])
        case "MemberLeft":
            yield Heard("left", user_id=event["userId"])


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
