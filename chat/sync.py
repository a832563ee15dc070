"""Catching up: the current state of every message that changed since a clock."""

import asyncio
from collections.abc import Sequence
from typing import cast

from bson import ObjectId

from chat.context import Core
from chat.errors import RoomNotFound
from chat.events import MessageDeleted, MessageEdited, MessageEvent, MessageSent
from chat.heads import Head, read_head
from chat.receipts import members_who_received, watermark
from chat.recent import CHANGES_SENT, ChangedRow, Recent
from models.message import ROW_FIELDS
from models.room import Room


async def read_recent(core: Core, room_id: ObjectId, clocks: Sequence[int]) -> Recent:
    """What readers have missed who have seen everything up to their clock: one reading for all of them.

    A clock that the room never reached is not known in it.
    """
    room, members = await asyncio.gather(_room(core, room_id), members_who_received(core, room_id))
    receipts = [watermark(member) for member in members]
    near, far = _near_and_far(clocks, room.clock)
    # Whatever came since the hint tells where the room stands: usually one reading does for both.
    reached, too_old, since = room.clock, -1, min([room.clock, *near])
    rows, left = await _changed_after(core, room_id, since, CHANGES_SENT + 1), [far]
    if len(rows) > CHANGES_SENT:
        reached = (await head_of(core, room_id)).clock
        since, rows, left = reached, [], list(_near_and_far(clocks, reached))
    for group in filter(None, left):
        begin = min([reached, *group])
        found = await _changed_after(core, room_id, begin, CHANGES_SENT + 1)
        if len(found) > CHANGES_SENT:
            too_old = max(group)
            break
        since, rows = begin, found
    reached = max([reached, *(row["clock"] for row in rows)])
    return Recent(room_id, since=since, clock=reached, too_old=too_old, rows=rows, receipts=receipts)


def _near_and_far(clocks: Sequence[int], head: int) -> tuple[list[int], list[int]]:
    """Those up to CHANGES_SENT clocks behind the head, and those further behind."""
    near = [clock for clock in clocks if head - clock <= CHANGES_SENT]
    far = [clock for clock in clocks if head - clock > CHANGES_SENT]
    return near, far


async def head_of(core: Core, room_id: ObjectId) -> Head:
    """The room's head now."""
    room = await _room(core, room_id)
    return await read_head(core.database["messages"], room_id, Head(room.last_seq, room.clock))


async def _room(core: Core, room_id: ObjectId) -> Room:
    room = await core.reads.room(room_id)
    if room is None:
        raise RoomNotFound
    return room


async def missed_events(core: Core, room_id: ObjectId, head: Head) -> list[MessageEvent] | None:
    """Events that lead from one head of a room to the present, new messages in order first; None if too many.

    Each message appears once, in its present state: what happened to it in between is not told.
    """
    rows = await _changed_after(core, room_id, head.clock, CHANGES_SENT + 1)
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


async def _changed_after(core: Core, room_id: ObjectId, clock: int, limit: int) -> list[ChangedRow]:
    """Messages that took a newer clock, by the clock that they have now."""
    query = {"room_id": room_id, "clock": {"$gt": clock}}
    rows = await core.database["messages"].find(query, {**ROW_FIELDS, "clocks": 1}).limit(limit).to_list()
    ordered = sorted(cast(list[ChangedRow], rows), key=lambda row: row["clock"])
    return list({row["_id"]: row for row in ordered}.values())  # one that changed meanwhile is read twice
