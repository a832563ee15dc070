"""Requests over HTTP that are none: each is refused in order and leaves no trace."""

import asyncio
import json
from pathlib import Path
from typing import Final

import pytest

from models.embedded import EmbeddedDatabase
from tests.api.posting import assert_bad_input, post, post_json
from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.sockets import LISTEN_SECONDS

pytestmark = pytest.mark.usefixtures("the_instance_bears_it")

NO_ID: Final = "0123456789abcdef01234567"
TYPENAME: Final = "{ __typename }"
VIEWER: Final = "{ viewer { user { id } } }"
PAGE: Final = "query($id: ID!, $first: Int) { room(id: $id) { messages(first: $first) { nodes { id } } } }"


BAD_BODIES: Final[dict[str, bytes]] = {
    "empty": b"",
    "no JSON": b"nonsense",
    "cut off": b'{"query": "{ __typename',
    "invalid UTF-8": b'{"query": "\xff\xfe"}',
    "invalid UTF-8 outside": b'\xff{"query": "{ __typename }"}',
    "UTF-16": '{"query": "{ __typename }"}'.encode("utf-16"),
    "null": b"null",
    "a list": b"[]",
    "a batch": b'[{"query": "{ __typename }"}]',
    "a text": b'"{ __typename }"',
    "a number": b"5",
    "no query": b"{}",
    "query null": b'{"query": null}',
    "query a list": b'{"query": ["{ __typename }"]}',
    "query an object": b'{"query": {"$ne": null}}',
    "variables a list": b'{"query": "{ __typename }", "variables": []}',
    "variables a text": b'{"query": "{ __typename }", "variables": "{}"}',
    "operationName a number": b'{"query": "{ __typename }", "operationName": 5}',
    "a lone surrogate": b'{"query": "{ __typename }", "variables": {"x": "\\ud800"}}',
    "NaN": b'{"query": "{ __typename }", "variables": {"x": NaN}}',
    "lists nested 200,000 deep": b"[" * 200_000 + b"]" * 200_000,
    "lists nested 100,000 deep inside": b'{"query": "{ __typename }", "variables": {"x": '
    + b"[" * 100_000
    + b"]" * 100_000
    + b"}}",
    "objects nested 100,000 deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
async def test_a_body_that_is_no_request_is_refused(ada: Person, body: bytes) -> None:
    assert_bad_input(await post(ada, body))


@pytest.mark.parametrize("digits", [20, 400, 10_000])
async def test_an_endless_integer_is_refused(ada: Person, digits: int) -> None:
    number = "9" * digits
    for body in (
        f'{{"query": "{PAGE}", "variables": {{"id": "{NO_ID}", "first": {number}}}}}',
        f'{{"query": "{{ discoverRooms(first: {number}) {{ nodes {{ id }} }} }}"}}',
        f'{{"query": "query($x: Int = {number}) {{ discoverRooms(first: $x) {{ nodes {{ id }} }} }}"}}',
        f'{{"query": "{{ room(id: {number}) {{ messages(first: 1.{number}e5) {{ nodes {{ id }} }} }} }}"}}',
    ):
        assert_bad_input(await post(ada, body.encode()))


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/graphql"]
)
async def test_another_kind_of_content_is_refused(ada: Person, kind: str) -> None:
    body = json.dumps({"query": TYPENAME}).encode()
    assert_bad_input(await post(ada, body, **{"Content-Type": kind}))


async def test_a_form_of_another_origin_changes_nothing(ada: Person) -> None:
    operations = json.dumps({"query": "mutation { logout }"})
    response = await ada.http.post(
        f"http://{ada.address}/graphql",
        files={"operations": (None, operations)},
        headers={"Origin": "https://evil.example", "Authorization": f"Bearer {ada.access_token}"},
    )
    assert response.status_code in {400, 403}
    assert (await ada.ask(VIEWER))["viewer"]["user"]["id"] == ada.id


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
async def test_another_method_is_refused(ada: Person, method: str) -> None:
    response = await ada.http.request(method, f"http://{ada.address}/graphql?query={{__typename}}")
    assert response.status_code == 405


async def read_answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return head + await reader.readexactly(int(length.partition(b":")[2]))


async def endless_body(address: str, head: str) -> tuple[bytes, int]:
    """Send up to 20 MB until the server answers. Gives the answer, and how much was sent by then."""
    host, port = address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    answer = asyncio.create_task(read_answer(reader))
    sent = 0
    try:
        lines = ("POST /graphql HTTP/1.1", f"Host: {address}", "Content-Type: application/json", head, "", "")
        writer.write("\r\n".join(lines).encode())
        chunk = b"x" * 65_536
        frame = chunk if "Content-Length" in head else f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n"
        while sent < 20_000_000 and not answer.done():
            writer.write(frame)
            await writer.drain()
            sent += len(chunk)
            await asyncio.sleep(0)
    except ConnectionError:
        pass  # it has answered, and hung up
    async with asyncio.timeout(LISTEN_SECONDS):
        found = await answer
    writer.close()
    return found, sent


@pytest.mark.parametrize("head", ["Content-Length: 20000000", "Transfer-Encoding: chunked"])
async def test_a_body_of_20_mb_is_refused_before_it_is_read(ada: Person, head: str) -> None:
    answer, sent = await endless_body(ada.address, head)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"TOO_LARGE" in answer
    assert sent < 20_000_000


@pytest.mark.parametrize("token", ["", "x", "Bearer", "Basic eA==", "Bearer " + "x" * 6_000, "Bearer a b"])
async def test_who_has_no_good_token_is_a_stranger(people: People, token: str) -> None:
    response = await post(people.stranger(), json.dumps({"query": VIEWER}).encode(), Authorization=token)
    assert response.status_code == 200
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert response.json()["data"] is None


async def test_many_bad_requests_at_once_leave_others_unharmed(ada: Person) -> None:
    bad = [post(ada, body) for body in BAD_BODIES.values() for _ in range(3)]
    good = [ada.ask(VIEWER) for _ in range(20)]
    _, answers = await asyncio.gather(asyncio.gather(*bad), asyncio.gather(*good))
    assert {answer["viewer"]["user"]["id"] for answer in answers} == {ada.id}


async def test_with_the_database_away_everyone_is_told_to_come_again(tmp_path: Path) -> None:
    with EmbeddedDatabase(tmp_path / "database") as database, Instance(tmp_path, database.url) as instance:
        async with People.at(instance.address) as people:
            ada = await people.register()
            database.kill()
            response = await post_json(ada, {"query": VIEWER})
            assert response.status_code == 503
            assert response.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
            database.start()
            assert (await ada.ask(VIEWER))["viewer"]["user"]["id"] == ada.id
        assert "Traceback" not in instance.log
