"""After every test the instance is well, and its log says nothing that it should not."""

from collections.abc import AsyncIterator

import pytest

from tests.fixtures.people import PASSWORD, People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.socket_io import signed_in

Two = tuple[Person, Person, str]


@pytest.fixture(scope="package")
async def watcher(instance: Instance) -> AsyncIterator[Person]:
    """Somebody who looks after the instance from time to time."""
    async with People.at(instance.address) as people:
        yield await people.register("watcher")


@pytest.fixture(autouse=True)
async def the_instance_bears_it(instance: Instance, watcher: Person) -> AsyncIterator[None]:
    """The instance answers, and its log shows no crash and no secret."""
    begin = len(instance.log)
    yield
    async with signed_in(watcher) as socket:
        assert (await socket.ask("join_room", {"roomId": "*"}))["ok"]
    printed = instance.log[begin:]
    assert "Traceback" not in printed
    assert "eyJ" not in printed
    assert PASSWORD not in printed


@pytest.fixture
async def two(people: People) -> Two:
    """Ada and Lin, and their room."""
    ada, lin = await people.register_all("ada", "lin")
    return ada, lin, await ada.create_room(lin)
