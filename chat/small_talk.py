"""Typing, presence and receipts: state that is told while it is new and never kept.

A room with more than CROWD members hears none of it unasked: it would cost more than the messages do.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from bson import ObjectId

from chat.batching import Batch
from chat.lately import Lately
from models.database import Database

CROWD: Final = 500  # members
SIZE_SECONDS: Final = 60.0  # how long a room's size is believed
SIZES_REMEMBERED: Final = 20_000


class Crowds:
    """Which rooms are too large for small talk."""

    def __init__(self, database: Database) -> None:
        self._members = database["members"]
        sizes = Batch[ObjectId, bool](self._fetch_sizes).load
        self._is_crowd = Lately(sizes, seconds=SIZE_SECONDS, limit=SIZES_REMEMBERED)

    async def is_crowd(self, room_id: ObjectId) -> bool:
        return bool(await self._is_crowd.load(room_id))

    async def small_rooms_of(self, user_ids: Sequence[ObjectId]) -> dict[ObjectId, list[ObjectId]]:
        """Of each of the users, the rooms in which small talk is heard. Whoever is in none is left out."""
        memberships = self._members.find(
            {"user_id": {"$in": list(user_ids)}}, {"_id": 0, "user_id": 1, "room_id": 1}
        )
        rows = await memberships.to_list()
        rooms = list({row["room_id"] for row in rows})
        crowded = await asyncio.gather(*map(self.is_crowd, rooms))
        small = {room for room, is_crowd in zip(rooms, crowded, strict=True) if not is_crowd}
        found: dict[ObjectId, list[ObjectId]] = {}
        for row in rows:
            if row["room_id"] in small:
                found.setdefault(row["user_id"], []).append(row["room_id"])
        return found

    async def _fetch_sizes(self, room_ids: Sequence[ObjectId]) -> dict[ObjectId, bool]:
        """Whether each is a crowd. Counted one by one: only so is no more counted than it takes to tell."""
        counts = await asyncio.gather(
            *(self._members.count_documents({"room_id": room}, limit=CROWD + 1) for room in room_ids)
        )
        return {room: count > CROWD for room, count in zip(room_ids, counts, strict=True)}
