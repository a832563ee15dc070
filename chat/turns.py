"""Turns: what happens one after another in a room, on this instance."""

import asyncio
from weakref import WeakValueDictionary

from bson import ObjectId


class Turns:
    """A lock for each room in which somebody waits or works."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[ObjectId, asyncio.Lock] = WeakValueDictionary()

    def of(self, room_id: ObjectId) -> asyncio.Lock:
        """The room's lock: hold it with `async with`."""
        lock = self._locks.get(room_id)
        if lock is None:
            lock = self._locks[room_id] = asyncio.Lock()
        return lock
