"""Conditions of a search: from, in, has, before, after, is, and not."""

import pytest

from tests.chat.asking import DELETE, EDIT, refused
from tests.chat.searching import SEARCH, Talk, found
from tests.fixtures.files import picture, upload
from tests.fixtures.people import People


async def test_conditions_narrow_a_search(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin, name="Tea time")
    other = await ada.create_room(name="Work")
    direct = await ada.open_direct_room(lin)
    root = await ada.send(room, "budget root")
    await lin.send(room, "budget reply", replyToId=root["id"])
    await ada.send(other, "budget https://example.org")
    await lin.send(direct, "budget between us")
    await ada.send(room, "alone")
    every = ["budget between us", "budget https://example.org", "budget reply", "budget root"]
    for query, hits in (
        ("budget", every),
        (f"budget from:{lin.username}", [every[0], every[2]]),
        (f"budget from:@{lin.username.upper()}", [every[0], every[2]]),
        ("budget from:me", [every[1], every[3]]),
        ("budget -from:me", [every[0], every[2]]),
        ("budget from:nobody-of-that-name", []),
        (f"from:{lin.username}", [every[0], every[2]]),
        ('budget in:"tea TIME"', every[2:]),
        ("budget in:#work", [every[1]]),
        (f"budget in:{room}", every[2:]),
        (f"budget in:@{lin.username}", [every[0]]),
        ("budget -in:work", [every[0], *every[2:]]),
        ("budget in:nowhere", []),
        ("has:link", [every[1]]),
        ("budget -has:link", [every[0], *every[2:]]),
        ("has:file", []),
        ("has:image", []),
        ("is:thread", every[2:]),
        ("budget -is:thread", every[:2]),
        ('-budget in:"tea time"', ["alone"]),
        ("note:budget", []),
    ):
        assert await found(ada, query) == hits, query
    assert await found(ada, "budget", room) == every[2:]
    assert await found(lin, "budget") == [every[0], *every[2:]]


async def test_files_are_found_by_their_kind_and_name(people: People) -> None:
    talk = await Talk.of(people, "nothing with it")
    photo = await upload(talk.person, talk.room, picture(40, 30), "Sommerfest Übersicht.png")
    notes = await upload(talk.person, talk.room, b"Milk, tea, biscuits", "list.txt")
    sent = await talk.say("the garden", attachmentIds=[photo["id"]])
    await talk.say("what to buy", attachmentIds=[notes["id"]])
    for query, hits in (
        ("has:file", ["what to buy", "the garden"]),
        ("has:image", ["the garden"]),
        ("has:file -has:image", ["what to buy"]),
        ("ubersicht", ["the garden"]),
        ("list.txt", ["what to buy"]),
        ("garden has:image", ["the garden"]),
        ("-has:file", ["nothing with it"]),
    ):
        assert await talk.found(query) == hits, query
    await talk.person.ask(EDIT, id=sent["id"], content="the yard")
    assert await talk.found("has:image") == ["the yard"]
    await talk.person.ask(DELETE, id=sent["id"])
    assert await talk.found("has:image") == await talk.found("ubersicht") == []


async def test_times_narrow_a_search(people: People) -> None:
    talk = await Talk.of(people)
    for day in range(1, 29):
        await talk.say(f"day {day}", createdAt=f"2024-02-{day:02}T12:00:00Z")
    for query, days in (
        ("day before:2024-02-03", [2, 1]),
        ("day after:2024-02-26", [28, 27]),
        ("day after:2024-02-10 before:2024-02-12", [11]),
        ("after:2024-02-27T13:00:00+00:00", [28]),
        ("before:2024-02-02T13:30+01:00", [2, 1]),
        ("day -before:2024-02-27", [28, 27]),
        ("day -after:2024-02-01", [1]),
        ("day before:2020-01-01", []),
        ("day after:2030-01-01", []),
        ("day after:2024-02-12 before:2024-02-10", []),
    ):
        assert await talk.found(query) == [f"day {day}" for day in days], query


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "x" * 257,
        "a " * 17,
        "before:yesterday",
        "after:9999-12-31",
        "has:everything",
        "is:fine",
        "nul \x00",
        '""',
    ],
    ids=lambda query: repr(query[:10]),
)
async def test_a_search_that_cannot_be_understood_is_refused(people: People, query: str) -> None:
    ada = await people.register()
    with refused("BAD_INPUT", "query"):
        await ada.ask(SEARCH, q=query)
