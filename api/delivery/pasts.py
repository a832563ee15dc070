"""The past of a room for those who come back: read once, and kept up by what happens, for a while."""

import asyncio
from collections.abc import Sequence
from typing import Final

from bson import ObjectId

from api.delivery.rendering import Past
from chat.batching import Batch
from chat.context import Core
from chat.events import MESSAGE_EVENTS, Event, PresenceChanged, TypingChanged
from chat.recent import Recent
from chat.sync import read_recent

PASSING: Final = (PresenceChanged, TypingChanged)  # what is no part of a past
KEPT_SECONDS: Final = 10.0  # before a past is read anew
PASTS_KEPT: Final = 16  # clocks to come from, as which a past is kept rendered


class Pasts:
    """`hear` must be told of every event before the feeds are: a past holds all that was heard before it."""

    def __init__(self, core: Core, room_id: ObjectId) -> None:
        self._core = core
        self._room_id = room_id
        self._read = Batch[int, Past](self._fetch).load
        self._recent: Recent | None = None
        self._told: dict[int, Past] = {}
        self._newest = 0  # clock that was heard of
        self._forgotten = 0

    async def load(self, clock: int) -> Past | None:
        """What readers have missed who were told everything up to this clock."""
        return self._kept(clock) or await self._read(clock)

    def hear(self, event: Event) -> None:
        """Take in what happens in the room, or read anew when somebody asks again."""
        if isinstance(event, PASSING):
            return
        self._told.clear()
        if isinstance(event, MESSAGE_EVENTS):
            self._newest = max(self._newest, event.message["clock"])
        else:
            self._forgotten += 1
        if self._recent is not None and not self._recent.hear(event):
            self.forget()

    def forget(self) -> None:
        """Read anew when somebody asks again; what is being read now may not hold either."""
        self._forgotten += 1
        self._recent = None
        self._told.clear()

    def _kept(self, clock: int) -> Past | None:
        if clock not in self._told and self._recent is not None:
            synced = self._recent.told_since(clock)
            if synced is not None:
                if len(self._told) >= PASTS_KEPT:
                    self._told.clear()
                self._told[clock] = Past(synced)
        return self._told.get(clock)

    async def _fetch(self, clocks: Sequence[int]) -> dict[int, Past]:
        kept = {clock: past for clock in clocks if (past := self._kept(clock)) is not None}
        left = [clock for clock in clocks if clock not in kept]
        if not left:
            return kept
        if self._recent is not None:
            left.append(self._recent.since)  # what is read anew reaches as far back
        forgotten = self._forgotten
        recent = await read_recent(self._core, self._room_id, left)
        if forgotten == self._forgotten and recent.clock >= self._newest:
            self.forget()
            self._recent = recent
            asyncio.get_running_loop().call_later(KEPT_SECONDS, self._forget, recent)
        # A clock that the room never reached is answered by a reset: who brings it comes from somewhere else.
        return kept | {clock: Past(recent.told_since(clock) or recent.reset()) for clock in left}

    def _forget(self, recent: Recent) -> None:
        if self._recent is recent:
            self.forget()
