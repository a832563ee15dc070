"""Terms written anew: for messages stored before they had any, or by an older form of them."""

from typing import Final, cast

from bson import ObjectId
from pymongo import UpdateOne

from chat.terms import terms_of
from models.database import Database
from models.message import ROW_FIELDS, MessageRow

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
