"""Catching up: the current state of every message that changed since a clock."""

import asyncio
from collections.abc import Sequence
from typing import Final, cast

from bson import ObjectId

from chat import measures
from chat.context import Core
from chat.errors import RoomNotFound
from chat.events import MessageDeleted, MessageEdited, MessageEvent, MessageSent, RoomSynced
from chat.heads import Head, read_head
from chat.receipts import members_who_received, watermark
from models.message import ROW_FIELDS, MessageRow

CHANGES_SENT: Final = 500
"""More changes than this, and the reader had better load the newest page."""


class ChangedRow(MessageRow):
    """A message with every clock that it took, the one of its sending first."""

    clocks: list[int]


async def changes_since(core: Core, room_id: ObjectId, clocks: Sequence[int]) -> dict[int, RoomSynced]:
    """What readers have missed who have seen everything up to their clock: one read for all of them.

    A reset for those who missed too much, and for a clock that the room never reached: who brings such a one
    comes from somewhere else.
    """
    head, members = await asyncio.gather(head_of(core, room_id), members_who_received(core, room_id))
    receipts = tuple(watermark(member) for member in members)
    own: dict[ObjectId, int] = {
        each.user_id: each.furthest_seq for each in members if each.furthest_seq > each.read_seq
    }
    reset = RoomSynced(room_id, head.clock, (), receipts, reset=True, own_reads=own)
    answers = dict.fromkeys(clocks, reset)
    known = [clock for clock in clocks if clock <= head.clock]
    near = [clock for clock in known if head.clock - clock <= CHANGES_SENT]
    for group in (near, [clock for clock in known if clock not in near]):
        rows = await _changed_after(core, room_id, min(group), CHANGES_SENT + 1) if group else []
        if len(rows) > CHANGES_SENT:
            continue
        reached = max([head.clock, *(row["clock"] for row in rows)])
        for clock in group:
            missed = tuple(row for row in rows if row["clock"] > clock)
            before = frozenset(row["_id"] for row in missed if row["clocks"][0] <= clock)
            answers[clock] = RoomSynced(
                room_id, reached, missed, receipts, reset=False, known=before, own_reads=own
            )
    resets = sum(answer.reset for answer in answers.values())
    measures.RESET.inc(resets)
    measures.CAUGHT_UP.inc(len(answers) - resets)
    return answers


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
