"""Search: a page of 20 from a history of 10,000 and one of 1,000,000 messages, on the embedded database.

The messages are of one word or two, and have no other indexes than a search needs: a history of real prose
would be found as fast, but take a day to write.
"""

import hashlib
import inspect
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import uvloop
from bson import ObjectId
from pymongo import AsyncMongoClient, MongoClient
from pymongo.synchronous.database import Database

import chat.grams
import chat.terms
from bench import install
from bench.rows import Rows
from bench.workloads.options import Options
from chat.search import Asked, search_rooms
from chat.search_query import parse_query
from chat.terms import terms_of
from models.embedded import EmbeddedDatabase
from models.message import Message
from models.room import Room, RoomKind

BATCH: Final = 1_000
PAGE: Final = 20
PAGES: Final = 30  # in each run
BEGINNING: Final = datetime(2024, 1, 1, tzinfo=UTC)
QUERIES: Final = {
    "in every fourth message": "tea",
    "in every thousandth": "rye",
    "in the third alone": "oat",
    "nowhere": "zinc",
    "two, one of them seldom": "hay rye",
    "a phrase": '"hay tea"',
    "before a day": "tea before:2024-01-05",
}


def run(options: Options) -> Rows:
    rows = Rows("search", ["what", "messages"])
    sizes = [10_000, 100_000] if options.is_quick else [10_000, 1_000_000]
    with EmbeddedDatabase(_folder()) as database:
        rooms = [_room(database.url, size) for size in sizes]
        for number in range(1, options.runs + 1):
            uvloop.run(_measure(rows, number, database.url, rooms))
    return rows


async def _measure(rows: Rows, run: int, url: str, rooms: list[Room]) -> None:
    async with AsyncMongoClient[dict[str, Any]](url, tz_aware=True) as client:
        for what, typed in QUERIES.items():
            asked = Asked(parse_query(typed), {})
            taken: dict[int, list[float]] = {room.last_seq: [] for room in rooms}
            for number in range(PAGES + 3):
                for room in rooms:  # in turn: what disturbs one disturbs all
                    begin = time.perf_counter()
                    await search_rooms(client["search"], asked, [room], PAGE, {})
                    if number >= 3:  # the first are to warm up
                        taken[room.last_seq].append((time.perf_counter() - begin) * 1_000)
            shortest = statistics.median(taken[rooms[0].last_seq])
            for size, times in taken.items():
                median = statistics.median(times)
                rows.add(what=what, messages=f"{size:,}", run=run, ms=median, to_shortest=median / shortest)


def _folder() -> Path:
    """Kept in .bench until messages have other terms."""
    sources = "".join(inspect.getsource(module) for module in (chat.grams, chat.terms, sys.modules[__name__]))
    form = hashlib.blake2b(sources.encode(), digest_size=6).hexdigest()
    folder = install.FOLDER / f"search-{form}"
    for old in set(install.FOLDER.glob("search-*")) - {folder}:
        shutil.rmtree(old)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _room(url: str, size: int) -> Room:
    """The room of this size: the one that is there, or a new one."""
    with MongoClient[dict[str, Any]](url) as client:
        database: Database[dict[str, Any]] = client["search"]
        known = database["rooms"].find_one({"size": size})
        room_id: ObjectId = known["_id"] if known else ObjectId()
        if known is None:
            print(f"Writing a history of {size:,} messages, once", file=sys.stderr, flush=True)
            keys = {("room_id", "seq"), ("room_id", "terms", "seq")}
            indexes = [index for index in Message.Settings.indexes if tuple(index.document["key"]) in keys]
            database["messages"].create_indexes(indexes)
            for first in range(1, size + 1, BATCH):
                database["messages"].insert_many(_messages(room_id, first))
            database["rooms"].insert_one({"_id": room_id, "size": size})
    room: Room = Room.model_construct(
        id=room_id, kind=RoomKind.GROUP, last_seq=size, last_message_at=BEGINNING
    )
    return room


def _messages(room_id: ObjectId, first: int) -> Iterator[dict[str, Any]]:
    sender = ObjectId()
    for seq in range(first, first + BATCH):
        words = [
            "hay",
            *(["tea"] if seq % 4 == 0 else []),
            *(["rye"] if seq % 1_000 == 0 else []),
            *(["oat"] if seq == 3 else []),
        ]
        row: dict[str, Any] = {
            "room_id": room_id,
            "seq": seq,
            "sender_id": sender,
            "content": " ".join(words),
            "attachments": [],
            "mentions": [],
            "created_at": BEGINNING + timedelta(minutes=seq),
            "deleted_at": None,
        }
        yield {**row, "terms": terms_of(row)}
