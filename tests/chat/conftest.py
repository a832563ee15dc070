"""What the tests of the operations share: the database behind the instances."""

from collections.abc import AsyncIterator

import pytest
from pymongo import AsyncMongoClient

from models.database import Database, Row


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The stored documents of every instance of the tests."""
    client: AsyncMongoClient[Row] = AsyncMongoClient(database_url, tz_aware=True)
    yield client["parley_tests"]
    await client.close()
