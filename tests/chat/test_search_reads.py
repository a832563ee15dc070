"""What a search reads of a long room: about as much as it gives, however long the room is."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from bson import ObjectId
from pymongo import AsyncMongoClient
from pymongo.monitoring import CommandListener, CommandStartedEvent

from chat.newest import BEGUN_TOGETHER, READS, ROWS
from chat.search import Asked, search_rooms
from chat.search_query import parse_query
from chat.terms import terms_of
from models.database import Database
from models.message import Message
from models.room import Room, RoomKind

LENGTH: Final = 6_000
PAGE: Final = 20
QUERIES: Final = 12  # for a page: those of a few terms tried, and of some ranges that grow eightfold
KEYS: Final = 1_500  # of an index, in all of them together
ROOMS: Final = 450  # more than a page reads in
ROOM_LENGTH: Final = 12
EXPLAINED: Final = 2 * BEGUN_TOGETHER  # of the queries of a page, all alike
KEYS_OF_ROOMS: Final = 2 * EXPLAINED * ROOM_LENGTH  # of an index, in those together
BEGINNING: Final = datetime(2024, 1, 1, tzinfo=UTC)


class Finds(CommandListener):
    """The queries that were executed."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "find":
            self.seen.append(dict(event.command))

    def succeeded(self, event: object) -> None: ...

    def failed(self, event: object) -> None: ...


def content(seq: int) -> str:
    """`common` in every fourth message, `seldom` in one of a thousand, `once` in the third of all."""
    words = ["hay", *(["common"] if seq % 4 == 0 else []), *(["seldom"] if seq % 1_000 == 0 else [])]
    return " ".join([*words, *(["once"] if seq == 3 else [])])


@pytest.fixture(scope="module")
def filled() -> list[Room]:
    return []


@pytest.fixture(scope="module")
def many() -> list[Room]:
    return []


@pytest.fixture
async def finds(database_url: str) -> AsyncIterator[tuple[Database, Finds]]:
    listener = Finds()
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        database_url, event_listeners=[listener], tz_aware=True
    )
    yield client["parley_search"], listener
    await client.close()


@pytest.fixture
async def room(finds: tuple[Database, Finds], filled: list[Room]) -> Room:
    """A long room, with no other indexes than those that a search needs."""
    if not filled:
        messages, room_id, sender = finds[0]["messages"], ObjectId(), ObjectId()
        keys = ("room_id", "seq"), ("room_id", "terms", "seq")
        await messages.create_indexes(
            [index for index in Message.Settings.indexes if tuple(index.document["key"]) in keys]
        )
        row: dict[str, Any] = {"room_id": room_id, "sender_id": sender, "attachments": [], "mentions": []}
        for first in range(1, LENGTH, 1_000):
            rows = [
                {
                    **row,
                    "seq": seq,
                    "content": content(seq),
                    "created_at": BEGINNING + timedelta(minutes=seq),
                    "deleted_at": None,
                }
                for seq in range(first, first + 1_000)
            ]
            await messages.insert_many([{**found, "terms": terms_of(found)} for found in rows])
        filled.append(
            Room.model_construct(id=room_id, kind=RoomKind.GROUP, last_seq=LENGTH, last_message_at=BEGINNING)
        )
    return filled[0]


