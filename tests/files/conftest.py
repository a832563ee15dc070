"""What the tests of files share: an instance that keeps files in a folder, and one that has a bucket."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.fixtures.bucket import BucketServer
from tests.fixtures.people import People
from tests.fixtures.servers import Instance


@pytest.fixture(scope="session")
def instance_with_bucket(folder: Path, database_url: str, bucket: BucketServer) -> Iterator[Instance]:
    """An instance whose files are in a bucket."""
    with Instance(folder, database_url, **bucket.settings) as server:
        yield server


@pytest.fixture(params=["folder", "bucket"])
def keeper(request: pytest.FixtureRequest) -> Instance:
    """An instance with each of the storages."""
    name = "instance" if request.param == "folder" else "instance_with_bucket"
    found: Instance = request.getfixturevalue(name)
    return found


@pytest.fixture
async def senders(keeper: Instance) -> AsyncIterator[People]:
    """Makes people at an instance with each of the storages."""
    async with People.at(keeper.address) as found:
        yield found
