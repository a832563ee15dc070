"""Accounts: registering, signing in, the password and the profile."""

import asyncio
import time
import uuid
from pathlib import Path

import pytest

from models.embedded import EmbeddedDatabase
from tests.chat.asking import (
    CHANGE_PASSWORD,
    LOGIN,
    REGISTER,
    SESSIONS,
    WHO_AM_I,
    log_in,
    new_account,
    refused,
)
from tests.fixtures.people import PASSWORD, Json, People, Person, Refused
from tests.fixtures.servers import Instance, RedisServer, Start

UPDATE_PROFILE = "mutation($input: UpdateProfileInput!) { updateProfile(input: $input) { id displayName } }"


def newcomer(people: People) -> Person:
    stranger = people.stranger()
    stranger.username = f"new-{uuid.uuid4().hex[:12]}"
    return stranger


async def test_who_registers_is_signed_in(people: People) -> None:
    person = newcomer(people)
    account = new_account(person, displayName="  Ada Lovelace ", device="Engine")
    payload = (await person.ask(REGISTER, input=account))["register"]
    assert payload["user"]["username"] == person.username
    assert payload["user"]["displayName"] == "Ada Lovelace"
    assert payload["expiresIn"] == 15 * 60
    person.access_token = payload["accessToken"]
    viewer = (await person.ask("{ viewer { email user { id } sessions { device isCurrent } } }"))["viewer"]
    assert viewer == {
        "email": account["email"],
        "user": {"id": payload["user"]["id"]},
        "sessions": [{"device": "Engine", "isCurrent": True}],
    }


async def test_one_signs_in_by_username_and_by_email_in_any_case(people: People) -> None:
    ada = await people.register()
    email = f"{ada.username}@example.org"
    for login in (ada.username, ada.username.upper(), email, email.upper(), f"  {email.title()} "):
        device = await log_in(ada, login)
        assert (await device.ask(WHO_AM_I))["viewer"]["user"]["id"] == ada.id


async def test_a_taken_username_or_email_is_a_conflict_that_names_the_field(people: People) -> None:
    ada, other = await people.register(), newcomer(people)
    with refused("CONFLICT", "username"):
        await other.ask(REGISTER, input=new_account(other, username=ada.username.upper()))
    with refused("CONFLICT", "email"):
        await other.ask(REGISTER, input=new_account(other, email=f"{ada.username}@EXAMPLE.org"))


@pytest.mark.parametrize("field", ["username", "email"])
async def test_of_ten_who_register_alike_at_once_one_wins(people: People, field: str) -> None:
    same = newcomer(people)
    rivals = [newcomer(people) for _ in range(10)]
    accounts = [new_account(rival, **{field: new_account(same)[field]}) for rival in rivals]
    answers = await asyncio.gather(
        *(rival.answer(REGISTER, input=account) for rival, account in zip(rivals, accounts, strict=True))
    )
    lost = [answer["errors"][0]["extensions"] for answer in answers if "errors" in answer]
    assert len(lost) == 9
    assert {(error["code"], error["field"]) for error in lost} == {("CONFLICT", field)}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "ab"),
        ("username", "All"),
        ("username", "a" * 33),
        ("username", "has space"),
        ("username", "naïve"),
        ("username", "a\x00bc"),
        ("email", "nobody"),
        ("email", "a@b"),
        ("email", "a@b@c.org"),
        ("email", "a b@c.org"),
        ("email", f"{'a' * 60}@{'b' * 200}.org"),
        ("password", "seven77"),
        ("password", "é" * 513),
        ("password", "with\x00 a NUL"),
        ("displayName", "n" * 81),
        ("displayName", "two\nlines"),
        ("device", "d" * 121),
    ],
)
async def test_an_account_that_is_not_well_formed_is_refused(people: People, field: str, value: str) -> None:
    person = newcomer(people)
    with refused("BAD_INPUT", field):
        await person.ask(REGISTER, input=new_account(person, **{field: value}))


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


async def test_an_unknown_user_costs_as_much_time_as_a_wrong_password(people: People) -> None:
    ada, stranger = await people.register(), people.stranger()

    async def quickest(login: str) -> float:
        times = []
        for _ in range(7):
            begun = time.perf_counter()
            await stranger.answer(LOGIN, input={"login": login, "password": "wrong horse"})
            times.append(time.perf_counter() - begun)
        return min(times)

    assert await quickest("nobody-at-all") > await quickest(ada.username) / 2


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


