"""Catching up: the current state of every message that changed since a clock."""

from typing import Final, cast

from bson import ObjectId

from chat.context import Core
from chat.events import RoomSynced
from chat.heads import Head, read_head
from chat.receipts import watermarks
from models.database import Collection
from models.message import ROW_FIELDS, MessageRow

CHANGES_SENT: Final = 500
"""More changes than this, and the reader had better load the newest page."""


async def changes_since(core: Core, room_id: ObjectId, clock: int) -> RoomSynced:
    """What a reader who has seen everything up to the clock has missed.

    A clock that the room never reached counts as 0 changes missed, and is answered with the room's own.
    """
    messages = core.database["messages"]
    rows = await _changed(messages, room_id, clock, CHANGES_SENT + 1)
    receipts = await watermarks(core, room_id)
    if len(rows) > CHANGES_SENT:
        head = await read_head(messages, room_id, Head(0, max(row["clock"] for row in rows)))
        return RoomSynced(room_id, head.clock, (), receipts, reset=True)
    reached = max([clock, *(row["clock"] for row in rows)])
    return RoomSynced(room_id, reached, tuple(rows), receipts, reset=False)


async def _changed(messages: Collection, room_id: ObjectId, clock: int, limit: int) -> list[MessageRow]:
    query = messages.find({"room_id": room_id, "clocks": {"$gt": clock}}, ROW_FIELDS).limit(limit)
    return sorted(cast(list[MessageRow], await query.to_list()), key=lambda row: row["clock"])
