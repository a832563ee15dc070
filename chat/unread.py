"""What is unread: derived from the read mark, never counted up or down."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from bson import ObjectId

from chat.context import Context
from chat.heads import Head
from chat.mentions import mentions_between
from models.database import Row
from models.member import Member
from models.message import ROW_FIELDS, MessageRow

COUNTED: Final = 1_000
"""Past so many messages behind, older ones of one's own or deleted ones count as unread too."""

READ_TOGETHER: Final = 100
"""Messages read at once on the way to the first unread one."""

COUNTED_FIELDS: Final = dict.fromkeys(("seq", "sender_id", "deleted_at", "mentions", "mentions_all"), 1)


@dataclass(frozen=True, slots=True)
class Unread:
    """Messages that a member has not read, and those among them that mention the member."""

    messages: int = 0
    mentions: int = 0


async def unread(ctx: Context, places: Mapping[ObjectId, tuple[Head, Member]]) -> dict[ObjectId, Unread]:
    """For each room: what comes after the member's read mark, less deleted messages and the member's own."""
    counts = await asyncio.gather(*(_unread(ctx, room_id, *place) for room_id, place in places.items()))
    return dict(zip(places, counts, strict=True))


async def _unread(ctx: Context, room_id: ObjectId, head: Head, member: Member) -> Unread:
    behind = head.seq - member.seen_seq
    if behind <= 0:
        return Unread()
    first = max(member.seen_seq, head.seq - COUNTED) + 1
    newest = ctx.core.database["messages"].find(
        {"room_id": room_id, "seq": {"$gte": first, "$lte": head.seq}}, COUNTED_FIELDS
    )
    rows = await newest.to_list()
    theirs = [row for row in rows if row["sender_id"] != member.user_id and not row["deleted_at"]]
    mentions = len([row for row in theirs if _mentions(row, member)])
    if first > member.seen_seq + 1:
        mentions += await mentions_between(ctx, room_id, member, member.seen_seq + 1, first - 1)
    return Unread(behind - (len(rows) - len(theirs)), mentions)


async def first_unread(ctx: Context, member: Member) -> MessageRow | None:
    """The member's first unread message, if it is among the first COUNTED ones after their read mark."""
    collection = ctx.core.database["messages"]
    begin = member.seen_seq + 1
    for first in range(begin, begin + COUNTED, READ_TOGETHER):
        span = {"$gte": first, "$lt": first + READ_TOGETHER}
        rows = await collection.find({"room_id": member.room_id, "seq": span}, ROW_FIELDS).to_list()
        theirs = [row for row in rows if row["sender_id"] != member.user_id and not row["deleted_at"]]
        if theirs:
            return cast(MessageRow, min(theirs, key=lambda row: int(row["seq"])))
        if len(rows) < READ_TOGETHER:
            return None
    return None


def _mentions(row: Row, member: Member) -> bool:
    told_all = row.get("mentions_all", False) and row["seq"] > member.joined_seq
    return told_all or member.user_id in row["mentions"]
