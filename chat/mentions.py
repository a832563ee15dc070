"""Mentions: whom a message addresses, by `@username` or, for owners and admins of a group, all by `@all`."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final, cast

from bson import ObjectId

from chat.access import Act, RoomAccess, access_room
from chat.context import Context
from chat.newest import Budget, Found, Places, RoomWalk, newest
from chat.rooms import all_my_rooms
from chat.terms import ALL, mention_of
from models.member import Member

MENTION: Final = re.compile(r"(?<![A-Za-z0-9_@./-])@([A-Za-z0-9_.-]+)")
BACKTICKS: Final = re.compile("`+")
FENCE: Final = 3  # backticks that open a block of code
NAMES_LOOKED_AT: Final = 50  # in one message; further ones are text
PUNCTUATION: Final = "._-"  # may end a username, and often only follows one
EVERYONE: Final = "all"


@dataclass(frozen=True, slots=True)
class Mentions:
    """The users that a text mentions, in its order, and whether it mentions all members."""

    users: tuple[ObjectId, ...] = ()
    everyone: bool = False


NOBODY: Final = Mentions()


async def find_mentions(ctx: Context, access: RoomAccess, content: str) -> Mentions:
    """Whom the text mentions: members of the room, as of a moment ago. Code mentions nobody.

    A text without an @ costs nothing, and names that were met lately cost no query.
    """
    if "@" not in content:
        return NOBODY
    names = _names(content, ctx.core.rules.username_characters[1])
    everyone = names.pop(EVERYONE, None) is not None and (await access_room(ctx, access.room_id)).may(
        Act.MENTION_ALL
    )
    members = await _members(ctx, access.room_id, {name for named in names.values() for name in named})
    found = (next((members[name] for name in named if name in members), None) for named in names.values())
    return Mentions(tuple(dict.fromkeys(user_id for user_id in found if user_id)), everyone)


async def my_mentions(ctx: Context, *, first: int, places: Places) -> Found:
    """Messages of others in the asker's rooms that mention them, the newest first, from these places on."""
    user_id, budget = ctx.user_id, Budget()
    walks = [
        RoomWalk(
            ctx.core.database["messages"],
            room,
            {mention_of(user_id): 1, ALL: member.joined_seq + 1},
            place=places.get(cast(ObjectId, room.id)),
            budget=budget,
            is_wanted=lambda row: row["sender_id"] != user_id,
        )
        for room, member in await all_my_rooms(ctx)
    ]
    return await newest(walks, first, budget)


async def mentions_between(ctx: Context, room_id: ObjectId, member: Member, first: int, last: int) -> int:
    """How many messages of others in this range of seq mention the member."""
    seq = {"$gte": max(first, member.joined_seq + 1), "$lte": last}
    marks = (mention_of(member.user_id), ALL)
    read = (
        ctx.core.database["messages"].find({"room_id": room_id, "terms": mark, "seq": seq}, {"sender_id": 1})
        for mark in marks
    )
    rows = [row for found in await asyncio.gather(*(cursor.to_list() for cursor in read)) for row in found]
    return len({row["_id"] for row in rows if row["sender_id"] != member.user_id})


def outside_code(text: str) -> str:
    """The text without code spans and blocks, by the rules of Markdown: as many backticks close as opened."""
    runs = [run.span() for run in BACKTICKS.finditer(text)]
    last = {end - start: index for index, (start, end) in enumerate(runs)}
    parts: list[str] = []
    begin = index = 0
    while index < len(runs):
        start, end = runs[index]
        length = end - start
        if last[length] > index:
            index = next(later for later in range(index + 1, len(runs)) if _length(runs[later]) == length)
            parts.append(text[begin:start])
            begin = runs[index][1]
        elif length >= FENCE:  # a block that nothing closes goes on to the end
            return "`".join([*parts, text[begin:start]])
        index += 1
    return "`".join([*parts, text[begin:]])


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _names(content: str, longest: int) -> dict[str, list[str]]:
    """What stands behind each @, in lower case, and the usernames that it may mean, the longest first."""
    names: dict[str, list[str]] = {}
    for match in islice(MENTION.finditer(outside_code(content)), NAMES_LOOKED_AT):
        name = match[1].lower()
        shortest = name.rstrip(PUNCTUATION)
        lengths = range(min(len(name), longest), max(len(shortest), 1) - 1, -1)
        names[EVERYONE if shortest == EVERYONE else name] = [name[:length] for length in lengths]
    return names


async def _members(ctx: Context, room_id: ObjectId, usernames: Iterable[str]) -> dict[str, ObjectId]:
    """Those of the usernames whose users are in the room."""
    names, reads = list(usernames), ctx.core.reads
    user_ids = await asyncio.gather(*map(reads.user_id_lately, names))
    known = {name: user_id for name, user_id in zip(names, user_ids, strict=True) if user_id}
    members = await asyncio.gather(*(reads.member_lately((room_id, user_id)) for user_id in known.values()))
    return {name: member.user_id for name, member in zip(known, members, strict=True) if member}
