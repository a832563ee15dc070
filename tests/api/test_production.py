"""What is not told to strangers, and not taken from them, once Parley is in production."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.api.posting import assert_bad_input, post, post_json
from tests.fixtures.people import SEND, Person
from tests.fixtures.servers import IN_PRODUCTION, Instance
from tests.fixtures.sockets import Json, open_socket

pytestmark = pytest.mark.usefixtures("the_instance_bears_it")

TYPENAME: Final = "{ __typename }"


@pytest.fixture(scope="module")
def in_production(folder: Path, database_url: str) -> Iterator[Instance]:
    changes = IN_PRODUCTION | {"FRONTEND_ORIGIN": "https://chat.example.org"}
    with Instance(folder, database_url, **changes) as server:
        yield server
    assert "Traceback" not in server.log


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { types { name } } }",
        '{ __type(name: "User") { name } }',
        "{ a: __schema { __typename } }",
    ],
)
async def test_in_production_the_schema_is_not_told(ada: Person, in_production: Instance, query: str) -> None:
    assert "errors" not in await ada.answer(query)
    assert_bad_input(await post_json(ada.at(in_production.address), {"query": query}))
    assert (await ada.at(in_production.address).ask(TYPENAME)) == {"__typename": "Query"}


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ viewr { email } }", {}),
        ("{ viewer { emial } }", {}),
        ("{ viewer { rooms(frist: 5) { nodes { id } } } }", {}),
        ("query($x: Strin) { users(search: $x) { id } }", {}),
        ("mutation { createRoom(input: {nam: 5}) { id } }", {}),
        ('mutation { setMemberRole(roomId: "x", userId: "x", role: OWNE) { role } }', {}),
        (
            'mutation($role: Role!) { setMemberRole(roomId: "x", userId: "x", role: $role) { role } }',
            {"role": "OWNE"},
        ),
        (SEND, {"message": {"roomId": "x", "content": "x", "clientId": "1", "replyToI": "x"}}),
    ],
)
async def test_in_production_an_error_does_not_tell_what_would_have_been_right(
    ada: Person, in_production: Instance, query: str, variables: Json
) -> None:
    body = {"query": query, "variables": variables}
    assert "Did you mean" in (await post_json(ada, body)).text
    refusal = await post_json(ada.at(in_production.address), body)
    assert_bad_input(refusal)
    assert "Did you mean" not in refusal.text


async def test_in_production_nobody_sends_from_the_past(ada: Person, in_production: Instance) -> None:
    room = await ada.create_room()
    answer = await ada.at(in_production.address).answer(
        SEND,
        message={"roomId": room, "content": "x", "clientId": "1", "createdAt": "2020-01-01T00:00:00Z"},
    )
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_in_production_only_the_allowed_page_is_let_in(ada: Person, in_production: Instance) -> None:
    there = ada.at(in_production.address)
    for origin, allowed in (("https://chat.example.org", True), ("https://evil.example", False)):
        response = await post(there, json.dumps({"query": TYPENAME}).encode(), Origin=origin)
        assert (response.headers.get("access-control-allow-origin") == origin) == allowed
    async with open_socket(in_production.address, origin="https://chat.example.org") as socket:
        await socket.send(type="ping")
        assert await socket.receive() == {"type": "pong"}
