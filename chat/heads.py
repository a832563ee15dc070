"""The head of a room: the numbers that its last message and its last change took."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from bson import ObjectId

from models.database import Collection
from models.message import ROW_FIELDS, MessageRow
from models.room import Room


@dataclass(frozen=True, slots=True)
class Head:
    seq: int
    clock: int


@dataclass(frozen=True, slots=True)
class RoomHead:
    """A room's head, with its last message."""

    head: Head
    last_message: MessageRow | None


async def read_head(messages: Collection, room_id: ObjectId, known: Head) -> Head:
    """The room's head now, from one that it had earlier: a range that holds only what came since."""
    rows = await messages.find(
        {"room_id": room_id, "clock": {"$gt": known.clock}}, {"_id": 0, "seq": 1, "clock": 1}
    ).to_list()
    return _raised(known, rows)


async def read_room_heads(messages: Collection, rooms: Iterable[Room]) -> dict[ObjectId, RoomHead]:
    """The heads of these rooms, exact: the hints on the rooms only tell where to begin to read."""
    wanted = list(rooms)
    heads = await asyncio.gather(*(_read_room_head(messages, room) for room in wanted))
    return {cast(ObjectId, room.id): head for room, head in zip(wanted, heads, strict=True)}


async def _read_room_head(messages: Collection, room: Room) -> RoomHead:
    """Usually one query: the message that took the hinted clock is the last one, and nothing came since."""
    hint = Head(room.last_seq, room.clock)
    rows = await messages.find({"room_id": room.id, "clock": {"$gte": hint.clock}}, ROW_FIELDS).to_list()
    head = _raised(hint, rows)
    last = next((row for row in rows if row["seq"] == head.seq), None)
    if last is None and head.seq:
        last = await messages.find_one({"room_id": room.id, "seq": head.seq}, ROW_FIELDS)
    return RoomHead(head, cast(MessageRow | None, last))


def _raised(head: Head, rows: list[dict[str, Any]]) -> Head:
    return Head(
        max([head.seq, *(row["seq"] for row in rows)]), max([head.clock, *(row["clock"] for row in rows)])
    )
