"""Catching up: the current state of every message that changed since a clock."""

from typing import Final, cast

from bson import ObjectId

from chat.context import Core
from chat.errors import RoomNotFound
from chat.events import MessageDeleted, MessageEdited, MessageEvent, MessageSent, RoomSynced
from chat.heads import Head, read_head
from chat.receipts import watermarks
from models.message import ROW_FIELDS, MessageRow

CHANGES_SENT: Final = 500
"""More changes than this, and the reader had better load the newest page."""


async def changes_since(core: Core, room_id: ObjectId, clock: int) -> RoomSynced:
    """What a reader who has seen everything up to the clock has missed.

    Also a reset for a clock that the room never reached: such a reader comes from somewhere else.
    """
    rows = await _changed_from(core, room_id, clock, CHANGES_SENT + 2)
    receipts = await watermarks(core, room_id)
    missed = [row for row in rows if row["clock"] > clock]
    is_known = clock == 0 or bool(rows)
    if len(missed) > CHANGES_SENT or not is_known:
        return RoomSynced(room_id, (await head_of(core, room_id)).clock, (), receipts, reset=True)
    reached = max([clock, *(row["clock"] for row in missed)])
    return RoomSynced(room_id, reached, tuple(missed), receipts, reset=False)


async def head_of(core: Core, room_id: ObjectId) -> Head:
    """The room's head now."""
    room = await core.reads.room(room_id)
    if room is None:
        raise RoomNotFound
    return await read_head(core.database["messages"], room_id, Head(room.last_seq, room.clock))


async def missed_events(core: Core, room_id: ObjectId, head: Head) -> list[MessageEvent] | None:
    """Events that lead from one head of a room to the present, new messages in order first; None if too many.

    Each message appears once, in its present state: what happened to it in between is not told.
    """
    rows = [
        row
        for row in await _changed_from(core, room_id, head.clock + 1, CHANGES_SENT + 1)
        if row["clock"] > head.clock
    ]
    if len(rows) > CHANGES_SENT:
        return None
    sent = [row for row in rows if row["seq"] > head.seq]
    changed = [row for row in rows if row["seq"] <= head.seq]
    return [
        *(MessageSent(room_id, row) for row in sorted(sent, key=lambda row: row["seq"])),
        *(
            MessageDeleted(room_id, row) if row["deleted_at"] else MessageEdited(room_id, row)
            for row in changed
        ),
    ]


async def _changed_from(core: Core, room_id: ObjectId, clock: int, limit: int) -> list[MessageRow]:
    """Messages that took this clock or a newer one, by the clock that they have now."""
    query = {"room_id": room_id, "clocks": {"$gte": clock}}
    rows = await core.database["messages"].find(query, ROW_FIELDS).limit(limit).to_list()
    return sorted(cast(list[MessageRow], rows), key=lambda row: row["clock"])
