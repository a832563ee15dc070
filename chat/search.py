"""Search: messages of the asker's rooms, found by their words, the newest first."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, cast

from bson import ObjectId

from chat.access import access_room
from chat.context import Context
from chat.folding import Folded, fold, fold_in_place
from chat.needles import matches
from chat.newest import Bounds, Budget, Found, Places, RoomWalk, Term, TermWalk, newest
from chat.rooms import all_my_rooms
from chat.search_query import Condition, Query, parse_query
from chat.seqs_of_times import first_seq_from
from chat.terms import marks_of, searched_text, sent_by
from models.base import parse_id
from models.database import Collection, Database
from models.message import MessageRow
from models.room import Room

TERMS_TRIED: Final = 4
"""Terms of a query that are read a little of, to walk the rarest."""

NOTHING: Final = Found([], has_next=False)


async def search_messages(
    ctx: Context, typed: str, *, room_id: str | None, first: int, places: Places
) -> Found:
    """Messages in the asker's rooms, or in one of them, that answer to what was typed.

    Raises BadInput for a search that cannot be understood, RoomNotFound, RateLimited.
    """
    query = parse_query(typed)
    rooms = [room for room, _ in await all_my_rooms(ctx)]
    if room_id is not None:
        wanted = (await access_room(ctx, room_id)).room_id
        rooms = [room for room in rooms if room.id == wanted]
    await ctx.core.limiter.hit("search", str(ctx.user_id))
    senders = {condition: await _user_id(ctx, condition.name) for condition in query.senders}
    asked = Asked(query, senders)
    if asked.is_void:
        return NOTHING
    return await search_rooms(ctx.core.database, asked, await _rooms(ctx, query, rooms), first, places)


def matches_of(typed: str, content: str) -> list[tuple[int, int]]:
    """Where the text answers to what was typed: from where to where, in UTF-16 code units."""
    return matches(parse_query(typed).needles, _folded(content))


@lru_cache(maxsize=8)
def _folded(content: str) -> Folded:
    """Kept for a moment: a request may ask for several searches of each message in turn."""
    return fold_in_place(content)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query whose senders are known; one who does not exist is None."""

    query: Query
    senders: Mapping[Condition, ObjectId | None]

    @property
    def is_void(self) -> bool:
        """Whether nothing can answer to it."""
        wanted = {user for condition, user in self.senders.items() if not condition.is_excluded}
        return None in wanted or len(wanted) > 1

    @property
    def terms(self) -> list[str]:
        """Terms that every message has which answers to it: of the longest words first, marks last."""
        needles = sorted(self.query.needles, key=lambda needle: len(needle.text), reverse=True)
        grams = [term for needle in needles for term in needle.terms]
        marks = [mark.name for mark in self.query.marks if not mark.is_excluded]
        senders = [
            sent_by(user) for condition, user in self.senders.items() if user and not condition.is_excluded
        ]
        return list(dict.fromkeys([*grams, *senders, *marks]))

    def is_answered_by(self, row: MessageRow) -> bool:
        query = self.query
        if row["deleted_at"] is not None or not _is_between(row["created_at"], query.begin, query.end):
            return False
        if any(
            (row["sender_id"] == user) is condition.is_excluded for condition, user in self.senders.items()
        ):
            return False
        if query.marks:
            marks = set(marks_of(row))
            if any((mark.name in marks) is mark.is_excluded for mark in query.marks):
                return False
        text = searched_text(row)
        return all(needle.is_in(text) for needle in query.needles) and not any(
            needle.is_in(text) for needle in query.excluded
        )


async def search_rooms(
    database: Database, asked: Asked, rooms: Sequence[Room], first: int, places: Places
) -> Found:
    """The newest messages of these rooms that answer, from these places on."""
    messages, budget, query = database["messages"], Budget(), asked.query
    term = await _rarest(messages, asked.terms, rooms)
    walks = [
        RoomWalk(
            messages,
            room,
            {term: 1},
            place=places.get(cast(ObjectId, room.id)),
            budget=budget,
            is_wanted=asked.is_answered_by,
            bounds=_bounds(messages, room, query.begin, query.end),
        )
        for room in rooms
    ]
    return await newest(walks, first, budget)


async def _rarest(messages: Collection, terms: Sequence[str], rooms: Sequence[Room]) -> Term:
    """The term that seems the rarest: whose newest messages in the liveliest room reach furthest back."""
    if len(terms) <= 1 or not rooms:
        return next(iter(terms), None)
    step = -(-len(terms) // TERMS_TRIED)
    room = max(rooms, key=lambda room: room.last_message_at)
    tried = [TermWalk.from_newest(messages, room, term) for term in terms[::step]]
    await asyncio.gather(*(walk.read() for walk in tried))
    return min(tried, key=lambda walk: (walk.top, len(walk.rows))).term


async def _rooms(ctx: Context, query: Query, rooms: Sequence[Room]) -> list[Room]:
    """Those of the rooms that the query names, or leaves."""
    left = list(rooms)
    for condition in query.rooms:
        named = await _named(ctx, condition.name, rooms)
        left = [room for room in left if (room.id in named) is not condition.is_excluded]
    return left


async def _named(ctx: Context, name: str, rooms: Sequence[Room]) -> set[ObjectId]:
    """The rooms that go by this name or id, and the direct room with the user of this name."""
    wanted, key = parse_id(name), fold(name.removeprefix("#"))
    other = await _user_id(ctx, name.removeprefix("@").lower())
    direct = ":".join(map(str, sorted([ctx.user_id, other]))) if other else ""
    return {
        cast(ObjectId, room.id)
        for room in rooms
        if room.id == wanted or fold(room.name or "") == key or (direct and room.direct_key == direct)
    }


async def _user_id(ctx: Context, name: str) -> ObjectId | None:
    return ctx.user_id if name == "me" else await ctx.core.reads.user_id_lately(name)


def _bounds(messages: Collection, room: Room, begin: datetime | None, end: datetime | None) -> Bounds | None:
    """Narrows a range of seq to what was sent between the two times."""
    if begin is None and end is None:
        return None
    room_id = cast(ObjectId, room.id)

    async def narrow(first: int, last: int) -> tuple[int, int]:
        if begin is not None:
            first = max(first, await first_seq_from(messages, room_id, begin, last))
        if end is not None:
            last = min(last, await first_seq_from(messages, room_id, end, last) - 1)
        return first, last

    return narrow


def _is_between(moment: datetime, begin: datetime | None, end: datetime | None) -> bool:
    return (begin is None or moment >= begin) and (end is None or moment < end)
