"""Small files in one request: over GraphQL's multipart requests, and over REST."""

import json
from typing import Any, Final

import httpx
import pytest

from tests.chat.asking import NO_ID
from tests.fixtures.files import UPLOAD_FILE, get, picture
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json

NOTES: Final = b"Tea at four.\n" * 10_000
PREFLIGHT: Final = {"apollo-require-preflight": "true"}
MAP: Final = json.dumps({"0": ["variables.file"]})


@pytest.fixture
async def ada(senders: People) -> Person:
    return await senders.register("ada")


@pytest.fixture
async def room(ada: Person) -> str:
    return await ada.create_room()


def operations(room_id: str, **changes: Any) -> str:
    variables = {"file": None, "room": room_id}
    return json.dumps({"query": UPLOAD_FILE, "variables": variables, **changes})


async def send_form(
    person: Person, path: str, parts: list[tuple[str, Any]], headers: dict[str, str]
) -> httpx.Response:
    token = {"Authorization": f"Bearer {person.access_token}"} if person.access_token else {}
    return await person.http.post(f"http://{person.address}{path}", files=parts, headers={**token, **headers})


async def over_graphql(
    person: Person, parts: list[tuple[str, Any]], headers: dict[str, str] = PREFLIGHT
) -> httpx.Response:
    return await send_form(person, "/graphql", parts, headers)


async def over_rest(person: Person, *parts: tuple[str, Any]) -> httpx.Response:
    return await send_form(person, "/api/messages/upload", list(parts), {})


def form(room_id: str, data: bytes = NOTES, name: str = "plan.txt") -> list[tuple[str, Any]]:
    """The parts of a GraphQL multipart request, in their order."""
    return [
        ("operations", (None, operations(room_id))),
        ("map", (None, MAP)),
        ("0", (name, data, "text/plain")),
    ]


async def test_a_file_comes_with_a_mutation(ada: Person, room: str) -> None:
    response = await over_graphql(ada, form(room))
    attachment = response.json()["data"]["uploadFile"]
    assert (attachment["filename"], attachment["size"]) == ("plan.txt", len(NOTES))
    sent = await ada.send(room, "", attachmentIds=[attachment["id"]])
    assert (await get(ada, sent["attachments"][0]["url"])).content == NOTES


async def test_a_file_comes_over_rest_before_or_behind_its_room(ada: Person, room: str) -> None:
    file, where = ("file", ("sunset.png", picture())), ("roomId", (None, room))
    for parts in ((file, where), (where, file)):
        response = await over_rest(ada, *parts)
        assert response.status_code == 201, response.text
        attachment = response.json()
        assert attachment.keys() == {"id", "url", "filename", "mime", "size"}
        assert attachment["mime"] == "image/png"
        sent = await ada.send(room, "", attachmentIds=[attachment["id"]])
        assert (await get(ada, sent["attachments"][0]["url"])).headers["content-type"] == "image/png"


async def test_a_form_needs_the_header_that_no_other_page_can_send(people: People) -> None:
    ada = await people.register()
    response = await over_graphql(ada, form(await ada.create_room()), {"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert response.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, "no json"),
        (0, "[]"),
        (1, "no json"),
        (1, "null"),
        (1, '{"0": []}'),
        (1, '{"0": ["variables.file", "variables.room"]}'),
        (1, '{"0": ["variables.room"]}'),
        (1, '{"0": ["variables.nothing.file"]}'),
        (1, '{"0": ["query"]}'),
        (1, '{"1": ["variables.file"]}'),
        (1, '{"0": ["variables.file"], "1": ["variables.file"]}'),
        (2, None),
    ],
)
async def test_a_form_that_is_no_request_is_refused(people: People, place: int, value: str | None) -> None:
    ada = await people.register()
    parts = form(await ada.create_room())
    parts[place : place + 1] = [] if value is None else [(parts[place][0], (None, value))]
    response = await over_graphql(ada, parts)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_a_file_that_is_not_sent_as_one_is_refused(people: People) -> None:
    ada = await people.register()
    room_id = await ada.create_room()
    for file in (None, "text", {"filename": "a"}):
        answer = await ada.answer(UPLOAD_FILE, file=file, room=room_id)
        assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"


CUT: Final = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nTea'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--b--"),
        ("multipart/form-data; boundary=" + "b" * 300, b"--b--"),
        ("multipart/form-data; boundary=b", b""),
        ("multipart/form-data; boundary=b", b"no form"),
        ("multipart/form-data; boundary=b", b"--b--\r\n"),
        ("multipart/form-data; boundary=b", CUT),
        ("multipart/form-data; boundary=b", CUT + b"\r\n--b"),
        ("multipart/form-data; boundary=b", b"--b\r\n" + b"X: y\r\n" * 100 + b"\r\n\r\n--b--\r\n"),
        ("application/json", b"{}"),
    ],
)
async def test_a_body_that_is_no_whole_form_is_refused(people: People, kind: str, body: bytes) -> None:
    ada = await people.register()
    token = {"Authorization": f"Bearer {ada.access_token}", "Content-Type": kind}
    for path, headers in (("/api/messages/upload", {}), ("/graphql", PREFLIGHT)):
        response = await ada.http.post(
            f"http://{ada.address}{path}", content=body, headers={**token, **headers}
        )
        assert response.status_code == 400, (path, response.text)


async def test_who_may_not_send_there_is_refused(people: People) -> None:
    ada, eve = await people.register_all("ada", "eve")
    room_id = await ada.create_room()
    file = ("file", ("a.txt", NOTES))
    for room in (room_id, NO_ID, "nonsense"):
        for parts in ((file, ("roomId", (None, room))), (("roomId", (None, room)), file)):
            response = await over_rest(eve, *parts)
            assert response.status_code == 404
        answer = (await over_graphql(eve, form(room))).json()
        assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert (await over_rest(people.stranger(), file)).status_code == 401
    assert (await over_rest(ada, file)).json()["error"]["field"] == "roomId"
    assert (await over_rest(ada, ("roomId", (None, room_id)))).json()["error"]["field"] == "file"


async def test_an_empty_file_and_one_that_is_too_large_are_refused(people: People) -> None:
    ada = await people.register()
    room_id = await ada.create_room()
    where = ("roomId", (None, room_id))
    empty = await over_rest(ada, where, ("file", ("a.txt", b"")))
    assert (empty.status_code, empty.json()["error"]["code"]) == (400, "BAD_INPUT")
    limit = 25 * 1024**2
    for data in (bytes(limit + 1), bytes(limit + 2 * 1024**2)):
        large = await over_rest(ada, where, ("file", ("a.bin", data)))
        assert (large.status_code, large.json()["error"]["code"]) == (413, "TOO_LARGE")
    answer: Json = (await over_graphql(ada, form(room_id, bytes(limit + 1)))).json()
    assert answer["errors"][0]["extensions"]["code"] == "TOO_LARGE"
    whole = await over_rest(ada, where, ("file", ("a.bin", bytes(limit))))
    assert (whole.status_code, whole.json()["size"]) == (201, limit)
