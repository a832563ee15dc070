"""GraphQL over HTTP, and what breaks it: every bad request is refused in order and leaves no trace."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from models.embedded import EmbeddedDatabase
from tests.fixtures.people import PASSWORD, SEND, Json, People, Person, open_socket
from tests.fixtures.servers import IN_PRODUCTION, Instance

NO_ID: Final = "0123456789abcdef01234567"
TYPENAME: Final = "{ __typename }"
VIEWER: Final = "{ viewer { user { id } } }"
ROOM: Final = "query($id: ID!) { room(id: $id) { id } }"
PAGE: Final = "query($id: ID!, $first: Int) { room(id: $id) { messages(first: $first) { nodes { id } } } }"


@pytest.fixture(autouse=True)
async def the_instance_bears_it(instance: Instance, people: People) -> AsyncIterator[None]:
    """After each test the instance answers, and its log shows no crash and no secret."""
    begin = len(instance.log)
    yield
    ada = await people.register()
    assert (await ada.ask(VIEWER))["viewer"]["user"]["id"] == ada.id
    printed = instance.log[begin:]
    assert "Traceback" not in printed
    assert "internal_error" not in printed
    assert "eyJ" not in printed
    assert PASSWORD not in printed


@pytest.fixture
async def ada(people: People) -> Person:
    return await people.register()


async def post(person: Person, content: bytes, **headers: str) -> httpx.Response:
    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {person.access_token}", **headers}
    return await person.http.post(f"http://{person.address}/graphql", content=content, headers=sent)


async def post_json(person: Person, body: Any) -> httpx.Response:
    return await post(person, json.dumps(body).encode())


def assert_bad_input(response: httpx.Response) -> None:
    assert response.status_code == 400, response.text[:500]
    codes = [error["extensions"]["code"] for error in response.json()["errors"]]
    assert set(codes) == {"BAD_INPUT"}
    assert len(response.content) < 100_000


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
    async with asyncio.timeout(10):
        found = await answer
    writer.close()
    return found, sent


@pytest.mark.parametrize("head", ["Content-Length: 20000000", "Transfer-Encoding: chunked"])
async def test_a_body_of_20_mb_is_refused_before_it_is_read(ada: Person, head: str) -> None:
    answer, sent = await endless_body(ada.address, head)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"TOO_LARGE" in answer
    assert sent < 20_000_000


BAD_DOCUMENTS: Final[dict[str, str]] = {
    "nothing": "",
    "blank": " \n# only a comment",
    "no GraphQL": "select * from users",
    "an unknown field": "{ nothing }",
    "a cut text": '{ room(id: "x',
    "a NUL": "{ __typename \x00 }",
    "no subfields": "{ viewer }",
    "an unknown variable type": "query($x: Nothing) { __typename }",
    "an undefined variable": "{ room(id: $x) { id } }",
    "10,000 aliases": "{ " + " ".join(f"a{number}: __typename" for number in range(10_000)) + " }",
    "21 aliases": "{ " + " ".join(f"a{number}: __typename" for number in range(21)) + " }",
    "21 aliases in a fragment": "{ ...F } fragment F on Query { "
    + " ".join(f"a{number}: __typename" for number in range(21))
    + " }",
    "60 directives": "{ __typename " + "@include(if: true) " * 60 + "}",
    "60 unknown directives": "{ __typename " + "@a " * 60 + "}",
    "21 root fields": "{ " + "__typename " * 21 + "}",
    "depth 13": "{ viewer { rooms { nodes { lastMessage " + "{ replyTo " * 9 + "{ id " + "}" * 14,
    "depth 13 by fragments": "{ viewer { rooms { nodes { lastMessage { ...A } } } } } "
    "fragment A on Message { replyTo { replyTo { replyTo { replyTo { ...B } } } } } "
    "fragment B on Message { replyTo { replyTo { replyTo { replyTo { replyTo { id } } } } } }",
    "a fragment in itself": "{ ...F } fragment F on Query { ...F }",
    "fragments in each other": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "a fragment in its field": "{ viewer { user { ...F } } } fragment F on User { id ...F }",
    "an unknown fragment": "{ ...F }",
    "1,001 tokens": "{ viewer { user { " + "id " * 1_001 + "} } }",
    "a token of 100 kB": "{ " + "a" * 100_000 + " }",
    "100,000 opening braces": "{" * 100_000,
    "100,000 opening brackets": "{ room(id: " + "[" * 100_000,
    "a lone surrogate": '{ room(id: "\\ud800") { id } }',
    "a lone surrogate in braces": '{ room(id: "\\u{D800}") { id } }',
    "past Unicode": '{ room(id: "\\u{110000}") { id } }',
    "an id that is an object": "{ room(id: {ne: null}) { id } }",
    "two operations and no name": "query A { __typename } query B { __typename }",
    "a subscription": "subscription { events { __typename } }",
    "no operation": "fragment F on Query { __typename }",
    "a schema": "type Query { a: Int }",
    "a bad moment": 'mutation { sendMessage(input: {roomId: "x", content: "x", clientId: "1", '
    'createdAt: ""}) { id } }',
    "a bad enum": 'mutation { setMemberRole(roomId: "x", userId: "x", role: KING) { role } }',
}


@pytest.mark.parametrize("document", BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS.keys())
async def test_a_document_that_is_not_valid_is_refused(ada: Person, document: str) -> None:
    begun = time.monotonic()
    assert_bad_input(await post_json(ada, {"query": document}))
    assert time.monotonic() - begun < 5  # seconds: it must not be expensive to refuse


NESTS: Final = {
    "fields": ("%s { __typename }", "{ viewer ", "}"),
    "lists": ("{ room(id: %s1) { id } }", "[", "]"),
    "objects": ("{ room(id: %s1) { id } }", "{ a: ", "}"),
    "types": ("query($x: %sInt) { __typename }", "[", "]"),
}


@pytest.mark.parametrize("depth", [14, 50, 90, 120, 150, 180, 210, 240])
@pytest.mark.parametrize("nest", NESTS.values(), ids=NESTS.keys())
async def test_a_document_nested_too_deep_is_refused(
    ada: Person, nest: tuple[str, str, str], depth: int
) -> None:
    frame, opening, closing = nest
    before, inside = frame.split("%s")
    innermost = len(inside.split(")")[0]) if ")" in inside else len(inside)
    document = before + opening * depth + inside[:innermost] + closing * depth + inside[innermost:]
    assert_bad_input(await post_json(ada, {"query": document}))


@pytest.mark.parametrize("depth", [13, 50, 90, 120, 150, 180, 210, 240])
async def test_fragments_nested_in_one_another_harm_nobody(ada: Person, depth: int) -> None:
    document = "{ viewer { " + "...on Viewer { " * depth + "__typename" + " }" * depth + " } }"
    response = await post_json(ada, {"query": document})
    if response.status_code == 200:
        assert response.json() == {"data": {"viewer": {"__typename": "Viewer"}}}
    else:
        assert_bad_input(response)


BAD_VARIABLES: Final[dict[str, tuple[str, Json]]] = {
    "an id that is an object": (ROOM, {"id": {"$ne": None}}),
    "an id that is a list": (ROOM, {"id": ["x"]}),
    "an id that is null": (ROOM, {"id": None}),
    "an id that is a float": (ROOM, {"id": 1.5}),
    "no id": (ROOM, {}),
    "a text for a number": (PAGE, {"id": NO_ID, "first": "5"}),
    "a fraction for a number": (PAGE, {"id": NO_ID, "first": 1.5}),
    "a number of 40 bits": (PAGE, {"id": NO_ID, "first": 2**40}),
    "an unknown input field": (
        SEND,
        {"message": {"roomId": NO_ID, "content": "x", "clientId": "1", "admin": True}},
    ),
    "content that is an object": (
        SEND,
        {"message": {"roomId": NO_ID, "content": {"$gt": ""}, "clientId": "1"}},
    ),
    "an input that is a text": (SEND, {"message": "x"}),
    "lists nested 900 deep": (ROOM, {"id": json.loads("[" * 900 + "]" * 900)}),
    "objects nested 900 deep": (SEND, {"message": json.loads('{"a":' * 900 + "1" + "}" * 900)}),
}


@pytest.mark.parametrize(("query", "variables"), BAD_VARIABLES.values(), ids=BAD_VARIABLES.keys())
async def test_a_variable_of_a_wrong_type_is_refused(ada: Person, query: str, variables: Json) -> None:
    assert_bad_input(await post_json(ada, {"query": query, "variables": variables}))


@pytest.mark.parametrize("room_id", ["", "x", '{"$ne": null}', "\x00", "0" * 23, "0" * 10_000, "é" * 24])
async def test_an_id_that_is_none_is_not_found(ada: Person, room_id: str) -> None:
    absent = await ada.answer(ROOM, id=NO_ID)
    assert await ada.answer(ROOM, id=room_id) == absent
    assert absent["errors"][0]["extensions"] == {"code": "NOT_FOUND", "field": "roomId", "retryAfter": None}


@pytest.mark.parametrize("text", ["\x00", "a\x00b"])
@pytest.mark.parametrize(
    "query",
    [
        "query($text: String!) { users(search: $text) { id } }",
        "query($text: String!) { discoverRooms(search: $text) { nodes { id } } }",
        "mutation($text: String!) { updateProfile(input: {displayName: $text}) { id } }",
        "mutation($text: String!) { createRoom(input: {name: $text}) { id } }",
        'mutation($text: String!) { createRoom(input: {name: "x", topic: $text}) { id } }',
        'mutation($text: String!) { login(input: {login: $text, password: "x"}) { expiresIn } }',
        'mutation($text: String!) { login(input: {login: "x", password: $text}) { expiresIn } }',
    ],
)
async def test_text_with_a_nul_is_bad_input(ada: Person, query: str, text: str) -> None:
    answer = await ada.answer(query, text=text)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"


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
