"""Pages of messages."""

from dataclasses import dataclass
from typing import cast

from bson import ObjectId

from chat.context import Context
from models.message import ROW_FIELDS, MessageRow


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages in order of seq."""

    messages: list[MessageRow]
    has_next: bool
    has_previous: bool


async def page_after(ctx: Context, room_id: ObjectId, seq: int, limit: int) -> MessagePage:
    """The first messages past a seq: the range (seq, seq + limit]."""
    rows = await _range(ctx, room_id, seq + 1, seq + limit + 1)
    return MessagePage(rows[:limit], has_next=len(rows) > limit, has_previous=seq > 0)


async def page_before(ctx: Context, room_id: ObjectId, seq: int, limit: int, last_seq: int) -> MessagePage:
    """The last messages before a seq: the range [seq - limit, seq)."""
    before = min(seq, last_seq + 1)
    first = max(1, before - limit)
    rows = await _range(ctx, room_id, first, before - 1)
    return MessagePage(rows, has_next=before <= last_seq, has_previous=first > 1)


async def page_around(ctx: Context, room_id: ObjectId, seq: int, limit: int, last_seq: int) -> MessagePage:
    """A page with the message of this seq in its middle."""
    first = max(1, min(seq - limit // 2, last_seq - limit + 1))
    rows = await _range(ctx, room_id, first, first + limit - 1)
    return MessagePage(rows, has_next=first + limit - 1 < last_seq, has_previous=first > 1)


async def _range(ctx: Context, room_id: ObjectId, first: int, last: int) -> list[MessageRow]:
    """The messages first … last, both included. Dense numbers: as many rows as the range is long."""
    if last < first:
        return []
    query = {"room_id": room_id, "seq": {"$gte": first, "$lte": last}}
    rows = await ctx.core.database["messages"].find(query, ROW_FIELDS).to_list()
    return sorted(cast(list[MessageRow], rows), key=lambda row: row["seq"])
