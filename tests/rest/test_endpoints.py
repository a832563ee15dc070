"""Endpoints of the REST face: accounts, rooms, pages and reading, and who else may ask."""

from pathlib import Path

from models.embedded import EmbeddedDatabase
from tests.fixtures.people import PASSWORD, People, patient_client
from tests.fixtures.servers import Instance, Start
from tests.rest.calling import answer, call, refusal


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
    async with patient_client(base_url=f"http://{server.address}") as http:
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
