"""Who is online: everyone with at least one open connection, on any device and any instance."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Final, TypeAlias, TypeVar

import structlog
from bson import ObjectId
from pymongo.errors import PyMongoError
from redis.exceptions import RedisError

from chat import endings
from chat.batching import MOST, groups_of
from chat.bus import Bus
from chat.events import PresenceChanged, room_channel, user_channel
from chat.presence_places import Places
from chat.small_talk import Crowds
from models.base import utc_now
from models.database import Database

log = structlog.get_logger()

LINGER_SECONDS: Final = 3.0  # a reload of the page is not a departure
RENEW_SECONDS: Final = 10.0
FEW: Final = 8  # users who changed at once; more are a crowd
CROWD_SECONDS: Final = 1.0  # between two tellings while a crowd comes or goes

T = TypeVar("T")

Apart: TypeAlias = Callable[[ObjectId], Awaitable[Collection[ObjectId] | None]]
"""Those who are not to know of a user: one of the two blocked the other."""


class Presence:
    """Counts the connections of this instance, and tells arrivals and departures to the users' rooms.

    One task tells them, in groups: what comes while a group is told goes together after it.
    """

    def __init__(self, database: Database, bus: Bus, crowds: Crowds, places: Places, apart: Apart) -> None:
        self._users = database["users"]
        self._bus = bus
        self._crowds = crowds
        self._places = places
        self._apart = apart
        self._connections: Counter[ObjectId] = Counter()
        self._leaving: dict[ObjectId, asyncio.TimerHandle] = {}
        self._known: set[ObjectId] = set()  # who has come and not gone, as far as it was looked at
        self._changed: dict[ObjectId, None] = {}  # who came or went since
        self._telling: asyncio.Task[None] | None = None
        self._renewing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to say that this instance lives, and to settle the affairs of those that died."""
        self._renewing = asyncio.create_task(self._keep_renewing())

    async def close(self) -> None:
        """Take every user of this instance offline."""
        for timer in self._leaving.values():
            timer.cancel()
        await endings.end([task for task in (self._renewing, self._telling) if task])
        await self._settle(self._depart(self._known | self._connections.keys() | self._leaving.keys()), None)
        self._connections.clear()
        self._leaving.clear()

    def connected(self, user_id: ObjectId) -> None:
        """One more connection of the user is open here; the first one is told to the others soon."""
        self._connections[user_id] += 1
        leaving = self._leaving.pop(user_id, None)
        if leaving is not None:
            leaving.cancel()
        elif self._connections[user_id] == 1:
            self._has_changed(user_id)

    def disconnected(self, user_id: ObjectId) -> None:
        """One connection fewer; with the last one the user leaves after LINGER_SECONDS."""
        self._connections[user_id] -= 1
        if self._connections[user_id] <= 0:
            del self._connections[user_id]
            loop = asyncio.get_running_loop()
            self._leaving[user_id] = loop.call_later(LINGER_SECONDS, self._has_left, user_id)

    async def online(self, user_ids: Iterable[ObjectId]) -> set[ObjectId]:
        """Those of the users who are online."""
        asked = list(user_ids)
        here = set(filter(self._is_here, asked))
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

    def _is_here(self, user_id: ObjectId) -> bool:
        return user_id in self._connections or user_id in self._leaving

    def _has_left(self, user_id: ObjectId) -> None:
        del self._leaving[user_id]
        self._has_changed(user_id)

    def _has_changed(self, user_id: ObjectId) -> None:
        self._changed[user_id] = None
        if self._telling is None:
            self._telling = asyncio.create_task(self._tell_changes())

    async def _tell_changes(self) -> None:
        try:
            while self._changed:
                changed = list(self._changed)
                self._changed.clear()
                for some in groups_of(MOST, changed):
                    await self._tell_of(some)
                if len(changed) > FEW:
                    await asyncio.sleep(CROWD_SECONDS)
        finally:
            self._telling = None

    async def _tell_of(self, changed: Iterable[ObjectId]) -> None:
        """Tell who of these came and who went. Whoever changes once more meanwhile is looked at again."""
        came = [user for user in changed if self._is_here(user) and user not in self._known]
        gone = [user for user in changed if not self._is_here(user) and user in self._known]
        self._known.update(came)
        self._known.difference_update(gone)
        if came:
            await self._settle(self._places.arrive(came), None)
            elsewhere = await self._elsewhere(came)
            told = [user for user in came if user not in elsewhere]
            await self._settle(self._tell(told, online=True, last_seen=None), None)
        if gone:
            await self._settle(self._places.depart(gone), None)
            await self._settle(self._tell_departures(gone), None)

    async def _depart(self, user_ids: Iterable[ObjectId]) -> None:
        """Take them off this instance; where Redis does not answer for some, it is not asked for the rest."""
        for some in groups_of(MOST, user_ids):
            await self._places.depart(some)

    async def _tell_departures(self, user_ids: Sequence[ObjectId]) -> None:
        elsewhere = await self._elsewhere(user_ids)
        gone = [user for user in user_ids if not self._is_here(user) and user not in elsewhere]
        if gone:
            last_seen = utc_now()
            await self._users.update_many({"_id": {"$in": gone}}, {"$max": {"last_seen": last_seen}})
            await self._tell(gone, online=False, last_seen=last_seen)

    async def _tell(self, user_ids: Sequence[ObjectId], *, online: bool, last_seen: datetime | None) -> None:
        """Tell it of all of them in one go, so that whoever hears several is written to once."""
        if not user_ids:
            return
        rooms = await self._crowds.small_rooms_of(user_ids)
        apart = await asyncio.gather(*map(self._apart, user_ids))
        for user_id, hidden_from in zip(user_ids, apart, strict=True):
            channels = [user_channel(user_id), *map(room_channel, rooms.get(user_id, ()))]
            self._bus.publish(PresenceChanged(user_id, online, last_seen, tuple(hidden_from or ())), channels)

    async def _elsewhere(self, user_ids: Sequence[ObjectId]) -> set[ObjectId]:
        return await self._settle(self._places.elsewhere(user_ids), set())

    async def _keep_renewing(self) -> None:
        while True:
            await self._settle(self._places.renew(list(self._connections)), None)
            for some in groups_of(MOST, await self._settle(self._places.left_behind(), [])):
                await self._settle(self._tell_departures(some), None)
            await asyncio.sleep(RENEW_SECONDS)

    async def _settle(self, answer: Awaitable[T], otherwise: T) -> T:
        """The answer, or what stands in for it while Redis or the database is away."""
        try:
            return await answer
        except (RedisError, OSError, PyMongoError) as error:
            log.warning("presence.not_told", reason=type(error).__name__)
            return otherwise
