"""Moved watermarks, gathered for each room so that a busy one tells them four times a second at most."""

import asyncio
from dataclasses import replace
from typing import Final

from bson import ObjectId

from chat.bus import Bus
from chat.events import ReceiptsChanged, Watermark, room_channel, user_channel
from chat.small_talk import Crowds

INTERVAL: Final = 0.25  # seconds between two ReceiptsChanged of a room


class ReceiptNews:
    """The first move is told at once; those that follow within INTERVAL go together after it."""

    def __init__(self, bus: Bus, crowds: Crowds) -> None:
        self._bus = bus
        self._crowds = crowds
        self._waiting: dict[ObjectId, dict[ObjectId, Watermark]] = {}

    async def tell(self, room_id: ObjectId, mark: Watermark) -> None:
        """Tell the room, or in a crowd only the user's own devices."""
        if await self._crowds.is_crowd(room_id):
            self._bus.publish(ReceiptsChanged(room_id, (mark,)), [user_channel(mark.user_id)])
        elif room_id in self._waiting:
            earlier = self._waiting[room_id].get(mark.user_id)
            moved = {*mark.moved, *(earlier.moved if earlier else ())}
            self._waiting[room_id][mark.user_id] = replace(mark, moved=tuple(sorted(moved)))
        else:
            self._publish(room_id, [mark])

    def _publish(self, room_id: ObjectId, marks: list[Watermark]) -> None:
        self._waiting[room_id] = {}
        asyncio.get_running_loop().call_later(INTERVAL, self._interval_over, room_id)
        self._bus.publish(ReceiptsChanged(room_id, tuple(marks)), [room_channel(room_id)])

    def _interval_over(self, room_id: ObjectId) -> None:
        marks = self._waiting.pop(room_id, {})
        if marks:
            self._publish(room_id, list(marks.values()))
