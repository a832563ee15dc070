"""What must hold of everything stored, recounted from the documents themselves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from bson import ObjectId

from chat.heads import Head, read_head
from models.database import Database, Row

RANGE: Final = 1_000  # messages looked at in one query
FIELDS: Final = {"seq": 1, "clock": 1, "clocks": 1, "reply_to": 1, "sender_id": 1}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold, and where."""

    room_id: ObjectId
    what: str


async def findings(database: Database) -> AsyncIterator[Finding]:
    """Everything that does not hold, room after room. Reads all messages, a range of seq at a time."""
    people = {row["_id"] async for row in database["users"].find({}, {"_id": 1})}
    async for room in database["rooms"].find({}):
        for what in await _check_room(database, room, people):
            yield Finding(room["_id"], what)


async def _check_room(database: Database, room: Row, people: set[ObjectId]) -> list[str]:
    head = await read_head(database["messages"], room["_id"], Head(0, 0))
    wrong = []
    if room["last_seq"] > head.seq or room["clock"] > head.clock:
        wrong.append(f"the hints ({room['last_seq']}, {room['clock']}) are ahead of {head.seq}, {head.clock}")
    wrong += await _check_messages(database, room["_id"], head, people)
    wrong += await _check_members(database, room, head, people)
    return wrong


async def _check_messages(
    database: Database, room_id: ObjectId, head: Head, people: set[ObjectId]
) -> list[str]:
    wrong: list[str] = []
    clocks: set[int] = set()
    for first in range(1, head.seq + 1, RANGE):
        query = {"room_id": room_id, "seq": {"$gte": first, "$lt": first + RANGE}}
        rows = await database["messages"].find(query, FIELDS).to_list()
        expected = min(RANGE, head.seq - first + 1)
        if sorted(row["seq"] for row in rows) != list(range(first, first + expected)):
            wrong.append(f"the numbers {first} to {first + expected - 1} are not dense")
        for row in rows:
            wrong += _check_message(row, clocks, people)
            clocks.add(row["clock"])
        wrong += await _check_replies(database, room_id, rows)
    if head.seq and max(clocks, default=0) != head.clock:
        wrong.append(f"no message has the newest clock, {head.clock}")
    return wrong


def _check_message(row: Row, clocks: set[int], people: set[ObjectId]) -> list[str]:
    wrong = []
    if row["clock"] in clocks:
        wrong.append(f"message {row['seq']} has the clock of another, {row['clock']}")
    if not row["clocks"] or row["clocks"][-1] != row["clock"] or row["clocks"] != sorted(set(row["clocks"])):
        wrong.append(f"message {row['seq']} does not remember its clocks")
    if row["sender_id"] not in people:
        wrong.append(f"message {row['seq']} is of nobody")
    return wrong


async def _check_replies(database: Database, room_id: ObjectId, rows: list[Row]) -> list[str]:
    roots = {row["reply_to"]: row["seq"] for row in rows if row.get("reply_to")}
    if not roots:
        return []
    found = (
        await database["messages"]
        .find({"_id": {"$in": list(roots)}}, {"room_id": 1, "reply_to": 1})
        .to_list()
    )
    good = {root["_id"] for root in found if root["room_id"] == room_id and not root.get("reply_to")}
    return [f"message {seq} answers none of its room" for root, seq in roots.items() if root not in good]


async def _check_members(database: Database, room: Row, head: Head, people: set[ObjectId]) -> list[str]:
    wrong = []
    members = await database["members"].find({"room_id": room["_id"]}).to_list()
    for member in members:
        who = f"the member {member['user_id']}"
        if member["user_id"] not in people:
            wrong.append(f"{who} is nobody")
        marks = (member["read_seq"], member.get("own_read_seq") or 0, member["delivered_seq"])
        if not all(0 <= mark <= head.seq for mark in marks):
            wrong.append(f"{who} has marks past the last message, {head.seq}")
    if room["kind"] == "group" and members and not any(member["role"] == "owner" for member in members):
        wrong.append("the group has no owner")
    if room["kind"] == "direct":
        pair = ":".join(sorted(str(member["user_id"]) for member in members))
        if pair != room.get("direct_key"):
            wrong.append("the members are not those of its key")
    return wrong
