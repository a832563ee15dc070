"""Who is online: everyone with at least one open connection, on any device and any instance."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime
from typing import Final, TypeAlias, TypeVar

import structlog
from bson import ObjectId
from pymongo.errors import PyMongoError
from redis.exceptions import RedisError

from chat import endings
from chat.bus import Bus
from chat.events import PresenceChanged, room_channel, user_channel
from chat.presence_places import Places
from chat.small_talk import Crowds
from models.base import utc_now
from models.database import Database

log = structlog.get_logger()

LINGER_SECONDS: Final = 3.0  # a reload of the page is not a departure
RENEW_SECONDS: Final = 10.0

T = TypeVar("T")

Apart: TypeAlias = Callable[[ObjectId], Awaitable[Collection[ObjectId] | None]]
"""Those who are not to know of a user: one of the two blocked the other."""


class Presence:
    """Counts the connections of this instance, and tells arrivals and departures to the users' rooms."""

    def __init__(self, database: Database, bus: Bus, crowds: Crowds, places: Places, apart: Apart) -> None:
        self._users = database["users"]
        self._bus = bus
        self._crowds = crowds
        self._places = places
        self._apart = apart
        self._connections: Counter[ObjectId] = Counter()
        self._arriving: set[asyncio.Task[None]] = set()
        self._leaving: dict[ObjectId, asyncio.Task[None]] = {}
        self._renewing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to say that this instance lives, and to settle the affairs of those that died."""
        self._renewing = asyncio.create_task(self._keep_renewing())

    async def close(self) -> None:
        """Take every user of this instance offline."""
        tasks = [task for task in (self._renewing, *self._arriving, *self._leaving.values()) if task]
        await endings.end(tasks)
        for user_id in {*self._connections, *self._leaving}:
            await self._settle(self._places.depart(user_id), None)
        self._connections.clear()
        self._leaving.clear()

    def connected(self, user_id: ObjectId) -> None:
        """One more connection of the user is open here; the first one is told to the others soon."""
        self._connections[user_id] += 1
        leaving = self._leaving.pop(user_id, None)
        if leaving is not None:
            leaving.cancel()
        elif self._connections[user_id] == 1:
            self._arriving.add(arriving := asyncio.create_task(self._arrive(user_id)))
            arriving.add_done_callback(self._arriving.discard)

    def disconnected(self, user_id: ObjectId) -> None:
        """One connection fewer; with the last one the user leaves after LINGER_SECONDS."""
        self._connections[user_id] -= 1
        if self._connections[user_id] <= 0:
            del self._connections[user_id]
            self._leaving[user_id] = asyncio.create_task(self._leave(user_id))

    async def online(self, user_ids: Iterable[ObjectId]) -> set[ObjectId]:
        """Those of the users who are online."""
        asked = list(user_ids)
        here = {user_id for user_id in asked if user_id in self._connections or user_id in self._leaving}
        others = [user_id for user_id in asked if user_id not in here]
        return here | (await self._settle(self._places.elsewhere(others), set()) if others else set())

    async def tell_each_other(self, one: ObjectId, other: ObjectId) -> None:
        """What each of two users may know of the other now: a block between them began or ended."""
        await self._settle(self._tell_both((one, other), (other, one)), None)

    async def _tell_both(self, *pairs: tuple[ObjectId, ObjectId]) -> None:
        one, other = pairs[0]
        shown = [] if other in (await self._apart(one) or ()) else [one, other]
        online = await self.online(shown)
        rows = await self._users.find({"_id": {"$in": shown}}, {"last_seen": 1}).to_list()
        last_seen = {row["_id"]: row.get("last_seen") for row in rows if row["_id"] not in online}
        for user_id, hearer in pairs:
            told = PresenceChanged(user_id, user_id in online, last_seen.get(user_id))
            self._bus.publish(told, [user_channel(hearer)])

    async def _arrive(self, user_id: ObjectId) -> None:
        await self._settle(self._places.arrive([user_id]), None)
        if user_id in self._connections and not await self._is_elsewhere(user_id):
            await self._settle(self._tell(user_id, online=True, last_seen=None), None)

    async def _leave(self, user_id: ObjectId) -> None:
        await asyncio.sleep(LINGER_SECONDS)
        del self._leaving[user_id]
        await self._settle(self._places.depart(user_id), None)
        await self._settle(self._tell_departure(user_id), None)

    async def _tell_departure(self, user_id: ObjectId) -> None:
        if user_id in self._connections or await self._is_elsewhere(user_id):
            return
        last_seen = utc_now()
        await self._users.update_one({"_id": user_id}, {"$max": {"last_seen": last_seen}})
        await self._tell(user_id, online=False, last_seen=last_seen)

    async def _tell(self, user_id: ObjectId, *, online: bool, last_seen: datetime | None) -> None:
        rooms = await self._crowds.small_rooms_of(user_id)
        channels = [user_channel(user_id), *map(room_channel, rooms)]
        hidden_from = tuple(await self._apart(user_id) or ())
        self._bus.publish(PresenceChanged(user_id, online, last_seen, hidden_from), channels)

    async def _is_elsewhere(self, user_id: ObjectId) -> bool:
        return bool(await self._settle(self._places.elsewhere([user_id]), set()))

    async def _keep_renewing(self) -> None:
        while True:
            await self._settle(self._places.renew(list(self._connections)), None)
            for user_id in await self._settle(self._places.left_behind(), []):
                await self._settle(self._tell_departure(user_id), None)
            await asyncio.sleep(RENEW_SECONDS)

    async def _settle(self, answer: Awaitable[T], otherwise: T) -> T:
        """The answer, or what stands in for it while Redis or the database is away."""
        try:
            return await answer
        except (RedisError, OSError, PyMongoError) as error:
            log.warning("presence.not_told", reason=type(error).__name__)
            return otherwise
