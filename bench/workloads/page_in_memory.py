"""A page of history inside GraphQL alone, everything it reads in memory: Parley's schema, and graphql-js."""

import json
import statistics
import subprocess
import time
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import uvloop
from bson import ObjectId
from pymongo import MongoClient

from api.delivery.shared_subscriptions import encode_result
from bench import install
from bench.contenders.parley import DATABASE_NAME, Parley
from bench.machine import on_server_core
from bench.people import Room
from bench.recorded import RecordedDatabase
from bench.rows import Rows
from bench.workloads.core import open_bench_core
from chat.context import Context, Viewer
from chat.reads import Reads
from schema.context import GraphQLContext
from schema.documents import Documents
from schema.schema import build_schema

ROUNDS: Final = 11
PAGES: Final = 100  # in each


def measure(rows: Rows, run: int, parley: Parley, room: Room, query: str) -> None:
    """The CPU of executing the page, and of executing and encoding it, one after the other on one core."""
    variables = {"id": str(room.id), "before": f"s{room.size // 2}"}
    with on_server_core():
        ours = uvloop.run(_ours(parley, query, variables))
        theirs = _theirs(query, variables, ours.pop("data"))
    rows.add(
        what="in memory, Parley", run=run, **ours, to_graphql_js=ours["execute_ms"] / theirs["execute_ms"]
    )
    rows.add(what="in memory, graphql-js", run=run, **theirs)


async def _ours(parley: Parley, query: str, variables: dict[str, str]) -> dict[str, Any]:
    async with AsyncExitStack() as stack:
        core = await open_bench_core(parley.database.url, stack)
        recorded = RecordedDatabase.of(core.database)
        core = replace(core, database=recorded, reads=Reads(recorded))
        schema = build_schema(Documents(introspection=False))
        viewer = _viewer(parley)

        async def page() -> Any:
            context = GraphQLContext(Context(core, viewer))
            return await schema.run(query, context=context, variables=variables)

        async def encoded_page() -> bytes:
            result = await page()
            return encode_result(result.data, result.errors)

        data = json.loads(await encoded_page())["data"]
        return {"data": data, "execute_ms": await _cpu_of(page), "encoded_ms": await _cpu_of(encoded_page)}


async def _cpu_of(work: Any) -> float:
    """Milliseconds for each: the median of ROUNDS, after as many pages as are in one to warm up."""
    found = []
    for _ in range(1 + ROUNDS):
        begin = time.process_time()
        for _ in range(PAGES):
            await work()
        found.append((time.process_time() - begin) / PAGES * 1000)
    return statistics.median(found[1:])


def _theirs(query: str, variables: dict[str, str], data: dict[str, Any]) -> dict[str, float]:
    sdl = build_schema(Documents(introspection=False)).as_str()
    with TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "page.json"
        file.write_text(
            json.dumps({"sdl": sdl, "query": query, "variables": variables, "data": data}), encoding="utf-8"
        )
        command = [*install.node("history.js"), file, str(ROUNDS), str(PAGES)]
        told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    figures: dict[str, float] = json.loads(told)
    return figures


def _viewer(parley: Parley) -> Viewer:
    with MongoClient[dict[str, Any]](parley.database.url) as client:
        profile = client[DATABASE_NAME]["users"].find_one({"_id": ObjectId(parley.user_id)})
    assert profile is not None
    return Viewer(profile, ObjectId(), time.time() + 3_600)  # type: ignore[arg-type]