async def examined(database: Database, queries: list[dict[str, Any]]) -> int:
    """How many keys of an index the engine says that it examined for these queries."""
    keys = 0
    for query in queries:
        cursor = database["messages"].find(query["filter"]).sort("seq", -1).limit(query.get("limit", 0))
        explained = await cursor.explain()
        assert "COLLSCAN" not in str(explained["queryPlanner"]["winningPlan"])
        keys += explained["executionStats"]["totalKeysExamined"]
    return keys


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("common", PAGE),
        ("comm", PAGE),
        ('"hay common"', PAGE),
        ("common -seldom", PAGE),
        ("seldom", 6),
        ("common seldom", 6),
        ("once", 1),
        ("common once", 0),
        ("absent", 0),
        ("common before:2024-01-02", PAGE),
        ("common before:2023-01-01", 0),
    ],
)
async def test_a_page_reads_a_bounded_number_of_keys(
    finds: tuple[Database, Finds], room: Room, typed: str, hits: int
) -> None:
    """What is common costs no more than what is rare, of which a room of any length has few."""
    database, listener = finds
    listener.seen.clear()
    found = await search_rooms(database, Asked(parse_query(typed), {}), [room], PAGE, {})
    executed = list(listener.seen)
    seqs = [row["seq"] for row in found.messages]
    assert len(seqs) == hits
    assert seqs == sorted(seqs, reverse=True)
    assert len(executed) <= QUERIES, len(executed)
    count = await examined(database, executed)
    assert count <= KEYS, count


async def test_what_no_term_helps_to_find_is_looked_for_so_far_at_a_time(
    finds: tuple[Database, Finds], room: Room
) -> None:
    """The three letters of `the` are in no index; nor is a full stop."""
    database, listener = finds
    asked = Asked(parse_query("."), {})
    pages, places = 0, dict[ObjectId, int]()
    while True:
        listener.seen.clear()
        found = await search_rooms(database, asked, [room], PAGE, places)
        assert len(listener.seen) <= READS
        pages += 1
        if not found.has_next:
            break
        assert found.places is not None
        places = dict(found.places)
    assert found.messages == []
    assert pages == -(-LENGTH // ROWS)


@pytest.fixture
async def rooms(finds: tuple[Database, Finds], room: Room, many: list[Room]) -> list[Room]:
    """Hundreds of rooms of one asker, the liveliest last; `buried` stands in the quietest of them."""
    if not many:
        for number in range(ROOMS):
            at = BEGINNING + timedelta(hours=number)
            many.append(
                Room.model_construct(
                    id=ObjectId(), kind=RoomKind.GROUP, last_seq=ROOM_LENGTH, last_message_at=at
                )
            )
        rows = [
            _row(found, seq, "buried" if (found, seq) == (many[0], 1) else content(4 * seq))
            for found in many
            for seq in range(1, ROOM_LENGTH + 1)
        ]
        await finds[0]["messages"].insert_many(rows)
    return many


def _row(room: Room, seq: int, text: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "room_id": room.id,
        "sender_id": ObjectId(),
        "attachments": [],
        "mentions": [],
        "seq": seq,
        "content": text,
        "created_at": room.last_message_at - timedelta(minutes=ROOM_LENGTH - seq),
        "deleted_at": None,
    }
    return {**row, "terms": terms_of(row)}


@pytest.mark.parametrize(
    ("typed", "queries", "hits"),
    [
        ("common", 2 * BEGUN_TOGETHER, [PAGE]),
        ("buried", READS + BEGUN_TOGETHER, [0, 1]),
        ("absent", READS + BEGUN_TOGETHER, [0, 0]),
    ],
)
async def test_a_page_of_hundreds_of_rooms_reads_a_bounded_number_of_keys(
    finds: tuple[Database, Finds], rooms: list[Room], typed: str, queries: int, hits: list[int]
) -> None:
    """What is in every room is found in the liveliest; what is in none is looked for so far at a time."""
    database, listener = finds
    asked, places = Asked(parse_query(typed), {}), dict[ObjectId, int]()
    for number, wanted in enumerate(hits, start=1):
        listener.seen.clear()
        found = await search_rooms(database, asked, rooms, PAGE, places)
        executed = list(listener.seen)
        assert len(executed) <= queries, len(executed)
        assert (keys := await examined(database, executed[:EXPLAINED])) <= KEYS_OF_ROOMS, keys
        assert len(found.messages) == wanted
        assert found.has_next is (typed == "common" or number < len(hits))
        places = dict(found.end(places))
