"""The Socket.IO face, with python-socketio's client over a WebSocket."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from tests.faces.face import Can, Heard, Message, Sent
from tests.faces.rest_face import NotOffered, message_of
from tests.fixtures.people import Person
from tests.fixtures.socket_io import Chatter, chatting
from tests.fixtures.sockets import Refused

MESSAGES = {"message": "sent", "message_edited": "edited", "message_deleted": "deleted"}


@dataclass
class SocketIOFace:
    person: Person
    chatter: Chatter

    name: ClassVar = "socketio"
    offers: ClassVar = frozenset(Can) - {Can.PAGE, Can.FIND, Can.MODERATE}

    @classmethod
    @asynccontextmanager
    async def open(cls, person: Person) -> AsyncIterator[Self]:
        async with chatting(person) as chatter:
            yield cls(person, chatter)

    async def send(
        self, room_id: str, content: str, *, temp_id: str | None = None, reply_to: str | None = None
    ) -> Sent:
        said = {"roomId": room_id, "content": content, "tempId": temp_id, "replyTo": reply_to}
        found = await self._say("send_message", **said)
        return Sent(found["id"], found["seq"], found["createdAt"])

    async def edit(self, message_id: str, content: str) -> None:
        await self._say("edit_message", messageId=message_id, newContent=content)

    async def delete(self, message_id: str) -> None:
        await self._say("delete_message", messageId=message_id)

    async def react(self, message_id: str, emoji: str) -> None:
        assert (await self._say("react_message", messageId=message_id, reaction=emoji))["removed"] is False

    async def unreact(self, message_id: str, emoji: str) -> None:
        assert (await self._say("react_message", messageId=message_id, reaction=emoji))["removed"] is True

    async def mark_read(self, room_id: str, message: Sent) -> None:
        await self._say("message_read", roomId=room_id, messageId=message.id)

    async def mark_delivered(self, room_id: str, message: Sent) -> None:
        await self._say("message_delivered", roomId=room_id, messageId=message.id)

    async def set_typing(self, room_id: str, *, typing: bool) -> None:
        await self._say("typing" if typing else "stop_typing", roomId=room_id)

    @asynccontextmanager
    async def hear(self, room_id: str, since: int | None = None) -> AsyncIterator["SocketIOEar"]:
        ear = SocketIOEar(self.person.id, self.chatter, len(self.chatter.heard))
        await self._say("join_room", roomId=room_id, since=since)
        yield ear
        await self._say("leave_room", roomId=room_id)

    async def page(self, room_id: str, *, limit: int, before: str | None = None) -> list[Message]:
        raise NotOffered

    async def unread(self, room_id: str) -> int:
        raise NotOffered

    async def replies(self, message_id: str) -> list[str]:
        raise NotOffered

    async def pins(self, room_id: str) -> list[str]:
        raise NotOffered

    async def mentions(self) -> list[str]:
        raise NotOffered

    async def search(self, query: str, room_id: str | None = None) -> list[str]:
        raise NotOffered

    async def mark_unread(self, room_id: str, seq: int) -> None:
        await self._say("mark_unread", roomId=room_id, seq=seq)

    async def follow(self, message_id: str) -> None:
        assert (await self._say("follow_thread", messageId=message_id))["isFollowed"] is True

    async def unfollow(self, message_id: str) -> None:
        assert (await self._say("unfollow_thread", messageId=message_id))["isFollowed"] is False

    async def pin(self, message_id: str) -> None:
        await self._say("pin_message", messageId=message_id)

    async def unpin(self, message_id: str) -> None:
        await self._say("unpin_message", messageId=message_id)

    async def report(self, message_id: str, reason: str) -> None:
        await self._say("report_message", messageId=message_id, reason=reason)

    async def block(self, user_id: str) -> None:
        await self._say("block_user", userId=user_id)

    async def unblock(self, user_id: str) -> None:
        await self._say("unblock_user", userId=user_id)

    async def join(self, code: str) -> str:
        return str((await self._say("join_by_invite", code=code))["roomId"])

    async def invite(self, room_id: str, max_uses: int | None = None) -> tuple[str, str]:
        raise NotOffered

    async def revoke(self, invite_id: str) -> None:
        raise NotOffered

    async def set_slow_mode(self, room_id: str, seconds: int) -> None:
        raise NotOffered

    async def reports(self, room_id: str) -> list[tuple[str, str]]:
        raise NotOffered

    async def audit(self, room_id: str) -> list[str]:
        raise NotOffered

    async def _say(self, event: str, **said: Any) -> Any:
        answer = await self.chatter.say(event, **said)
        if not answer["ok"]:
            error = answer["error"]
            raise Refused([{"message": error["message"], "extensions": error}])
        return answer


@dataclass
class SocketIOEar:
    user_id: str
    chatter: Chatter
    read: int
    heard: list[Heard] = field(default_factory=list)
    waiting: list[Heard] = field(default_factory=list)

    async def until(self, kind: str, **wanted: Any) -> Heard:
        while True:
            if not self.waiting:
                self.waiting = list(self._events_of(*await self.chatter.at(self.read)))
                self.read += 1
                continue
            event = self.waiting.pop(0)
            self.heard.append(event)
            if event.kind == kind and all(getattr(event, name) == value for name, value in wanted.items()):
                return event

    def _events_of(self, name: str, told: Any) -> Iterator[Heard]:
        match name:
            case "message" | "message_edited" | "message_deleted":
                yield Heard(MESSAGES[name], message_of(told))
            case "message_reaction":
                changed = (told["messageId"], told["reaction"], not told["removed"])
                yield Heard("reacted", user_id=told["userId"], value=changed)
            case "message_read":
                yield Heard("read", user_id=told["readerId"], value=told["messageId"])
            case "message_delivered":
                for user_id in told["deliveredTo"]:
                    yield Heard("delivered", user_id=user_id, value=told["messageId"])
            case "message_pinned":
                yield Heard("pinned", user_id=told["userId"], value=(told["messageId"], not told["removed"]))
            case "thread_updated":
                yield Heard("thread", message_of(told), value=told["replyCount"])
            case _:
                yield from self._of_people(name, told)

    def _of_people(self, name: str, told: Any) -> Iterator[Heard]:
        match name:
            case "user_typing":
                yield Heard("typing", user_id=told["userId"], value=told["typing"])
            case "presence_update":
                yield Heard("presence", user_id=told["userId"], value=told["status"] == "online")
            case "user_updated":
                yield Heard("renamed", user_id=told["userId"], value=told["displayName"])
            case "member_joined" | "member_left":
                yield Heard(name.removeprefix("member_"), user_id=told["userId"])
                if (name, told["userId"]) == ("member_left", self.user_id):
                    yield Heard("ended")
