"""Sends: how fast one room takes messages, against what the driver alone can insert into the same store."""

import asyncio
import time
import uuid
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvloop
from bson import ObjectId
from pymongo import MongoClient

from bench import people
from bench.contenders.parley import DATABASE_NAME
from bench.machine import on_server_core
from bench.measure import Discarded
from bench.rows import Rows
from bench.workloads.core import open_bench_core
from bench.workloads.options import Options
from chat.context import Context, Core, Viewer
from chat.messages import send_message
from models.database import Collection
from models.embedded import EmbeddedDatabase
from models.message import Message

SENDERS = (1, 64)
BARE = "bare_messages"


def run(options: Options) -> Rows:
    rows = Rows("sends", ["senders"])
    with TemporaryDirectory(prefix="bench-") as folder, EmbeddedDatabase(Path(folder)) as database:  # noqa: SIM117
        with on_server_core():
            uvloop.run(_run(rows, options, database.url))  # the loop that the server has
    return rows


async def _run(rows: Rows, options: Options, url: str) -> None:
    async with AsyncExitStack() as stack:
        core = await open_bench_core(url, stack)
        bare = core.database[BARE]
        await bare.create_indexes(Message.Settings.indexes)
        for run in range(1, options.runs + 1):
            for senders in SENDERS:
                count = (250 if senders == 1 else 6_400) // (2 if options.is_quick else 1)
                bare_rate = await _insert_bare(bare, count, batch=senders)
                cpu = time.process_time()
                rate = await _send(core, url, count, senders)
                cpu = time.process_time() - cpu
                rows.add(
                    senders=senders,
                    run=run,
                    messages_per_second=rate,
                    bare_per_second=bare_rate,
                    ratio=rate / bare_rate,
                    cpu_us_each=cpu / count * 1e6,
                )


async def _insert_bare(messages: Collection, count: int, *, batch: int) -> float:
    """Messages a second in ordered batches of the same documents, made beforehand."""
    documents = list(people.messages(ObjectId(), [ObjectId()], count))
    begin = time.perf_counter()
    for first in range(0, count, batch):
        if batch == 1:
            await messages.insert_one(documents[first])
        else:
            await messages.insert_many(documents[first : first + batch], ordered=True)
    return count / (time.perf_counter() - begin)


async def _send(core: Core, url: str, count: int, senders: int) -> float:
    """Messages a second through the operation, by so many members of a new room at once."""
    with MongoClient[dict[str, Any]](url) as client:
        profiles = people.add_people(client[DATABASE_NAME], senders)
        room = people.add_room(client[DATABASE_NAME], "Tea", [profile["_id"] for profile in profiles])
    asking = [Context(core, Viewer(profile, ObjectId(), time.time() + 3_600)) for profile in profiles]
    begin = time.perf_counter()
    await asyncio.gather(*(_send_some(ctx, str(room.id), count // senders) for ctx in asking))
    rate = count / (time.perf_counter() - begin)
    await _require_dense(core.database["messages"], room.id, count // senders * senders)
    return rate


async def _send_some(ctx: Context, room_id: str, count: int) -> None:
    for _ in range(count):
        await send_message(ctx, room_id=room_id, content=people.CONTENT, client_id=uuid.uuid4().hex)


async def _require_dense(messages: Collection, room_id: ObjectId, count: int) -> None:
    rows = await messages.find({"room_id": room_id}, {"seq": 1}).to_list()
    seqs: Sequence[int] = sorted(row["seq"] for row in rows)
    if seqs != list(range(1, count + 1)):
        raise Discarded(f"The room has {len(seqs)} of {count} messages, or not in order.")
