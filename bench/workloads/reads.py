"""Reads: a page of 50 messages from the middle of a history, over HTTP, and inside GraphQL alone."""

import hashlib
import http.client
import inspect
import json
import random
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bson import ObjectId
from pymongo import MongoClient

import chat.drafts
import models.message
from bench import install, people, usage
from bench.contenders.parley import DATABASE_NAME, Parley
from bench.measure import Discarded
from bench.people import Room
from bench.rows import Rows
from bench.workloads import page_in_memory
from bench.workloads.options import Options, said

PAGE: Final = 50
QUERY: Final = """query Page($id: ID!, $before: String) {
    room(id: $id) { messages(last: 50, before: $before) {
    edges { cursor node { id seq clock content createdAt clientId sender { id username displayName } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""
SENDERS: Final = 20


def run(options: Options) -> Rows:
    rows = Rows("reads", ["what"])
    sizes = [1_000, 100_000] if options.is_quick else [1_000, 100_000, 1_000_000]
    pages = 100 if options.is_quick else 300
    with TemporaryDirectory(prefix="bench-") as folder, ParleyWithHistory(Path(folder)) as parley:
        rooms = _rooms(parley, sizes)
        for run in range(1, options.runs + 1):
            with said():
                _read_all(rows, run, parley, rooms, pages)
            page_in_memory.measure(rows, run, parley, rooms[0], QUERY)
    return rows


class ParleyWithHistory(Parley):
    """Its database is kept in .bench, until messages are stored in another form."""

    @property
    def database_folder(self) -> Path:
        folder = install.FOLDER / f"history-{_stored_form()}"
        for old in set(install.FOLDER.glob("history*")) - {folder}:
            shutil.rmtree(old)
        return folder


def _stored_form() -> str:
    """Another text for every change of the code that says how a message is stored."""
    sources = (inspect.getsource(module) for module in (models.message, chat.drafts, people))
    return hashlib.blake2b("".join(sources).encode(), digest_size=6).hexdigest()


def _rooms(parley: Parley, sizes: list[int]) -> list[Room]:
    """Rooms of these sizes, which the account is in: those that are there, and those still to be filled."""
    rooms = []
    with MongoClient[dict[str, Any]](parley.database.url) as client:
        database = client[DATABASE_NAME]
        for size in sizes:
            name = f"Room of {size}"
            room = people.find_room(database, name)
            if room is None:
                print(f"Writing a history of {size:,} messages, once", file=sys.stderr, flush=True)
                senders = [person["_id"] for person in people.add_people(database, SENDERS)]
                room = people.add_room(database, name, senders, size=size)
            people.add_member(database, room.id, ObjectId(parley.user_id))
            rooms.append(room)
    return rooms


def _read_all(rows: Rows, run: int, parley: Parley, rooms: list[Room], pages: int) -> None:
    """Pages from all rooms, in turn: what disturbs one disturbs all."""
    taken: dict[Room, list[float]] = {room: [] for room in rooms}
    used = dict.fromkeys(rooms, 0.0)
    with _reader(parley) as read:
        for number in range(pages + 10):
            for room in rooms:
                before = usage.cpu(parley.pids).total
                begin = time.perf_counter()
                read(room)
                if number >= 10:  # the first are to warm up
                    taken[room].append((time.perf_counter() - begin) * 1000)
                    used[room] += usage.cpu(parley.pids).total - before
    shortest = statistics.median(taken[rooms[0]])
    for room in rooms:
        median = statistics.median(taken[room])
        rows.add(
            what=f"over HTTP, {room.size:,} messages",
            run=run,
            ms=median,
            p99_ms=statistics.quantiles(taken[room], n=100)[98],
            to_shortest=median / shortest,
            server_cpu_ms=used[room] / pages * 1000,
        )


@contextmanager
def _reader(parley: Parley) -> Iterator[Any]:
    connection = http.client.HTTPConnection("127.0.0.1", parley.ports[0], timeout=30)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {parley.token}"}
    places = random.Random(50)

    def read(room: Room) -> None:
        variables = {"id": str(room.id), "before": f"s{places.randint(PAGE + 1, room.size)}"}
        body = json.dumps({"query": QUERY, "variables": variables})
        connection.request("POST", "/graphql", body, headers)
        answer = json.loads(connection.getresponse().read())
        if "errors" in answer or len(answer["data"]["room"]["messages"]["edges"]) != PAGE:
            raise Discarded(f"{parley.name}: no page of {PAGE}: {answer}")

    yield read
    connection.close()
