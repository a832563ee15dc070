"""Typing, presence and receipts: state that is told while it is new and never kept.

A room with more than CROWD members hears none of it unasked: it would cost more than the messages do.
"""

import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from bson import ObjectId

from chat.batching import Batch
from models.database import Database

CROWD: Final = 500  # members
SIZE_SECONDS: Final = 60.0  # how long a room's size is believed
SIZES_REMEMBERED: Final = 20_000


class Crowds:
    """Which rooms are too large for small talk."""

    def __init__(self, database: Database) -> None:
        self._members = database["members"]
        self._rooms_of = Batch[ObjectId, list[ObjectId]](self._fetch_rooms_of)
        self._sizes: OrderedDict[ObjectId, tuple[float, bool]] = OrderedDict()

    async def is_crowd(self, room_id: ObjectId) -> bool:
        known = self._sizes.get(room_id)
        if known is None or known[0] < time.monotonic():
            count = await self._members.count_documents({"room_id": room_id}, limit=CROWD + 1)
            known = self._sizes[room_id] = (time.monotonic() + SIZE_SECONDS, count > CROWD)
            if len(self._sizes) > SIZES_REMEMBERED:
                self._sizes.popitem(last=False)
        return known[1]

    async def small_rooms_of(self, user_id: ObjectId) -> list[ObjectId]:
        """The user's rooms in which small talk is heard."""
        rooms = await self._rooms_of.load(user_id) or []
        return [room_id for room_id in rooms if not await self.is_crowd(room_id)]

    async def _fetch_rooms_of(self, user_ids: Sequence[ObjectId]) -> dict[ObjectId, list[ObjectId]]:
        found: dict[ObjectId, list[ObjectId]] = {}
        query = {"user_id": {"$in": list(user_ids)}}
        for row in await self._members.find(query, {"user_id": 1, "room_id": 1}).to_list():
            found.setdefault(row["user_id"], []).append(row["room_id"])
        return found
