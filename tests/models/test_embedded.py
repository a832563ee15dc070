"""The embedded database keeps what it acknowledged, whatever ends it."""

import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection

from models.embedded import DatabaseFailed, EmbeddedDatabase

CHECKOUT = Path(__file__).parents[2]
Numbers = AsyncCollection[dict[str, Any]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[EmbeddedDatabase]:
    with EmbeddedDatabase(tmp_path) as database:
        yield database


@asynccontextmanager
async def numbers(database: EmbeddedDatabase) -> AsyncIterator[Numbers]:
    async with AsyncMongoClient[dict[str, Any]](database.url, w="majority") as client:
        yield client["test"]["numbers"]


async def stored(collection: Numbers) -> list[int]:
    return [row["n"] async for row in collection.find(sort=[("n", 1)])]


async def test_data_is_there_after_a_stop(database: EmbeddedDatabase, tmp_path: Path) -> None:
    async with numbers(database) as collection:
        await collection.insert_many({"n": n} for n in range(100))
    database.stop()
    with EmbeddedDatabase(tmp_path) as later:
        async with numbers(later) as collection:
            assert await stored(collection) == list(range(100))


async def test_every_acknowledged_write_is_there_after_a_kill(database: EmbeddedDatabase) -> None:
    async with numbers(database) as collection:
        for n in range(100):
            await collection.insert_one({"n": n})
        database.kill()
        assert not database.is_running
        database.start()
        assert await stored(collection) == list(range(100))


async def test_a_client_carries_on_after_a_restart(database: EmbeddedDatabase) -> None:
    async with numbers(database) as collection:
        await collection.insert_one({"n": 1})
        url = database.url
        database.kill()
        database.start()
        await collection.insert_one({"n": 2})
        assert database.url == url
        assert await stored(collection) == [1, 2]


def test_a_folder_has_one_database_at_a_time(database: EmbeddedDatabase, tmp_path: Path) -> None:
    with pytest.raises(DatabaseFailed, match=r"did not start .*busy.*database\.log"):
        EmbeddedDatabase(tmp_path).start()
    assert database.is_running


def test_starting_twice_changes_nothing(database: EmbeddedDatabase) -> None:
    pid = database.pid
    database.start()
    assert database.pid == pid


def test_there_is_no_url_before_the_first_start(tmp_path: Path) -> None:
    with pytest.raises(DatabaseFailed, match="has not been started"):
        _ = EmbeddedDatabase(tmp_path).url


def test_two_databases_live_side_by_side(database: EmbeddedDatabase, tmp_path: Path) -> None:
    with EmbeddedDatabase(tmp_path / "other") as other:
        assert other.url != database.url


def test_it_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import signal, sys; from pathlib import Path; from models.embedded import EmbeddedDatabase\n"
        "with EmbeddedDatabase(Path(sys.argv[1])) as database:\n"
        "    print(database.pid, flush=True)\n"
        "    signal.pause()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        server = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
    psutil.wait_procs([server], timeout=30)
    assert not server.is_running()
