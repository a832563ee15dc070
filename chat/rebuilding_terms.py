"""Terms written anew: for messages stored before they had any, or by an older form of them."""

from collections.abc import AsyncIterator
from typing import Final, cast

from bson import ObjectId
from pymongo import UpdateOne

from chat.heads import Head, read_head
from chat.terms import terms_of
from models.database import Database
from models.message import ROW_FIELDS, MessageRow

RANGE: Final = 2_000  # messages in one read
FIELDS: Final = {**ROW_FIELDS, "terms": 1}


async def rebuild_terms(database: Database, room_id: ObjectId, first: int, last: int) -> int:
    """Give the messages first … last of a room the terms that they ought to have. Gives how many had others.

    They may be written in meanwhile: a message that changed after it was read keeps what the change gave it.
    A few thousand messages at a time are a good range.
    """
    query = {"room_id": room_id, "seq": {"$gte": first, "$lte": last}}
    rows = await database["messages"].find(query, FIELDS).to_list()
    updates = [
        UpdateOne({"_id": row["_id"], "clock": row["clock"]}, {"$set": {"terms": terms}})
        for row in rows
        if (terms := terms_of(cast(MessageRow, row))) != row.get("terms")
    ]
    if updates:
        await database["messages"].bulk_write(updates, ordered=False)
    return len(updates)


async def rebuild_all_terms(database: Database) -> AsyncIterator[int]:
    """`rebuild_terms` for every room, RANGE messages at a time. Gives how many had others, each time."""
    async for room in database["rooms"].find({}, {"_id": 1}):
        head = await read_head(database["messages"], room["_id"], Head(0, 0))
        for first in range(1, head.seq + 1, RANGE):
            yield await rebuild_terms(database, room["_id"], first, first + RANGE - 1)
