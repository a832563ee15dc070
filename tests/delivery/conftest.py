"""A core and a hub within this process, on a database that nobody else asks anything."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from pymongo import MongoClient

from api.core import open_core
from api.delivery.hub import Hub
from api.settings import Settings
from api.storage import open_storage
from chat.context import Core
from models.embedded import EmbeddedDatabase
from tests.fixtures.servers import SECRET

NAME = "parley_comers"

Client: TypeAlias = MongoClient[dict[str, Any]]


@pytest.fixture(scope="package")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedDatabase]:
    """A database that nobody else asks anything."""
    folder: Path = tmp_path_factory.mktemp("comers")
    with EmbeddedDatabase(folder / "database") as database:
        yield database


@pytest.fixture(scope="package")
def client(embedded: EmbeddedDatabase) -> Iterator[Client]:
    with MongoClient[dict[str, Any]](embedded.url) as found:
        yield found


@pytest.fixture(scope="package")
async def core(embedded: EmbeddedDatabase) -> AsyncIterator[Core]:
    chosen = Settings(
        _env_file=None,
        jwt_secrets=(SECRET,),
        database_url=embedded.url,
        database_name=NAME,
        redis_url=None,
        rate_limits=False,
    )
    async with AsyncExitStack() as stack:
        yield await open_core(chosen, open_storage(chosen), stack)


@pytest.fixture(scope="package")
async def hub(core: Core) -> AsyncIterator[Hub]:
    found = Hub(core)
    yield found
    await found.close()
