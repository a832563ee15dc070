"""Where each room's head was a moment ago, written onto the rooms in the background.

Readers begin from there and read on, so a hint that lags costs them a longer range, never a message.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias

import structlog
from bson import ObjectId
from pymongo.errors import PyMongoError

from chat.heads import Head
from chat.inserting import refusal_in
from chat.lulls import Lulls
from models.database import Collection, Row

log = structlog.get_logger()

FLUSH_SECONDS: Final = 1.0  # a write of them takes as much CPU as half a message

Moved: TypeAlias = tuple[Head, datetime | None]
"""Where a room's head is, and when its last message came, if one did."""


class HeadHints:
    """Gathers moved heads and writes them together; the newest of a room replaces the older."""

    def __init__(self, rooms: Collection, lulls: Lulls) -> None:
        self._rooms = rooms
        self._lulls = lulls
        self._moved: dict[ObjectId, Moved] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    def moved(self, room_id: ObjectId, head: Head, last_message_at: datetime | None) -> None:
        """The room's head is here now. A change other than a new message leaves `last_message_at` out."""
        previous = self._moved.get(room_id)
        self._moved[room_id] = (head, last_message_at or (previous[1] if previous else None))
        if self._timer is None and self._writing is None:
            self._write_soon()

    async def close(self) -> None:
        """Write what is still to be written."""
        if self._writing is not None:
            await asyncio.wait([self._writing])  # cut short it would lose what it writes
        if self._timer is not None:
            self._timer.cancel()
        await self._write()

    def _write_soon(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(FLUSH_SECONDS, self._begin_to_write)

    def _begin_to_write(self) -> None:
        self._timer = None
        self._writing = asyncio.create_task(self._write_in_a_lull())
        self._writing.add_done_callback(self._written)

    def _written(self, _: asyncio.Task[None]) -> None:
        self._writing = None
        if self._moved:
            self._write_soon()

    async def _write_in_a_lull(self) -> None:
        await self._lulls.next()
        await self._write()

    async def _write(self) -> None:
        moved, self._moved = self._moved, {}
        if not moved:
            return
        command = {
            "update": self._rooms.name,
            "updates": [{"q": {"_id": room}, "u": {"$max": _fields(*moved[room])}} for room in moved],
            "ordered": False,
            "writeConcern": self._rooms.write_concern.document,
        }
        try:
            said = await self._rooms.database.command(command)
            refusal_in(said.get("writeErrors", ()), said.get("writeConcernError"))
        except PyMongoError as error:
            log.warning("hints.not_written", rooms=len(moved), reason=type(error).__name__)
            self._keep(moved)

    def _keep(self, moved: Mapping[ObjectId, Moved]) -> None:
        """To be written with the next ones, unless a room has moved on."""
        for room, (head, last_message_at) in moved.items():
            newer = self._moved.get(room)
            self._moved[room] = (newer[0], newer[1] or last_message_at) if newer else (head, last_message_at)


def _fields(head: Head, last_message_at: datetime | None) -> Row:
    fields: Row = {"last_seq": head.seq, "clock": head.clock}
    if last_message_at is not None:
        fields["last_message_at"] = last_message_at
    return fields
