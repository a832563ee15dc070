"""The writers of a process: one for each room that somebody writes in."""

import asyncio
from collections import OrderedDict
from typing import Final, cast

from bson import ObjectId

from chat.heads import Head
from chat.hints import HeadHints
from chat.lulls import Lulls
from chat.writer import RoomWriter
from models.database import Database
from models.room import Room

WRITERS_KEPT: Final = 20_000


class Writers:
    """The writers of this process; one that has nothing to do may be let go at any time."""

    def __init__(self, database: Database, lulls: Lulls | None = None) -> None:
        self._messages = database["messages"]
        self.lulls = lulls or Lulls()
        self._hints = HeadHints(database["rooms"], self.lulls)
        self._writers: OrderedDict[ObjectId, RoomWriter] = OrderedDict()

    def of(self, room: Room) -> RoomWriter:
        """The room's writer."""
        room_id = cast(ObjectId, room.id)
        writer = self._writers.get(room_id)
        if writer is None:
            known = Head(room.last_seq, room.clock)
            writer = self._writers[room_id] = RoomWriter(
                room_id, known, self._messages, self._hints, self.lulls
            )
            self._let_go()
        self._writers.move_to_end(room_id)
        return writer

    async def close(self) -> None:
        """Finish what is under way and write the last hints."""
        await asyncio.gather(*(writer.finished() for writer in self._writers.values()))
        await self._hints.close()

    def _let_go(self) -> None:
        for room_id in list(self._writers)[: max(0, len(self._writers) - WRITERS_KEPT)]:
            if self._writers[room_id].is_idle:
                del self._writers[room_id]
