"""What tests share: one embedded database, one Redis, one instance alone and two that are joined by Redis."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from models.embedded import EmbeddedDatabase
from tests.fixtures.bucket import BucketServer
from tests.fixtures.people import PASSWORD, People, Person
from tests.fixtures.servers import Instance, RedisServer, Start


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data and logs of the servers that all tests share."""
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="session")
def database_url(folder: Path) -> Iterator[str]:
    with EmbeddedDatabase(folder / "database") as database:
        yield database.url


@pytest.fixture(scope="session")
def redis(folder: Path) -> Iterator[RedisServer]:
    with RedisServer(folder / "redis.log") as server:
        yield server


@pytest.fixture(scope="session")
def bucket(folder: Path) -> Iterator[BucketServer]:
    with BucketServer(folder / "bucket.log") as server:
        yield server


@pytest.fixture(scope="session")
def instance(folder: Path, database_url: str) -> Iterator[Instance]:
    """One instance on its own, without Redis."""
    with Instance(folder, database_url) as server:
        yield server


@pytest.fixture(scope="session")
def two_instances(folder: Path, database_url: str, redis: RedisServer) -> Iterator[tuple[Instance, Instance]]:
    """Two instances on one database, joined by Redis."""
    with (
        Instance(folder, database_url, REDIS_URL=redis.url) as first,
        Instance(folder, database_url, REDIS_URL=redis.url) as second,
    ):
        yield first, second


@pytest.fixture(scope="module")
def start(folder: Path, database_url: str) -> Iterator[Start]:
    """Starts an instance with these environment variables changed; it ends with the module."""
    with ExitStack() as stack:

        def start(**changes: str) -> Instance:
            return stack.enter_context(Instance(folder, database_url, **changes))

        yield start


@pytest.fixture
async def people(instance: Instance) -> AsyncIterator[People]:
    """Makes people at the lone instance."""
    async with People.at(instance.address) as found:
        yield found


@pytest.fixture
async def ada(people: People) -> Person:
    return await people.register()


@pytest.fixture
async def the_instance_bears_it(instance: Instance, people: People) -> AsyncIterator[None]:
    """After the test the instance answers, and its log shows no crash and no secret."""
    begin = len(instance.log)
    yield
    ada = await people.register()
    assert (await ada.ask("{ viewer { user { id } } }"))["viewer"]["user"]["id"] == ada.id
    async with ada.socket() as socket:
        await socket.send(type="ping")
        assert await socket.receive() == {"type": "pong"}
    printed = instance.log[begin:]
    assert "Traceback" not in printed
    assert "internal_error" not in printed
    assert "eyJ" not in printed
    assert PASSWORD not in printed
