"""Accounts: registering, signing in and the profile."""

import asyncio
import uuid
from pathlib import Path

import pytest

from models.embedded import EmbeddedDatabase
from tests.chat.asking import (
    LOGIN,
    REGISTER,
    WHO_AM_I,
    log_in,
    new_account,
    newcomer,
    refused,
)
from tests.fixtures.people import PASSWORD, People, Person
from tests.fixtures.servers import Instance, Start

UPDATE_PROFILE = "mutation($input: UpdateProfileInput!) { updateProfile(input: $input) { id displayName } }"


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