async def test_a_profile_changes_for_everyone_at_once(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    await ada.ask(UPDATE_PROFILE, input={"displayName": " Countess Ada "})
    found = await lin.ask("query($id: ID!) { user(id: $id) { displayName } }", id=ada.id)
    assert found["user"]["displayName"] == "Countess Ada"
    assert (await ada.ask("{ viewer { user { displayName } } }"))["viewer"]["user"] == found["user"]
    kept = await ada.ask(UPDATE_PROFILE, input={})
    assert kept["updateProfile"] == {"id": ada.id, "displayName": "Countess Ada"}
    with refused("BAD_INPUT", "displayName"):
        await ada.ask(UPDATE_PROFILE, input={"displayName": "   "})


async def test_people_are_found_by_the_beginning_of_a_name(people: People) -> None:
    lin = await people.register("lin")
    mark = uuid.uuid4().hex[:8]
    found = [await people.register(f"{mark}-{letter}") for letter in "cab"]
    await lin.ask(UPDATE_PROFILE, input={"displayName": f"{mark.upper()} the Finder"})
    query = "query($search: String!, $first: Int!) { users(search: $search, first: $first) { id } }"
    ordered = sorted(found, key=lambda person: person.username)

    async def search(asker: Person, text: str, first: int = 20) -> list[str]:
        return [user["id"] for user in (await asker.ask(query, search=text, first=first))["users"]]

    assert await search(lin, mark.upper()) == [person.id for person in ordered]
    assert await search(lin, f" {mark} ", first=2) == [person.id for person in ordered[:2]]
    assert lin.id in await search(found[0], mark)
    assert await search(lin, "  ") == []
    assert await search(lin, "(a+)+$") == []
    with refused("BAD_INPUT", "first"):
        await search(lin, mark, first=101)


async def test_a_closed_server_registers_nobody(start: Start) -> None:
    async with People.at(start(REGISTRATION="closed").address) as people:
        with refused("FORBIDDEN"):
            await people.register()


async def attempts(person: Person, count: int, **credentials: str) -> list[Json]:
    """What so many sign-ins one after another are answered with: the extensions of their errors."""
    answers = [await person.answer(LOGIN, input=credentials) for _ in range(count)]
    return [answer["errors"][0]["extensions"] if "errors" in answer else {} for answer in answers]


async def assert_sign_ins_are_limited(people: People, ada: Person) -> None:
    wrong = await attempts(people.stranger(), 12, login=ada.username, password="wrong horse")
    assert [error["code"] for error in wrong] == ["UNAUTHENTICATED"] * 10 + ["RATE_LIMITED"] * 2
    assert all(0 < error["retryAfter"] <= 60 for error in wrong[10:])


async def test_sign_ins_and_registrations_are_limited(start: Start, people: People) -> None:
    ada = await people.register()
    async with People.at(start(RATE_LIMITS="on").address) as limited:
        await assert_sign_ins_are_limited(limited, ada)
        for _ in range(10):
            await limited.register()
        with pytest.raises(Refused) as refusal:
            await limited.register()
        assert refusal.value.code == "RATE_LIMITED"
        assert 0 < refusal.value.extensions["retryAfter"] <= 60


async def test_instances_count_sign_ins_together_in_redis(
    start: Start, people: People, redis: RedisServer
) -> None:
    ada = await people.register()
    first, second = (start(RATE_LIMITS="on", REDIS_URL=redis.url) for _ in range(2))
    async with People.at(first.address) as here, People.at(second.address) as there:
        assert {} not in await attempts(here.stranger(), 6, login=ada.username, password="wrong horse")
        errors = await attempts(there.stranger(), 6, login=ada.username, password="wrong horse")
        assert [error["code"] for error in errors] == ["UNAUTHENTICATED"] * 4 + ["RATE_LIMITED"] * 2


async def test_with_redis_killed_one_signs_in_and_is_still_limited(
    start: Start, folder: Path, people: People
) -> None:
    ada = await people.register()
    with RedisServer(folder / "redis-of-limits.log") as own_redis:
        limited = start(RATE_LIMITS="on", REDIS_URL=own_redis.url)
        own_redis.kill()
        async with People.at(limited.address) as found:
            assert await attempts(found.stranger(), 1, login=ada.username, password=PASSWORD) == [{}]
            errors = await attempts(found.stranger(), 11, login=ada.username, password="wrong horse")
            assert errors[-1]["code"] == "RATE_LIMITED"
    assert "Traceback" not in limited.log


async def test_with_the_database_away_everyone_is_told_to_come_again(tmp_path: Path) -> None:
    with EmbeddedDatabase(tmp_path / "database") as database, Instance(tmp_path, database.url) as instance:
        async with People.at(instance.address) as people:
            ada = await people.register()
            database.kill()
            for asker in (ada, people.stranger()):
                answer = await asker.answer(LOGIN, input={"login": ada.username, "password": PASSWORD})
                assert answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
            with refused("UNAVAILABLE"):
                await log_in(ada)
            database.start()
            await log_in(ada)
        assert "Traceback" not in instance.log
