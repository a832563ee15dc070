"""The REST face: everything but what is live."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from urllib.parse import quote

from tests.faces.face import Can, Ear, Message, Sent
from tests.fixtures.people import Person
from tests.fixtures.sockets import Json, Refused


class NotOffered(AssertionError):
    """The contract gives the face no such operation: a test that asks for it is wrong."""


@dataclass
class RestFace:
    person: Person

    name: ClassVar = "rest"
    offers: ClassVar = frozenset(Can) - {Can.TYPE, Can.HEAR}

    @classmethod
    @asynccontextmanager
    async def open(cls, person: Person) -> AsyncIterator[Self]:
        yield cls(person)

    async def send(
        self, room_id: str, content: str, *, temp_id: str | None = None, reply_to: str | None = None
    ) -> Sent:
        body = {"content": content, "tempId": temp_id, "replyTo": reply_to}
        found = await self._ask("POST", f"/rooms/{room_id}/messages", json=body)
        return Sent(found["id"], found["seq"], found["createdAt"])

    async def edit(self, message_id: str, content: str) -> None:
        await self._ask("PATCH", f"/messages/{message_id}", json={"content": content})

    async def delete(self, message_id: str) -> None:
        await self._ask("DELETE", f"/messages/{message_id}")

    async def react(self, message_id: str, emoji: str) -> None:
        await self._ask("PUT", f"/messages/{message_id}/reactions/{quote(emoji)}")

    async def unreact(self, message_id: str, emoji: str) -> None:
        await self._ask("DELETE", f"/messages/{message_id}/reactions/{quote(emoji)}")

    async def mark_read(self, room_id: str, message: Sent) -> None:
        await self._ask("POST", f"/messages/{message.id}/read")

    async def mark_delivered(self, room_id: str, message: Sent) -> None:
        await self._ask("POST", f"/messages/{message.id}/delivered")

    async def set_typing(self, room_id: str, *, typing: bool) -> None:
        raise NotOffered

    def hear(self, room_id: str, since: int | None = None) -> AbstractAsyncContextManager[Ear]:
        raise NotOffered

    async def page(self, room_id: str, *, limit: int, before: str | None = None) -> list[Message]:
        query = {"limit": limit, **({"before": before} if before else {})}
        found = await self._ask("GET", f"/rooms/{room_id}/messages", params=query)
        return [message_of(message) for message in found["messages"]]

    async def unread(self, room_id: str) -> int:
        count: int = (await self._ask("GET", f"/rooms/{room_id}"))["unreadCount"]
        return count

    async def replies(self, message_id: str) -> list[str]:
        return _ids((await self._ask("GET", f"/messages/{message_id}/replies"))["messages"])

    async def pins(self, room_id: str) -> list[str]:
        pins = (await self._ask("GET", f"/rooms/{room_id}/pins"))["pins"]
        return _ids(pin["message"] for pin in pins)

    async def mentions(self) -> list[str]:
        return _ids((await self._ask("GET", "/mentions"))["messages"])

    async def search(self, query: str, room_id: str | None = None) -> list[str]:
        asked = {"q": query, **({"roomId": room_id} if room_id else {})}
        return _ids((await self._ask("GET", "/search", params=asked))["messages"])

    async def mark_unread(self, room_id: str, seq: int) -> None:
        await self._ask("POST", f"/rooms/{room_id}/unread", json={"seq": seq})

    async def follow(self, message_id: str) -> None:
        await self._ask("PUT", f"/messages/{message_id}/follow")

    async def unfollow(self, message_id: str) -> None:
        await self._ask("DELETE", f"/messages/{message_id}/follow")

    async def pin(self, message_id: str) -> None:
        await self._ask("PUT", f"/messages/{message_id}/pin")

    async def unpin(self, message_id: str) -> None:
        await self._ask("DELETE", f"/messages/{message_id}/pin")

    async def report(self, message_id: str, reason: str) -> None:
        await self._ask("POST", f"/messages/{message_id}/report", json={"reason": reason})

    async def block(self, user_id: str) -> None:
        await self._ask("PUT", f"/users/me/blocks/{user_id}")

    async def unblock(self, user_id: str) -> None:
        await self._ask("DELETE", f"/users/me/blocks/{user_id}")

    async def join(self, code: str) -> str:
        return str((await self._ask("POST", f"/join/{code}"))["id"])

    async def invite(self, room_id: str, max_uses: int | None = None) -> tuple[str, str]:
        made = await self._ask("POST", f"/rooms/{room_id}/invites", json={"maxUses": max_uses})
        return made["id"], made["code"]

    async def revoke(self, invite_id: str) -> None:
        await self._ask("DELETE", f"/invites/{invite_id}")

    async def set_slow_mode(self, room_id: str, seconds: int) -> None:
        await self._ask("PATCH", f"/rooms/{room_id}", json={"slowModeSeconds": seconds})

    async def reports(self, room_id: str) -> list[tuple[str, str]]:
        found = (await self._ask("GET", f"/rooms/{room_id}/reports"))["reports"]
        return [(report["message"]["id"], report["reason"]) for report in found]

    async def audit(self, room_id: str) -> list[str]:
        return [entry["act"] for entry in (await self._ask("GET", f"/rooms/{room_id}/audit"))["entries"]]

    async def _ask(self, method: str, path: str, **options: Any) -> Json:
        person = self.person
        headers = {"Authorization": f"Bearer {person.access_token}"}
        url = f"http://{person.address}/api{path}"
        response = await person.http.request(method, url, headers=headers, **options)
        found: Json = response.json() if response.content else {}
        if response.is_error:
            raise Refused([{"message": found["error"]["message"], "extensions": found["error"]}])
        return found


def _ids(messages: Iterable[Json]) -> list[str]:
    return [message["id"] for message in messages]


def message_of(found: Json) -> Message:
    """The message in the JSON that REST and Socket.IO share."""
    return Message(
        id=found["id"],
        room_id=found["roomId"],
        seq=found["seq"],
        clock=found["clock"],
        sender_id=found["senderId"],
        content=found["content"],
        temp_id=found["tempId"],
        reactions={reaction["emoji"]: tuple(reaction["userIds"]) for reaction in found["reactions"]},
        reply_to=found["replyTo"],
        created_at=found["createdAt"],
        edited_at=found["editedAt"],
        deleted_at=found["deletedAt"],
    )
