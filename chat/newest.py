"""Newest first: rooms walked downwards from their newest messages, as far as one page needs.

Every read is a closed range of seq, of all messages or of those under one term, so each engine bounds it by
an index. The ranges begin short and grow while little is found: what is common is found at once, and what is
rare in a few reads however long the room is. What a page may read is bounded besides; where that ends it
early, it says how far it came.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self, TypeAlias, cast

from bson import ObjectId

from models.database import Collection
from models.message import ROW_FIELDS, MessageRow
from models.room import Room

FIRST_RANGE: Final = 128  # seqs in the first range of a walk
GROWTH: Final = 8  # by which a range is longer, at most, than one that brought little
ROWS_READ: Final = 50  # at once, at most
AHEAD: Final = 100_000  # seqs by which a room may be past its hint
BEGUN_TOGETHER: Final = 16  # rooms
READS: Final = 400  # for one page
ROWS: Final = 1_000  # for one page
CHARACTERS: Final = 500_000  # of their texts

Places: TypeAlias = Mapping[ObjectId, int]
"""Where a list that goes through several rooms stands: the next seq in each that it has begun."""

Term: TypeAlias = str | None
"""What is read: the messages under this term, or all."""

Bounds: TypeAlias = Callable[[int, int], Awaitable[tuple[int, int]]]
"""Narrows a range of seq, given and returned as its first and its last."""


@dataclass(slots=True)
class Budget:
    """What one page may still read."""

    reads: int = READS
    rows: int = ROWS
    characters: int = CHARACTERS

    def spend(self, rows: Sequence[MessageRow]) -> None:
        self.reads -= 1
        self.rows -= len(rows)
        self.characters -= sum(len(row["content"]) for row in rows)

    @property
    def is_spent(self) -> bool:
        return min(self.reads, self.rows, self.characters) <= 0


@dataclass(slots=True)
class TermWalk:
    """One room's messages under one term, from the seq `top` down to `bottom`, the newest first."""

    messages: Collection
    room_id: ObjectId
    term: Term
    top: int
    bottom: int
    budget: Budget
    ahead: int = 0
    """By how much there may be newer ones than `top`."""
    length: int = FIRST_RANGE
    rows: list[MessageRow] = field(default_factory=list)

    @classmethod
    def from_newest(cls, messages: Collection, room: Room, term: Term) -> Self:
        """All messages of the room under the term, with a budget of its own."""
        return cls(messages, cast(ObjectId, room.id), term, room.last_seq, 1, Budget(), ahead=AHEAD)

    @property
    def place(self) -> int:
        """The next seq that was not looked at."""
        return self.rows[-1]["seq"] if self.rows else self.top

    async def peek(self) -> MessageRow | None:
        """The newest message that was not taken yet; None when there is none, or no more may be read."""
        while not self.rows and self.top + self.ahead >= self.bottom and not self.budget.is_spent:
            await self.read()
        return self.rows[-1] if self.rows else None

    async def read(self) -> None:
        lowest = max(self.bottom, self.top - self.length + 1)
        query = {"room_id": self.room_id, "seq": {"$gte": lowest, "$lte": self.top + self.ahead}}
        if self.term is not None:
            query["terms"] = self.term
        found = self.messages.find(query, ROW_FIELDS).sort("seq", -1).limit(ROWS_READ)
        rows = cast(list[MessageRow], await found.to_list())
        self.budget.spend(rows)
        self.rows = rows[::-1]
        self.ahead = 0
        end = rows[-1]["seq"] if len(rows) == ROWS_READ else lowest
        looked_at = max(1, self.top - end + 1)
        self.top = end - 1
        wanted = looked_at * ROWS_READ // len(rows) if rows else looked_at * GROWTH
        self.length = max(FIRST_RANGE, min(wanted, looked_at * GROWTH))


class RoomWalk:
    """One room's wanted messages under any of some terms, the newest first.

    `terms` tells at which seq each ends, `place` where to begin if not at the newest.
    """

    def __init__(
        self,
        messages: Collection,
        room: Room,
        terms: Mapping[Term, int],
        *,
        place: int | None,
        budget: Budget,
        is_wanted: Callable[[MessageRow], bool],
        bounds: Bounds | None = None,
    ) -> None:
        self.room_id = cast(ObjectId, room.id)
        self.active_at = room.last_message_at
        self.next: MessageRow | None = None
        self._is_wanted = is_wanted
        self._bounds = bounds
        self._budget = budget
        top, ahead = (room.last_seq, AHEAD) if place is None else (place, 0)
        self._walks = [
            TermWalk(messages, self.room_id, term, top, bottom, budget, ahead=ahead)
            for term, bottom in terms.items()
        ]

    @property
    def place(self) -> int:
        """The next seq that was not looked at."""
        return max([walk.place for walk in self._walks] + ([self.next["seq"]] if self.next else []))

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to look at."""
        return self.next is None and all(walk.place < walk.bottom for walk in self._walks)

    async def advance(self) -> None:
        """Let `next` be the newest wanted message that is older than the present one; None at the end."""
        self.next = None
        await self._narrow()
        while True:
            rows = await asyncio.gather(*(walk.peek() for walk in self._walks))
            found = max((row for row in rows if row), key=lambda row: row["seq"], default=None)
            for walk in self._walks:
                if found and walk.rows and walk.rows[-1]["seq"] == found["seq"]:
                    walk.rows.pop()
            if found is None or self._is_wanted(found):
                self.next = found
                return

    async def _narrow(self) -> None:
        if self._bounds is not None:
            bounds, self._bounds = self._bounds, None
            for walk in self._walks:
                newest = walk.top + walk.ahead
                walk.bottom, last = await bounds(walk.bottom, newest)
                if last < newest:
                    walk.top, walk.ahead = last, 0


@dataclass(frozen=True, slots=True)
class Found:
    """Messages of several rooms, the newest first.

    `places` is where to go on if that is not behind the last of them: what a page may read came to an end.
    """

    messages: list[MessageRow]
    has_next: bool
    places: Places | None = None

    def end(self, begin: Places) -> Places:
        """Where to go on, if the page began at these places."""
        if self.places is not None:
            return {**begin, **self.places}
        return {**begin, **{row["room_id"]: row["seq"] - 1 for row in self.messages}}


async def newest(walks: Sequence[RoomWalk], limit: int, budget: Budget) -> Found:
    """The newest messages of all walks together, which share the budget.

    Rooms are begun in the order of their last activity, and only those that may still hold something newer
    than what is at hand. Within a room messages come in order of seq; between rooms, of time.
    """
    waiting = sorted(walks, key=lambda walk: walk.active_at)
    begun: list[RoomWalk] = []
    found: list[MessageRow] = []
    while True:
        best = max((walk for walk in begun if walk.next), key=_moment, default=None)
        if waiting and not budget.is_spent and (best is None or waiting[-1].active_at >= _moment(best)[0]):
            more = [waiting.pop() for _ in range(min(BEGUN_TOGETHER, len(waiting)))]
            await asyncio.gather(*(walk.advance() for walk in more))
            begun += more
        elif best is None or len(found) == limit:
            break
        else:
            found.append(cast(MessageRow, best.next))
            await best.advance()
    if not budget.is_spent:
        return Found(found, has_next=best is not None)
    has_next = bool(waiting) or not all(walk.is_done for walk in begun)
    return Found(found, has_next, {walk.room_id: walk.place for walk in begun})


def _moment(walk: RoomWalk) -> tuple[datetime, ObjectId]:
    assert walk.next is not None
    return walk.next["created_at"], walk.next["_id"]
