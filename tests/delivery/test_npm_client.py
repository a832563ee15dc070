"""graphql-transport-ws as the `graphql-ws` client from npm speaks it, in Node, against a real socket."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from scripts import client
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json

SCRIPT = Path(__file__).with_name("graphql_ws_client.js")
SECONDS = 60.0


@pytest.fixture(scope="module")
def node() -> str:
    """Node, with the packages of the client at hand."""
    found = shutil.which("node")
    assert found is not None, "Node is not installed; README.md says which one is needed."
    client.install()
    return found


async def what_it_saw(node: str, person: Person, room: str) -> Json:
    url = f"ws://{person.address}/graphql"
    process = await asyncio.create_subprocess_exec(
        node, SCRIPT, url, person.access_token, room, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(SECONDS):
        printed, _ = await process.communicate()
    assert process.returncode == 0
    saw: Json = json.loads(printed)
    return saw


async def test_the_client_from_npm_asks_hears_sends_and_is_refused(people: People, node: str) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    await ada.send(room, "Earlier")
    saw = await what_it_saw(node, lin, room)
    assert saw["query"] == [{"data": {"viewer": {"user": {"id": lin.id}}}}]
    assert saw["heard"] == [
        {"__typename": "RoomSynced", "clock": 1, "messages": [{"seq": 1, "content": "Earlier"}]},
        {"__typename": "MessageSent", "message": {"seq": 2, "content": "Hello"}},
    ]
    assert saw["sent"] == [{"data": {"sendMessage": {"seq": 2, "content": "Hello"}}}]
    assert saw["again"] == [{"data": {"sendMessage": {"seq": 3, "content": "After"}}}]
    assert [error["message"] for error in saw["invalid"]] == ["Cannot query field 'nothing' on type 'Query'."]
    assert saw["refused"][0]["extensions"]["code"] == "NOT_FOUND"
    assert saw["logout"] == 4401  # which ends the session, and so the socket
    assert saw["stranger"] == 4401
    assert saw["sockets"] == 1  # one socket bore it all
    assert saw["closed"] == [4401, 4401]
