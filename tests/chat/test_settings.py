"""What a server says is on."""

from tests.fixtures.people import People
from tests.fixtures.servers import Start

SETTINGS = "{ settings { registration reactions editWindow deleteWindow limits { contentCharacters page } } }"


async def test_strangers_learn_what_is_on(people: People) -> None:
    assert (await people.stranger().ask(SETTINGS))["settings"] == {
        "registration": True,
        "reactions": True,
        "editWindow": None,
        "deleteWindow": None,
        "limits": {"contentCharacters": 8_000, "page": 100},
    }


async def test_what_is_set_is_told(start: Start) -> None:
    server = start(
        REGISTRATION="closed",
        MESSAGE_REACTIONS="off",
        MESSAGE_EDIT_WINDOW="15m",
        MESSAGE_DELETE_WINDOW="0",
        LIMITS__PAGE_SIZE="20",
    )
    async with People.at(server.address) as people:
        found = (await people.stranger().ask(SETTINGS))["settings"]
    assert (found["registration"], found["reactions"]) == (False, False)
    assert (found["editWindow"], found["deleteWindow"]) == (900, 0)
    assert found["limits"]["page"] == 20
