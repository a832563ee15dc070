"""Ranges: what is read of a long room is as long as the answer, not as the room."""

from typing import Any

import pytest
from bson import ObjectId

from chat.drafts import Draft
from models.database import connect

LENGTH = 2_000


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"seq": {"$gte": 1_000, "$lte": 1_049}}, 50),
        ({"clock": {"$gt": LENGTH - 3}}, 3),
        ({"clock": {"$gte": LENGTH}}, 1),
    ],
)
async def test_a_range_examines_no_more_documents_than_it_finds(
    database_url: str, query: dict[str, Any], found: int
) -> None:
    async with connect(database_url, "parley_ranges") as database:
        room, sender = ObjectId(), ObjectId()
        messages = database["messages"]
        drafts = [Draft(room, sender, f"{room}-{number}", "") for number in range(LENGTH)]
        await messages.insert_many([draft.numbered(seq, seq) for seq, draft in enumerate(drafts, 1)])
        explained = await messages.find({"room_id": room, **query}).explain()
        statistics = explained["executionStats"]
        assert statistics["nReturned"] == found
        assert statistics["totalDocsExamined"] <= found + 1
        assert statistics["totalKeysExamined"] <= found + 1


async def test_replies_are_read_by_the_thread_alone(database_url: str) -> None:
    async with connect(database_url, "parley_ranges") as database:
        room, sender, root = ObjectId(), ObjectId(), ObjectId()
        drafts = [
            Draft(room, sender, f"{room}-{number}", "", reply_to=root if number % 10 == 0 else None)
            for number in range(500)
        ]
        await database["messages"].insert_many(
            [draft.numbered(seq, seq) for seq, draft in enumerate(drafts, 1)]
        )
        explained = await database["messages"].find({"reply_to": root, "seq": {"$gt": 450}}).explain()
        statistics = explained["executionStats"]
        assert statistics["nReturned"] == 5
        assert statistics["totalKeysExamined"] <= 6
