"""Passwords: what they may be, what they cost, and changing them."""

import time

import pytest
from bson import ObjectId

from chat.passwords import MEMORY_KIB
from models.database import Database
from tests.chat.asking import (
    CHANGE_PASSWORD,
    LOGIN,
    REGISTER,
    SESSIONS,
    WHO_AM_I,
    log_in,
    new_account,
    newcomer,
    refused,
)
from tests.fixtures.people import PASSWORD, People
from tests.fixtures.servers import Start


@pytest.mark.parametrize("password", ["eight888", "é" * 512])
async def test_the_shortest_and_the_longest_password_work(people: People, password: str) -> None:
    person = newcomer(people)
    await person.ask(REGISTER, input=new_account(person, password=password))
    await log_in(person, password=password)


async def test_an_unknown_user_and_a_wrong_password_are_answered_alike(people: People) -> None:
    ada, stranger = await people.register(), people.stranger()
    wrong = await stranger.answer(LOGIN, input={"login": ada.username, "password": "wrong horse"})
    for login in ("nobody-at-all", "nobody@example.org", "", "x" * 100_000):
        unknown = await stranger.answer(LOGIN, input={"login": login, "password": PASSWORD})
        assert unknown == wrong
    assert wrong["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_an_unknown_user_costs_as_much_time_as_a_wrong_password(start: Start) -> None:
    async with People.at(start(PASSWORD_MEMORY_KIB=str(MEMORY_KIB)).address) as people:
        ada, stranger = await people.register(), people.stranger()

        async def seconds(login: str) -> float:
            begun = time.perf_counter()
            await stranger.answer(LOGIN, input={"login": login, "password": "wrong horse"})
            return time.perf_counter() - begun

        pairs = [(await seconds("nobody-at-all"), await seconds(ada.username)) for _ in range(9)]
        unknown, wrong = (min(times) for times in zip(*pairs, strict=True))  # by turns: both are as disturbed
        assert unknown > wrong / 2


async def test_a_password_stays_good_when_hashes_take_another_amount_of_memory(
    start: Start, people: People, database: Database
) -> None:
    ada = await people.register()
    there = ada.at(start(PASSWORD_MEMORY_KIB="64").address)
    await log_in(there)
    await there.ask(CHANGE_PASSWORD, input={"current": PASSWORD, "new": "another horse"})
    stored = await database["users"].find_one({"_id": ObjectId(ada.id)})
    assert stored is not None
    assert stored["password_hash"].startswith("$argon2id$v=19$m=64,t=3,p=4$")
    await log_in(ada, password="another horse")


async def test_a_new_password_ends_every_other_session_but_not_this_one(people: People) -> None:
    ada = await people.register()
    other = await log_in(ada)
    async with other.socket() as theirs, ada.socket() as own:
        await ada.ask(CHANGE_PASSWORD, input={"current": PASSWORD, "new": "another horse"})
        assert await theirs.closed() == (4401, "Unauthorized")
        with refused("UNAUTHENTICATED"):
            await other.ask(WHO_AM_I)
        await own.send(type="ping")
        assert await own.receive() == {"type": "pong"}
    assert [session["isCurrent"] for session in (await ada.ask(SESSIONS))["viewer"]["sessions"]] == [True]
    await log_in(ada, password="another horse")
    with refused("UNAUTHENTICATED"):
        await log_in(ada)


async def test_the_password_is_changed_only_by_who_knows_it(people: People) -> None:
    ada = await people.register()
    with refused("BAD_INPUT", "current"):
        await ada.ask(CHANGE_PASSWORD, input={"current": "wrong horse", "new": "another horse"})
    with refused("BAD_INPUT", "new"):
        await ada.ask(CHANGE_PASSWORD, input={"current": PASSWORD, "new": "short"})
    with refused("UNAUTHENTICATED"):
        await people.stranger().ask(CHANGE_PASSWORD, input={"current": PASSWORD, "new": "another horse"})
    await log_in(ada)
