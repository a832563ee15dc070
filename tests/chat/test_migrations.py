"""Migrations: each step once, by one instance, whoever else starts at the same time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bson import ObjectId
from pymongo import AsyncMongoClient

from chat.migrations import STEPS, MigrationsFailed, Step, migrate, pending
from chat.spans import nodes_above
from models.base import utc_now
from models.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty database."""
    async with AsyncMongoClient[dict[str, Any]](database_url, tz_aware=True) as client:
        name = f"migrations_{uuid4().hex[:8]}"
        yield client[name]
        await client.drop_database(name)


def counting(ran: list[int], *numbers: int) -> list[Step]:
    """Steps that note that they ran."""

    def step(number: int) -> Step:
        async def run(_: Database) -> None:
            await asyncio.sleep(0)
            ran.append(number)

        return Step(number, f"Step {number}", run)

    return [step(number) for number in numbers]


async def test_each_step_runs_once_and_in_order(database: Database) -> None:
    ran: list[int] = []
    assert [step.number for step in await migrate(database, counting(ran, 1, 2))] == [1, 2]
    assert await migrate(database, counting(ran, 1, 2)) == []
    await migrate(database, counting(ran, 1, 2, 3))
    assert ran == [1, 2, 3]


async def test_of_instances_that_start_at_once_one_runs_them_and_all_wait(database: Database) -> None:
    ran: list[int] = []
    results = await asyncio.gather(*(migrate(database, counting(ran, 1, 2, 3)) for _ in range(5)))
    assert ran == [1, 2, 3]
    assert sorted(map(len, results)) == [0, 0, 0, 0, 3]
    assert await database["locks"].count_documents({}) == 0


async def test_a_step_that_fails_is_named_and_run_again(database: Database) -> None:
    async def fail(_: Database) -> None:
        raise ValueError("the content of a message")

    ran: list[int] = []
    broken = [*counting(ran, 1), Step(2, "Break", fail), *counting(ran, 3)]
    with pytest.raises(MigrationsFailed, match=r"^Step 2 \(Break\) failed: ValueError\.$"):
        await migrate(database, broken)
    assert [step.number for step in await pending(database, broken)] == [2, 3]
    await migrate(database, counting(ran, 1, 2, 3))
    assert ran == [1, 2, 3]


async def test_the_lock_of_an_instance_that_died_is_taken_over(database: Database) -> None:
    past = utc_now() - timedelta(seconds=1)
    await database["locks"].insert_one({"_id": "migrations", "holder": ObjectId(), "until": past})
    ran: list[int] = []
    await migrate(database, counting(ran, 1))
    assert ran == [1]


async def test_the_real_steps_are_numbered_and_may_be_repeated(database: Database) -> None:
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))
    await database["users"].insert_one({"display_name": "Ada LOVELACE"})
    await database["receipts"].insert_one({"from_seq": 3, "to_seq": 9})
    for _ in range(2):
        for step in STEPS:
            await step.run(database)
    user = await database["users"].find_one({})
    assert user is not None
    assert user["name_key"] == "ada lovelace"
    receipt = await database["receipts"].find_one({})
    assert receipt is not None
    assert all(set(nodes_above(seq)) & set(receipt["spans"]) for seq in range(3, 10))
    assert not any(set(nodes_above(seq)) & set(receipt["spans"]) for seq in (2, 10))
