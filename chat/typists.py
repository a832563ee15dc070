"""Who is typing where. It ends by itself when nothing is heard for TYPING_SECONDS."""

import asyncio
from typing import Final, TypeAlias

from bson import ObjectId

from chat.bus import Bus
from chat.events import TypingChanged, room_channel
from chat.small_talk import Crowds

TYPING_SECONDS: Final = 6.0

Typist: TypeAlias = tuple[ObjectId, ObjectId]
"""Room and user."""


class Typists:
    """Those who type and were heard of on this instance."""

    def __init__(self, bus: Bus, crowds: Crowds) -> None:
        self._bus = bus
        self._crowds = crowds
        self._ends: dict[Typist, tuple[asyncio.TimerHandle, tuple[ObjectId, ...]]] = {}

    async def start(
        self, room_id: ObjectId, user_id: ObjectId, *, hidden_from: tuple[ObjectId, ...] = ()
    ) -> None:
        """The user types, until `stop` or for TYPING_SECONDS from now. Silent in a crowd."""
        if await self._crowds.is_crowd(room_id):
            return
        typist = (room_id, user_id)
        known = self._ends.pop(typist, None)
        if known is None:
            self._publish(typist, typing=True, hidden_from=hidden_from)
        else:
            known[0].cancel()
        timer = asyncio.get_running_loop().call_later(TYPING_SECONDS, self.stop, *typist)
        self._ends[typist] = (timer, hidden_from)

    def stop(self, room_id: ObjectId, user_id: ObjectId) -> None:
        """The user types no more; nothing is told if they did not."""
        known = self._ends.pop((room_id, user_id), None)
        if known is not None:
            timer, hidden_from = known
            timer.cancel()
            self._publish((room_id, user_id), typing=False, hidden_from=hidden_from)

    def close(self) -> None:
        for timer, _ in self._ends.values():
            timer.cancel()
        self._ends.clear()

    def _publish(self, typist: Typist, *, typing: bool, hidden_from: tuple[ObjectId, ...]) -> None:
        room_id, user_id = typist
        event = TypingChanged(room_id, user_id, typing, hidden_from)
        self._bus.publish(event, [room_channel(room_id)])
