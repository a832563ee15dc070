"""Newest first: rooms walked downwards from their newest messages, as far as one page needs.

Every read is a closed range of seq under one term, so each engine bounds it by the index. The ranges begin
short and grow while little is found: what is common is found at once, and what is rare in a few reads
however long the room is.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias, cast

from bson import ObjectId

from models.database import Collection
from models.message import ROW_FIELDS, MessageRow
from models.room import Room

FIRST_RANGE: Final = 512  # seqs in the first range of a walk
GROWTH: Final = 8  # by which a range that brought little is longer than the one before
ROWS_READ: Final = 50  # at once, at most
AHEAD: Final = 100_000  # seqs by which a room may be past its hint
STARTED_TOGETHER: Final = 16  # rooms

Places: TypeAlias = Mapping[ObjectId, int]
"""Where a list that goes through several rooms stands: the next seq in each that it has begun."""


class TermWalk:
    """One room's messages under one term, from one seq down to another, the newest first.

    `ahead` is by how much there may be newer ones than the first seq.
    """

    def __init__(
        self, messages: Collection, room_id: ObjectId, term: str, first: int, last: int, *, ahead: int
    ) -> None:
        self._seq = first
        self._ahead = ahead
        self._messages = messages
        self._query = {"room_id": room_id, "terms": term}
        self._last = last
        self._range = FIRST_RANGE
        self._rows: list[MessageRow] = []

    async def peek(self) -> MessageRow | None:
        """The newest message that was not taken yet; None when there is none."""
        while not self._rows and self._seq + self._ahead >= self._last:
            await self._read()
        return self._rows[-1] if self._rows else None

    def take(self) -> None:
        """Go on behind the message that `peek` gives."""
        self._rows.pop()

    async def _read(self) -> None:
        lowest = max(self._last, self._seq - self._range + 1)
        query = {**self._query, "seq": {"$gte": lowest, "$lte": self._seq + self._ahead}}
        found = self._messages.find(query, ROW_FIELDS).sort("seq", -1).limit(ROWS_READ)
        rows = cast(list[MessageRow], await found.to_list())
        self._rows = rows[::-1]
        self._ahead = 0
        if len(rows) == ROWS_READ:
            self._seq = rows[-1]["seq"] - 1
            self._range = max(FIRST_RANGE, self._range // GROWTH)
        else:
            self._seq = lowest - 1
            self._range *= GROWTH


class RoomWalk:
    """One room's messages under any of some terms, the newest first; each term with the seq it ends at."""

    def __init__(
        self,
        messages: Collection,
        room: Room,
        terms: Mapping[str, int],
        *,
        place: int | None = None,
        is_wanted: Callable[[MessageRow], bool],
    ) -> None:
        self.room_id = cast(ObjectId, room.id)
        self.active_at = room.last_message_at
        self._is_wanted = is_wanted
        first, ahead = (room.last_seq, AHEAD) if place is None else (place, 0)
        self._walks = [
            TermWalk(messages, self.room_id, term, first, last, ahead=ahead) for term, last in terms.items()
        ]
        self.next: MessageRow | None = None

    async def advance(self) -> None:
        """Let `next` be the newest wanted message that is older than the present one; None at the end."""
        while True:
            rows = await asyncio.gather(*(walk.peek() for walk in self._walks))
            found = max((row for row in rows if row), key=lambda row: row["seq"], default=None)
            for walk, row in zip(self._walks, rows, strict=True):
                if row and found and row["seq"] == found["seq"]:
                    walk.take()
            if found is None or self._is_wanted(found):
                self.next = found
                return


@dataclass(frozen=True, slots=True)
class Found:
    """Messages of several rooms, the newest first."""

    messages: list[MessageRow]
    has_next: bool


async def newest(walks: Sequence[RoomWalk], limit: int) -> Found:
    """The newest messages of all walks together.

    Rooms are begun in the order of their last activity, and only those that may still hold something newer
    than what is at hand. Within a room messages come in order of seq; between rooms, of time.
    """
    waiting = sorted(walks, key=lambda walk: walk.active_at)
    begun: list[RoomWalk] = []
    found: list[MessageRow] = []
    while True:
        best = max((walk for walk in begun if walk.next), key=_moment, default=None)
        if waiting and (best is None or waiting[-1].active_at >= _moment(best)[0]):
            more = [waiting.pop() for _ in range(min(STARTED_TOGETHER, len(waiting)))]
            await asyncio.gather(*(walk.advance() for walk in more))
            begun += more
        elif best is None or len(found) == limit:
            return Found(found, has_next=best is not None)
        else:
            found.append(cast(MessageRow, best.next))
            await best.advance()


def _moment(walk: RoomWalk) -> tuple[datetime, ObjectId]:
    assert walk.next is not None
    return walk.next["created_at"], walk.next["_id"]
