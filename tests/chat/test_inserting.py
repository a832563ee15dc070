"""Inserting: what refused a message is told, and what is not certain is an error."""

from collections.abc import Mapping
from typing import Any

import pytest
from bson import ObjectId
from pymongo import AsyncMongoClient, monitoring
from pymongo.errors import WriteConcernError, WriteError

from chat.drafts import Draft
from chat.inserting import Refusal, insert, refusal_in
from models.database import Row, connect

UNCONFIRMED = {"code": 64, "errmsg": "waiting for replication timed out"}


class Commands(monitoring.CommandListener):
    """The inserts that were sent."""

    def __init__(self) -> None:
        self.inserts: list[Mapping[str, Any]] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name == "insert":
            self.inserts.append(event.command)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...
    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


@pytest.mark.parametrize("before", [0, 2], ids=["alone", "after others"])
@pytest.mark.parametrize(
    ("place", "client_id", "fields"),
    [
        ((1, 90), "new", {"room_id", "seq"}),
        ((90, 1), "new", {"room_id", "clock"}),
        ((90, 90), "tea", {"client_id"}),
    ],
)
async def test_a_refusal_names_the_index_and_leaves_those_before_it_stored(
    database_url: str, before: int, place: tuple[int, int], client_id: str, fields: set[str]
) -> None:
    async with connect(database_url, "parley_inserting") as database:
        messages, room, sender = database["messages"], ObjectId(), ObjectId()
        assert await insert(messages, [Draft(room, sender, "tea", "").numbered(1, 1)]) is None
        others = [Draft(room, sender, f"{n}", "").numbered(n, n) for n in range(2, 2 + before)]
        refused = Draft(room, sender, client_id, "").numbered(*place)
        refusal = await insert(messages, [*others, refused])
        assert refusal is not None
        assert refusal.index == before
        assert fields <= set(refusal.fields)
        assert await messages.count_documents({"room_id": room}) == 1 + before


async def test_a_message_alone_is_written_with_the_collections_concern(database_url: str) -> None:
    commands = Commands()
    client: AsyncMongoClient[Row] = AsyncMongoClient(
        database_url, w="majority", wTimeoutMS=5_000, event_listeners=[commands]
    )
    async with client:
        messages = client["parley_inserting"]["messages"]
        await insert(messages, [Draft(ObjectId(), ObjectId(), "tea", "").numbered(1, 1)])
    (command,) = commands.inserts
    assert command["writeConcern"] == {"w": "majority", "wtimeout": 5_000}


def test_what_a_majority_did_not_confirm_is_not_taken_for_stored() -> None:
    with pytest.raises(WriteConcernError):
        refusal_in([], UNCONFIRMED)
    with pytest.raises(WriteConcernError):
        refusal_in([{"index": 0, "code": 11_000, "keyPattern": {"seq": 1}}], UNCONFIRMED)


def test_only_a_unique_index_refuses() -> None:
    assert refusal_in([], None) is None
    duplicate = {"index": 3, "code": 11_000, "keyPattern": {"room_id": 1, "seq": 1}}
    assert refusal_in([duplicate], None) == Refusal(3, duplicate["keyPattern"])  # type: ignore[arg-type]
    with pytest.raises(WriteError):
        refusal_in([{"index": 0, "code": 121, "errmsg": "not as it must be"}], None)
