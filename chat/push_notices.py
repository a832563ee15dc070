"""Who is told of what by push: worked out beside the operations, which never wait for it."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final

import orjson
import structlog
from bson import ObjectId

from chat import endings
from chat.push_service import Outcome, PushService
from models.base import utc_now
from models.database import Database
from models.message import MessageRow
from models.push_subscription import PushSubscription
from models.room import Room, RoomKind
from models.user import Profile

QUEUED: Final = 1_000  # notices wait here at most; further ones are dropped
AT_ONCE: Final = 20  # requests to push services
BODY_CHARACTERS: Final = 160
CROWD: Final = 500  # members who are told of a mention of all
BELIEVED_SECONDS: Final = 5.0  # that nobody has subscribed

log = structlog.get_logger(__name__)


class PushNotices:
    """Notices are best effort: the message is stored, and whoever opens a page finds it there.

    Without a service nothing is ever sent. What is sent never appears in a log.
    """

    def __init__(self, database: Database, service: PushService | None) -> None:
        self.service = service
        self._database = database
        self._waiting: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue(QUEUED)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._nobody_until = 0.0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if self.service is not None:
            self._task = asyncio.create_task(self._run(), name="push notices")

    async def close(self) -> None:
        if self._task is not None:
            await endings.end([self._task])
        if self.service is not None:
            await self.service.close()

    def somebody_subscribed(self) -> None:
        self._nobody_until = 0.0

    def message_sent(self, room: Room, row: MessageRow, sender: Profile) -> None:
        """A message is in its room. Costs nothing unless it is for somebody in particular."""
        if room.kind is RoomKind.DIRECT or row["mentions"] or row.get("mentions_all"):
            self._queue(lambda: self._tell(room, row, sender))

    def read(self, user_id: ObjectId, room_id: ObjectId, seq: int) -> None:
        """The user has read the room up to seq: notices of it are withdrawn from their other devices."""
        self._queue(lambda: self._withdraw(user_id, room_id, seq))

    def _queue(self, work: Callable[[], Awaitable[None]]) -> None:
        if self._task is None or time.monotonic() < self._nobody_until:
            return
        with contextlib.suppress(asyncio.QueueFull):
            self._waiting.put_nowait(work)

    async def _run(self) -> None:
        while True:
            work = await self._waiting.get()
            try:
                if await self._anybody():
                    await work()
            except Exception as error:  # the next notice must not suffer from this one
                log.warning("push_failed", error=type(error).__name__)

    async def _anybody(self) -> bool:
        """A server where nobody has subscribed asks for it once in a while, and for nothing else."""
        if await self._database["push_subscriptions"].find_one({}, {"_id": 1}) is not None:
            return True
        self._nobody_until = time.monotonic() + BELIEVED_SECONDS
        return False

    async def _tell(self, room: Room, row: MessageRow, sender: Profile) -> None:
        told = await self._members(room, row)
        subscriptions = await self._subscriptions({"user_id": {"$in": told}}) if told else []
        if subscriptions:
            await self._send(subscriptions, _notice(room, row, sender))
            ids = [subscription.id for subscription in subscriptions]
            shown = {"$addToSet": {"shown": row["room_id"]}}
            await self._database["push_subscriptions"].update_many({"_id": {"$in": ids}}, shown)

    async def _members(self, room: Room, row: MessageRow) -> list[ObjectId]:
        """Whom the message is for, less its sender, those who muted the room, and those who read it."""
        query: dict[str, Any] = {"room_id": row["room_id"]}
        if room.kind is not RoomKind.DIRECT and not row.get("mentions_all"):
            query["user_id"] = {"$in": row["mentions"]}
        members = await self._database["members"].find(query).limit(CROWD).to_list()
        return [
            member["user_id"]
            for member in members
            if member["user_id"] != row["sender_id"]
            and not member["muted"]
            and max(member["read_seq"], member.get("own_read_seq") or 0) < row["seq"]
        ]

    async def _withdraw(self, user_id: ObjectId, room_id: ObjectId, seq: int) -> None:
        subscriptions = await self._subscriptions({"user_id": user_id, "shown": room_id})
        if subscriptions:
            ids = [subscription.id for subscription in subscriptions]
            stored = self._database["push_subscriptions"]
            await stored.update_many({"_id": {"$in": ids}}, {"$pull": {"shown": room_id}})
            notice = {"type": "read", "roomId": str(room_id), "seq": seq}
            await self._send(subscriptions, orjson.dumps(notice))

    async def _subscriptions(self, query: dict[str, Any]) -> list[PushSubscription]:
        """Those of sessions that still are. The others are forgotten here, however their session ended."""
        found = await PushSubscription.find(query).to_list()
        if not found:
            return []
        wanted = {"_id": {"$in": [subscription.session_id for subscription in found]}, "revoked_at": None}
        sessions = await self._database["sessions"].find(wanted, {"expires_at": 1}).to_list()
        open_ = {session["_id"] for session in sessions if session["expires_at"] > utc_now()}
        await self._forget(subscription for subscription in found if subscription.session_id not in open_)
        return [subscription for subscription in found if subscription.session_id in open_]

    async def _send(self, subscriptions: Sequence[PushSubscription], notice: bytes) -> None:
        outcomes = await asyncio.gather(*(self._send_one(each, notice) for each in subscriptions))
        await self._forget(
            subscription
            for subscription, outcome in zip(subscriptions, outcomes, strict=True)
            if outcome is Outcome.GONE
        )
        if failed := outcomes.count(Outcome.FAILED):
            log.warning("push_refused", notices=failed)

    async def _send_one(self, subscription: PushSubscription, notice: bytes) -> Outcome:
        assert self.service is not None
        async with self._slots:
            return await self.service.send(subscription, notice)

    async def _forget(self, subscriptions: Iterable[PushSubscription]) -> None:
        if ids := [subscription.id for subscription in subscriptions]:
            await self._database["push_subscriptions"].delete_many({"_id": {"$in": ids}})


def _notice(room: Room, row: MessageRow, sender: Profile) -> bytes:
    """What the service worker shows; client/src/worker reads it."""
    name = sender["display_name"]
    text = row["content"]
    return orjson.dumps(
        {
            "type": "message",
            "roomId": str(row["room_id"]),
            "seq": row["seq"],
            "title": name if room.kind is RoomKind.DIRECT else f"{name} in {room.name}",
            "body": text if len(text) <= BODY_CHARACTERS else f"{text[: BODY_CHARACTERS - 1]}…",
            "at": row["created_at"].isoformat(),
        }
    )
