"""What the tests of the operations share: instances set up in other ways, and the database behind them."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest
from pymongo import AsyncMongoClient

from models.database import Database, Row
from tests.fixtures.servers import Instance

Start: TypeAlias = Callable[..., Instance]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The stored documents of every instance of the tests."""
    client: AsyncMongoClient[Row] = AsyncMongoClient(database_url, tz_aware=True)
    yield client["parley_tests"]
    await client.close()


@pytest.fixture(scope="module")
def start(folder: Path, database_url: str) -> Iterator[Start]:
    """Starts an instance with these environment variables changed; it ends with the module."""
    with ExitStack() as stack:

        def start(**changes: str) -> Instance:
            return stack.enter_context(Instance(folder, database_url, **changes))

        yield start
