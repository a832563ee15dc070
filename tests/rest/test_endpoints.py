"""Every endpoint of the REST face, and how it refuses what is wrong."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from models.embedded import EmbeddedDatabase
from tests.chat.asking import NO_ID
from tests.fixtures.people import PASSWORD, Json, People, Person
from tests.fixtures.servers import Instance, Start


async def call(person: Person, method: str, path: str, **options: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {person.access_token}"} if person.access_token else {}
    headers |= options.pop("headers", {})
    return await person.http.request(method, f"http://{person.address}{path}", headers=headers, **options)


async def answer(person: Person, method: str, path: str, status: int = 200, **options: Any) -> Json:
    response = await call(person, method, path, **options)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    found: Json = response.json()
    return found


async def refusal(person: Person, method: str, path: str, status: int, code: str, **options: Any) -> Json:
    """The error of a request that is refused like this."""
    error: Json = (await answer(person, method, path, status, **options))["error"]
    assert error.keys() == {"code", "message", "field", "retryAfter"}
    assert error["code"] == code
    return error


async def test_registering_signing_in_and_refreshing_give_the_same_shape(people: People) -> None:
    stranger = people.stranger()
    name = (await people.register("rest")).username + "-b"
    account = {"username": name, "email": f"{name}@example.org", "password": PASSWORD, "displayName": "Rest"}
    registered = await answer(stranger, "POST", "/api/auth/register", 201, json=account)
    by_name = await answer(stranger, "POST", "/api/auth/login", json={"username": name, "password": PASSWORD})
    email = {"email": account["email"], "password": PASSWORD}
    by_email = await answer(stranger, "POST", "/api/auth/login", json=email)
    token = {"refreshToken": by_email["refreshToken"]}
    refreshed = await answer(stranger, "POST", "/api/auth/refresh", json=token)
    for session in (registered, by_name, by_email, refreshed):
        assert session.keys() == {"token", "refreshToken", "expiresIn", "user"}
        assert session["expiresIn"] == 900
        assert session["user"] | {"id": ""} == {
            "id": "",
            "username": name,
            "displayName": "Rest",
            "avatarUrl": None,
            "lastSeen": None,
            "email": account["email"],
            "sharesReadReceipts": True,
        }


async def test_a_token_is_good_until_its_session_is_logged_out(people: People) -> None:
    ada = await people.register()
    assert (await answer(ada, "GET", "/api/users/me"))["id"] == ada.id
    assert (await call(ada, "POST", "/api/auth/logout")).status_code == 204
    await refusal(ada, "GET", "/api/users/me", 401, "UNAUTHENTICATED")


async def test_strangers_are_refused_before_what_they_send_is_read(people: People) -> None:
    stranger = people.stranger()
    response = await call(stranger, "POST", "/api/rooms", content=b"no json")
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"


async def test_wrong_credentials_are_told_alike(people: People) -> None:
    ada = await people.register()
    stranger = people.stranger()
    told = [
        await refusal(
            stranger,
            "POST",
            "/api/auth/login",
            401,
            "UNAUTHENTICATED",
            json={"username": name, "password": "wrong password"},
        )
        for name in (ada.username, "nobody-of-that-name")
    ]
    assert told[0] == told[1]


async def test_a_room_is_shown_as_its_member_sees_it(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    made = await answer(ada, "POST", "/api/rooms", 201, json={"name": "Tea", "memberIds": [bob.id]})
    assert (made["kind"], made["name"], made["isPrivate"], made["memberCount"]) == ("group", "Tea", True, 2)
    sent = await bob.send(made["id"], "Darjeeling?", "t1")
    found = await answer(ada, "GET", f"/api/rooms/{made['id']}")
    assert (found["unreadCount"], found["lastSeq"], found["clock"]) == (1, 1, 1)
    assert found["lastMessage"]["id"] == sent["id"]
    assert found["lastMessage"]["tempId"] == "t1"
    assert (await answer(ada, "GET", "/api/rooms"))["rooms"] == [found]


async def test_a_direct_room_names_the_other_one(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    mine = await answer(ada, "POST", "/api/rooms", 201, json={"userId": bob.id})
    theirs = await answer(bob, "POST", "/api/rooms", 201, json={"userId": ada.id})
    assert mine["id"] == theirs["id"]
    assert (mine["directUser"]["id"], theirs["directUser"]["id"]) == (bob.id, ada.id)
    assert mine["kind"] == "direct" and mine["name"] is None


async def test_rooms_are_listed_by_their_last_activity(people: People) -> None:
    ada = await people.register()
    first, second = await ada.create_room(name="First"), await ada.create_room(name="Second")
    message = await answer(ada, "POST", f"/api/rooms/{first}/messages", 201, json={"content": "Up."})
    while (rooms := (await answer(ada, "GET", "/api/rooms"))["rooms"])[0]["id"] != first:
        pass  # the hint that the list is sorted by is written in the background
    assert [room["id"] for room in rooms] == [first, second]
    assert rooms[0]["lastMessage"] == message


async def test_a_page_of_messages_leads_to_the_one_before_it(people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    sent = [await ada.send(room, f"Number {number}") for number in range(1, 6)]
    newest = await answer(ada, "GET", f"/api/rooms/{room}/messages?limit=2")
    assert [message["seq"] for message in newest["messages"]] == [4, 5]
    assert newest["hasMore"] is True
    path = f"/api/rooms/{room}/messages?limit=3&before={newest['messages'][0]['id']}"
    older = await answer(ada, "GET", path)
    assert [message["id"] for message in older["messages"]] == [message["id"] for message in sent[:3]]
    assert older["hasMore"] is False
    whole = await answer(ada, "GET", f"/api/rooms/{room}/messages")
    assert whole["messages"] == [*older["messages"], *newest["messages"]]


async def test_reading_a_message_marks_the_room_up_to_it(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    sent = [await ada.send(room, text) for text in ("One", "Two", "Three")]
    response = await call(bob, "POST", f"/api/messages/{sent[1]['id']}/read")
    assert (response.status_code, response.content) == (204, b"")
    assert (await answer(bob, "GET", f"/api/rooms/{room}"))["unreadCount"] == 1
    assert (await call(bob, "POST", f"/api/messages/{sent[2]['id']}/delivered")).status_code == 204
    assert (await answer(bob, "GET", f"/api/rooms/{room}"))["unreadCount"] == 1


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


async def test_a_head_request_is_answered_without_a_body(people: People) -> None:
    ada = await people.register()
    response = await call(ada, "HEAD", "/api/users/me")
    assert (response.status_code, response.content) == (200, b"")


async def test_answers_are_kept_by_nobody(people: People) -> None:
    ada = await people.register()
    for path in ("/api/users/me", "/api/nothing"):
        headers = (await call(ada, "GET", path)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


async def test_pages_of_allowed_origins_may_use_every_method(start: Start) -> None:
    server = start(FRONTEND_ORIGIN="https://chat.example.org")
    asked = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization"}
    async with httpx.AsyncClient(base_url=f"http://{server.address}") as http:
        for origin, allowed in (("https://chat.example.org", True), ("https://elsewhere.example.org", False)):
            preflight = await http.options("/api/messages/x", headers={"Origin": origin, **asked})
            response = await http.get("/api/users/me", headers={"Origin": origin})
            for headers in (preflight.headers, response.headers):
                assert (headers.get("access-control-allow-origin") == origin) is allowed
            assert response.headers["access-control-expose-headers"] == "Retry-After"


async def test_too_many_at_once_are_told_when_to_come_again(start: Start) -> None:
    server = start(RATE_LIMITS="on", LIMITS__LOGINS_PER_MINUTE="1")
    async with People.at(server.address) as people:
        stranger = people.stranger()
        account = {"username": "nobody", "password": PASSWORD}
        await refusal(stranger, "POST", "/api/auth/login", 401, "UNAUTHENTICATED", json=account)
        response = await call(stranger, "POST", "/api/auth/login", json=account)
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (429, "RATE_LIMITED")
    assert 0 < error["retryAfter"] <= int(response.headers["retry-after"]) <= 60


async def test_a_database_that_is_away_is_told_and_leaves_no_traceback(folder: Path, tmp_path: Path) -> None:
    with EmbeddedDatabase(tmp_path) as database, Instance(folder, database.url) as server:
        async with People.at(server.address) as people:
            ada = await people.register()
            database.kill()
            error = await refusal(ada, "GET", "/api/rooms", 503, "UNAVAILABLE")
        assert error["retryAfter"] == 1.0
        assert "Traceback" not in server.log
