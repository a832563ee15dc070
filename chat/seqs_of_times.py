"""From a time to a place in a room: seqs have no holes, so a search among them needs a few reads."""

from datetime import datetime
from typing import Final

from bson import ObjectId

from models.database import Collection

PROBES: Final = 16
"""Messages looked at in one read: of a million, five reads find the one."""


async def first_seq_from(messages: Collection, room_id: ObjectId, moment: datetime, last: int) -> int:
    """The seq of the first message of the room that was sent at the time or later; last + 1 if none was.

    `last` may be past the end of the room. Where the clocks of instances differ, so does the place.
    """
    begin, end = 1, last + 1  # the answer is among these, both included
    while begin < end:
        step = max(1, (end - begin) // (PROBES + 1))
        probes = range(begin + step - 1, end, step)[:PROBES]
        query = {"room_id": room_id, "seq": {"$in": list(probes)}}
        rows = await messages.find(query, {"_id": 0, "seq": 1, "created_at": 1}).to_list()
        earlier = [row["seq"] for row in rows if row["created_at"] < moment]
        begin = max([begin, *(seq + 1 for seq in earlier)])
        end = min([end, *(probe for probe in probes if probe >= begin)])
    return begin
