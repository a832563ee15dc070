"""Changes of what is stored from one version to the next: numbered steps, each run once, by one instance.

A step is idempotent: it may be cut off anywhere and run again. It only adds what the new code needs, since
the old code runs beside it during a rolling restart; what only old code reads is taken away a version later,
by another step. Steps are added at the end and never changed.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from bson import ObjectId
from pymongo.errors import DuplicateKeyError, PyMongoError

from chat import endings, text
from chat.rebuilding_terms import rebuild_all_terms
from chat.spans import nodes_over
from models.base import utc_now
from models.database import Database

log = structlog.get_logger()

LOCK: Final = "migrations"
LOCK_SECONDS: Final = 30.0  # without a sign of life before another instance takes over
LOOK_SECONDS: Final = 0.25


class MigrationsFailed(Exception):
    """Steps could not be run. The text says which, in one line."""


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    what: str
    run: Callable[[Database], Awaitable[None]]


async def _name_keys(database: Database) -> None:
    for collection, name in (("users", "display_name"), ("rooms", "name")):
        rows = database[collection].find(
            {"name_key": {"$exists": False}, name: {"$type": "string"}}, {name: 1}
        )
        async for row in rows:
            key = {"$set": {"name_key": text.name_key(row[name])}}
            await database[collection].update_one({"_id": row["_id"], name: row[name]}, key)


async def _terms(database: Database) -> None:
    async for _ in rebuild_all_terms(database):
        pass


async def _receipt_spans(database: Database) -> None:
    receipts = database["receipts"]
    async for row in receipts.find({"spans": {"$exists": False}}, {"from_seq": 1, "to_seq": 1}):
        spans = nodes_over(row["from_seq"], row["to_seq"])
        await receipts.update_one({"_id": row["_id"]}, {"$set": {"spans": spans}})


STEPS: Final = (
    Step(1, "Give people and rooms the key that a search by prefix compares", _name_keys),
    Step(2, "Give messages the terms that they are found by", _terms),
    Step(3, "Give receipts the spans that a message finds them by", _receipt_spans),
)


async def pending(database: Database, steps: Sequence[Step] = STEPS) -> list[Step]:
    """The steps that have still to be run, in order."""
    done = {row["_id"] for row in await database["migrations"].find({}, {"_id": 1}).to_list()}
    return [step for step in steps if step.number not in done]


async def migrate(database: Database, steps: Sequence[Step] = STEPS) -> list[Step]:
    """Run what is pending, under a lock; while another instance does so, wait. Gives what was run here.

    Raises MigrationsFailed when a step fails; those before it count.
    """
    if not await pending(database, steps):
        return []
    async with _lock(database):
        waiting = await pending(database, steps)
        for step in waiting:
            await _run(database, step)
        return waiting


async def _run(database: Database, step: Step) -> None:
    begun = utc_now()
    log.info("migrations.step_begun", step=step.number, what=step.what)
    try:
        await step.run(database)
    except Exception as error:
        reason = f"Step {step.number} ({step.what}) failed: {type(error).__name__}."
        raise MigrationsFailed(reason) from error
    done = utc_now()
    await database["migrations"].insert_one(
        {"_id": step.number, "what": step.what, "begun": begun, "done": done}
    )
    log.info("migrations.step_done", step=step.number, seconds=(done - begun).total_seconds())


@asynccontextmanager
async def _lock(database: Database) -> AsyncIterator[None]:
    """Hold the lock, and say so again and again. Waits while somebody else holds it and lives."""
    holder = ObjectId()
    while not await _take(database, holder):  # noqa: ASYNC110 - the event is in the database
        await asyncio.sleep(LOOK_SECONDS)
    keeping = asyncio.create_task(_keep(database, holder))
    try:
        yield
    finally:
        await endings.end([keeping])
        await database["locks"].delete_one({"_id": LOCK, "holder": holder})


async def _take(database: Database, holder: ObjectId) -> bool:
    now = utc_now()
    until = now + timedelta(seconds=LOCK_SECONDS)
    taken = await database["locks"].update_one(
        {"_id": LOCK, "until": {"$lt": now}}, {"$set": {"holder": holder, "until": until}}
    )
    if taken.matched_count:
        return True
    try:
        await database["locks"].insert_one({"_id": LOCK, "holder": holder, "until": until})
    except DuplicateKeyError:
        return False
    return True


async def _keep(database: Database, holder: ObjectId) -> None:
    while True:
        await asyncio.sleep(LOCK_SECONDS / 3)
        until = utc_now() + timedelta(seconds=LOCK_SECONDS)
        with suppress(PyMongoError):
            await database["locks"].update_one({"_id": LOCK, "holder": holder}, {"$set": {"until": until}})
