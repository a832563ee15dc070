"""What REST cannot take: refused by name, and nothing is done."""

import json
from typing import Any

import pytest

from tests.chat.asking import NO_ID
from tests.fixtures.people import People
from tests.rest.calling import call, refusal


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": 5}, "name"),
        ({"name": None}, "name"),
        ({"name": "Tea", "isPrivate": "no"}, "isPrivate"),
        ({"name": "Tea", "is_private": False}, "is_private"),
        ({"name": "Tea", "memberIds": ["x", 1]}, "memberIds.1"),
        ({"name": "Te\x00a"}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"userId": {"$ne": None}}, "userId"),
        ([], None),
        (None, None),
        ("Tea", None),
    ],
)
async def test_a_body_of_another_form_is_refused_by_name(people: People, body: Any, field: str) -> None:
    ada = await people.register()
    error = await refusal(ada, "POST", "/api/rooms", 400, "BAD_INPUT", json=body)
    assert error["field"] == field


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"name": "\\ud800"}',
        b"[" * 200_000,
        b'{"name": ' + b"1" * 10_000 + b"}",
        b'{"name": NaN}',
    ],
    ids=["empty", "cut", "no UTF-8", "lone surrogate", "nested deep", "long number", "NaN"],
)
async def test_what_is_no_json_is_refused(people: People, content: bytes) -> None:
    ada = await people.register()
    headers = {"Content-Type": "application/json"}
    await refusal(ada, "POST", "/api/rooms", 400, "BAD_INPUT", content=content, headers=headers)


async def test_another_content_type_is_refused(people: People) -> None:
    ada = await people.register()
    headers = {"Content-Type": "text/plain"}
    await refusal(ada, "POST", "/api/rooms", 400, "BAD_INPUT", content=b'{"name": "Tea"}', headers=headers)


@pytest.mark.parametrize("announced", [True, False])
async def test_too_large_a_body_is_refused(people: People, announced: bool) -> None:
    ada = await people.register()
    body = json.dumps({"name": "x" * 1_100_000}).encode()

    async def parts() -> Any:
        yield body[:600_000]
        yield body[600_000:]

    headers = {"Content-Type": "application/json"}
    content = body if announced else parts()
    await refusal(ada, "POST", "/api/rooms", 413, "TOO_LARGE", content=content, headers=headers)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=1&limit=2", "limit=" + "9" * 9_000]
)
async def test_a_limit_that_is_none_is_refused(people: People, query: str) -> None:
    ada = await people.register()
    room = await ada.create_room()
    error = await refusal(ada, "GET", f"/api/rooms/{room}/messages?{query}", 400, "BAD_INPUT")
    assert error["field"] == "limit"


@pytest.mark.parametrize("room", [NO_ID, "x", "%00", "%ed%a0%80", "..%2f..", "😀"])
async def test_a_room_that_is_none_is_not_found(people: People, room: str) -> None:
    ada = await people.register()
    await refusal(ada, "GET", f"/api/rooms/{room}/messages", 404, "NOT_FOUND")


@pytest.mark.parametrize("path", ["/api/", "/api/nothing", "/api/rooms/", "/api/users/me/x"])
async def test_an_address_without_an_endpoint_is_not_found_in_the_same_form(
    people: People, path: str
) -> None:
    ada = await people.register()
    await refusal(ada, "GET", path, 404, "NOT_FOUND")


async def test_another_method_is_refused_with_those_there_are(people: People) -> None:
    ada = await people.register()
    await refusal(ada, "PUT", "/api/rooms", 405, "BAD_INPUT")
    response = await call(ada, "TRACE", "/api/rooms")
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
