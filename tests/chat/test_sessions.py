"""Sessions: access tokens, refresh tokens, the browser's cookie, and devices that are signed out."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Final

import jwt
import pytest
from bson import ObjectId

from models.database import Database
from tests.chat.asking import LOGIN, REFRESH, REVOKE, SESSIONS, WHO_AM_I, log_in, refused
from tests.fixtures.people import PASSWORD, People, Person, patient_client
from tests.fixtures.servers import SECRET, Instance, Start
from tests.fixtures.sockets import Json

COOKIE: Final = "parley_refresh"
OTHER_SECRET: Final = "another secret of the tests, of 32 bytes or more"
LOGOUT: Final = "mutation { logout }"

Forge = Callable[[Json, str], str]


def claims_of(person: Person) -> Json:
    claims: Json = jwt.decode(person.access_token, options={"verify_signature": False})
    return claims


def signed(claims: Json, secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, secret, algorithm=algorithm)


async def refresh(person: Person, token: str) -> Person:
    """The same person, with the tokens that this one is traded for."""
    device = person.at(person.address)
    device.access_token = ""
    payload = (await device.ask(REFRESH, token=token))["refreshSession"]
    device.access_token, device.refresh_token = payload["accessToken"], payload["refreshToken"]
    return device


async def is_signed_in(person: Person) -> bool:
    return "errors" not in await person.answer(WHO_AM_I)


async def move_last_refresh_back(database: Database, person: Person, by: timedelta) -> None:
    session_id = ObjectId(claims_of(person)["sid"])
    stored = await database["sessions"].find_one({"_id": session_id})
    assert stored is not None
    await database["sessions"].update_one({"_id": session_id}, {"$set": {"used_at": stored["used_at"] - by}})


FORGERIES: Final[dict[str, Forge]] = {
    "no signature": lambda claims, _: signed(claims, "", "none"),
    "another algorithm": lambda claims, _: signed(claims, algorithm="HS512"),
    "another secret": lambda claims, _: signed(claims, OTHER_SECRET),
    "another issuer": lambda claims, _: signed(claims | {"iss": "elsewhere"}),
    "another audience": lambda claims, _: signed(claims | {"aud": "elsewhere"}),
    "no end": lambda claims, _: signed({name: claims[name] for name in claims if name != "exp"}),
    "no session": lambda claims, _: signed({name: claims[name] for name in claims if name != "sid"}),
    "no user": lambda claims, _: signed({name: claims[name] for name in claims if name != "sub"}),
    "an end that is past": lambda claims, _: signed(claims | {"exp": int(time.time()) - 1}),
    "a session that never was": lambda claims, _: signed(claims | {"sid": str(ObjectId())}),
    "a session of somebody else": lambda claims, _: signed(claims | {"sub": str(ObjectId())}),
    "claims of other types": lambda claims, _: signed(claims | {"sub": "5", "sid": "$ne"}),
    "the refresh token": lambda _, refresh_token: refresh_token,
    "no token at all": lambda *_: "nonsense",
    "three dots": lambda *_: "...",
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
async def test_a_forged_access_token_is_nobodys(people: People, instance: Instance, forge: Forge) -> None:
    ada = await people.register()
    token = ada.access_token
    ada.access_token = forge(claims_of(ada), ada.refresh_token)
    with refused("UNAUTHENTICATED"):
        await ada.ask(WHO_AM_I)
    assert ada.access_token not in instance.log
    ada.access_token = token
    assert await is_signed_in(ada)


async def test_refresh_tokens_are_traded_one_after_another(people: People) -> None:
    device = await people.register()
    for _ in range(5):
        device = await refresh(device, device.refresh_token)
        assert (await device.ask(WHO_AM_I))["viewer"]["user"]["id"] == device.id
    assert len((await device.ask(SESSIONS))["viewer"]["sessions"]) == 1


async def test_two_tabs_that_refresh_with_the_same_token_both_go_on(people: People) -> None:
    ada = await people.register()
    tabs = await asyncio.gather(*(refresh(ada, ada.refresh_token) for _ in range(5)))
    assert all([await is_signed_in(tab) for tab in tabs])
    assert len({tab.refresh_token for tab in tabs}) == 1
    again = await refresh(ada, tabs[0].refresh_token)
    assert await is_signed_in(again)


async def test_a_token_of_two_rotations_ago_ends_the_session_and_closes_its_sockets(people: People) -> None:
    ada = await people.register()
    once = await refresh(ada, ada.refresh_token)
    twice = await refresh(once, once.refresh_token)
    elsewhere = await log_in(ada)
    async with twice.socket() as socket, elsewhere.socket() as other:
        with refused("UNAUTHENTICATED"):
            await refresh(ada, ada.refresh_token)
        assert await socket.closed() == (4401, "Unauthorized")
        await other.send(type="ping")
        assert await other.receive() == {"type": "pong"}
    assert not await is_signed_in(twice)
    with refused("UNAUTHENTICATED"):
        await refresh(ada, twice.refresh_token)


async def test_the_token_before_the_last_ends_the_session_once_the_overlap_is_over(
    people: People, database: Database
) -> None:
    ada = await people.register()
    once = await refresh(ada, ada.refresh_token)
    await move_last_refresh_back(database, once, timedelta(seconds=5))
    assert await is_signed_in(await refresh(ada, ada.refresh_token))
    await move_last_refresh_back(database, once, timedelta(seconds=6))
    with refused("UNAUTHENTICATED"):
        await refresh(ada, ada.refresh_token)
    assert not await is_signed_in(once)


@pytest.mark.parametrize("token", ["", "x", "=" * 64, "A" * 64, "é" * 64, "A" * 100_000])
async def test_a_made_up_refresh_token_is_refused(people: People, token: str) -> None:
    with refused("UNAUTHENTICATED"):
        await refresh(people.stranger(), token)


async def test_an_access_token_is_no_refresh_token(people: People) -> None:
    ada = await people.register()
    with refused("UNAUTHENTICATED"):
        await refresh(ada, ada.access_token)


async def test_a_browser_keeps_its_refresh_token_where_no_script_reads_it(people: People) -> None:
    ada = await people.register()
    async with patient_client(base_url=f"http://{people.address}") as browser:
        credentials = {"login": ada.username, "password": PASSWORD, "browser": True}
        answer = await browser.post("/graphql", json={"query": LOGIN, "variables": {"input": credentials}})
        assert answer.json()["data"]["login"]["refreshToken"] is None
        attributes = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
        assert {"httponly", "samesite=strict", "path=/graphql"} <= attributes
        kept = browser.cookies[COOKIE]

        answer = await browser.post("/graphql", json={"query": REFRESH})
        payload = answer.json()["data"]["refreshSession"]
        assert payload["user"]["id"] == ada.id
        assert payload["refreshToken"] is None
        assert browser.cookies[COOKIE] != kept
        assert browser.cookies[COOKIE] not in answer.text

        signed_in = {"Authorization": f"Bearer {payload['accessToken']}"}
        answer = await browser.post("/graphql", json={"query": LOGOUT}, headers=signed_in)
        assert answer.json() == {"data": {"logout": True}}
        assert COOKIE not in browser.cookies
        answer = await browser.post("/graphql", json={"query": REFRESH})
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_who_logs_out_is_signed_out_with_every_token_of_the_session(people: People) -> None:
    ada = await people.register()
    other = await log_in(ada)
    async with ada.socket() as socket:
        await ada.ask(LOGOUT)
        assert await socket.closed() == (4401, "Unauthorized")
    with refused("UNAUTHENTICATED"):
        await refresh(ada, ada.refresh_token)
    assert not await is_signed_in(ada)
    assert await is_signed_in(other)


async def test_sessions_are_listed_and_ended_one_by_one(people: People) -> None:
    ada, eve = await people.register_all("ada", "eve")
    phone = await log_in(ada, device="Phone")
    listed = (await ada.ask(SESSIONS))["viewer"]["sessions"]
    assert [(session["device"], session["isCurrent"]) for session in listed] == [
        ("Phone", False),
        (None, True),
    ]
    with refused("NOT_FOUND", "id"):
        await eve.ask(REVOKE, id=listed[0]["id"])
    async with phone.socket() as socket:
        assert (await ada.ask(REVOKE, id=listed[0]["id"]))["revokeSession"] is True
        assert await socket.closed() == (4401, "Unauthorized")
    assert not await is_signed_in(phone)
    assert (await ada.ask(SESSIONS))["viewer"]["sessions"] == listed[1:]
    for gone in (listed[0]["id"], "0" * 24, "nonsense"):
        with refused("NOT_FOUND", "id"):
            await ada.ask(REVOKE, id=gone)


async def test_a_session_past_its_end_is_over(people: People, database: Database) -> None:
    ada = await people.register()
    session_id = ObjectId(claims_of(ada)["sid"])
    past = {"$set": {"expires_at": ObjectId().generation_time - timedelta(seconds=1)}}
    await database["sessions"].update_one({"_id": session_id}, past)
    with refused("UNAUTHENTICATED"):
        await refresh(ada, ada.refresh_token)


async def test_a_socket_closes_when_its_token_ends(people: People) -> None:
    ada = await people.register()
    async with AsyncExitStack() as stack, ada.with_token_for(seconds=30).socket() as other:
        soon, socket = await ada.socket_that_ends_soon(stack)
        assert await socket.closed() == (4401, "Unauthorized")
        assert claims_of(soon)["exp"] <= time.time()
        assert other.connection.close_code is None
        assert not await is_signed_in(soon)
        assert await is_signed_in(await refresh(soon, ada.refresh_token))


async def test_tokens_of_an_older_secret_work_until_it_is_taken_away(people: People, start: Start) -> None:
    ada = await people.register()
    turning = start(JWT_SECRET=f"{OTHER_SECRET},{SECRET}")
    turned = start(JWT_SECRET=OTHER_SECRET)
    there = ada.at(turning.address)
    assert await is_signed_in(there)
    fresh = await refresh(there, ada.refresh_token)
    assert await is_signed_in(fresh)
    assert await is_signed_in(fresh.at(turned.address))
    assert not await is_signed_in(ada.at(turned.address))
    assert not await is_signed_in(fresh.at(people.address))
    assert await is_signed_in(await refresh(fresh.at(turned.address), fresh.refresh_token))


async def test_two_tabs_refresh_at_once_while_the_secret_is_changed(people: People, start: Start) -> None:
    """One is answered by an instance with the older secret, the other by one that signs with the newer."""
    ada = await people.register()
    turning = start(JWT_SECRET=f"{OTHER_SECRET},{SECRET}")
    one = await refresh(ada, ada.refresh_token)
    other = await refresh(ada.at(turning.address), ada.refresh_token)
    assert other.refresh_token == one.refresh_token
    assert await is_signed_in(await refresh(other, other.refresh_token))
