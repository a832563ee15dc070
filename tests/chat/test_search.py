"""Search: what is found, for whom, in which order, and what is marked in it."""

from typing import Final

import pytest

from tests.chat.asking import DELETE, EDIT, LEAVE, NO_ID, REMOVE, refused
from tests.chat.searching import SEARCH, Talk, found
from tests.fixtures.people import People, Person
from tests.fixtures.servers import Start


async def marked(person: Person, query: str) -> list[str]:
    """The parts of the newest text found that are marked."""
    node = (await person.ask(SEARCH, q=query))["searchMessages"]["nodes"][0]
    units = node["content"].encode("utf-16-le")
    return [units[part["begin"] * 2 : part["end"] * 2].decode("utf-16-le") for part in node["matches"]]


TEXTS: Final = (
    "The new schedule is on the wall",
    "Rescheduled: tea at four",
    "A café in Zürich, for coffee",
    "明天在东京塔喝茶",
    "내일 서울에서 만나요",
    "สวัสดีครับ วันนี้อากาศดี",
    "Привет, Мир! Ёлка",
    "नमस्ते दुनिया",
    "Ship v2.0.1 of C++ (a+)+$ today 🎉",
    "Who was there, and what did they say?",
    "Tea   at\nfourteen hundred",
    "Smørrebrød & Łódź, Straße",
    "snake_case and kebab-case",
)


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("schedule", (1, 0)),
        ("SCHED", (1, 0)),
        ("edul", (1, 0)),
        ("cafe", (2,)),
        ("CAFÉ zurich", (2,)),
        ("coffee four", ()),
        ('"tea at four"', (1,)),
        ("tea at four", (10, 1)),
        ('"at four', (1,)),
        ("东京", (3,)),
        ("京塔喝", (3,)),
        ("茶", (3,)),
        ("京东", ()),
        ("서울", (4,)),
        ("วันนี้", (5,)),
        ("привет елка", (6,)),
        ("दुनिया", (7,)),
        ("v2.0.1", (8,)),
        ("v2.0", (8,)),
        ("c++", (8,)),
        ("(a+)+$", (8,)),
        ("🎉", (8,)),
        ("there", (9,)),
        ("what did", (9,)),
        ("the wall", (0,)),
        ("her", (9,)),
        ("smorrebrod strasse lodz", (11,)),
        ("snake_case", (12,)),
        ("kebab-case", (12,)),
        ("tea -four", ()),
        ('tea -"at four"', (10,)),
        ("of", (8,)),
        ("zz", ()),
        ("nothing-of-this", ()),
        (".*", ()),
        ("e", ()),
        ("a", (8, 2)),
    ],
)
async def test_what_is_found(talk: Talk, query: str, hits: tuple[int, ...]) -> None:
    assert await talk.found(query) == [TEXTS[hit] for hit in hits]


@pytest.fixture(scope="module")
def _texts() -> list[Talk]:
    return []


@pytest.fixture
async def talk(people: People, _texts: list[Talk]) -> Talk:
    """The same room for every query."""
    if not _texts:
        _texts.append(await Talk.of(people, *TEXTS))
    person = _texts[0].person
    return Talk(
        Person(people.stranger().http, person.address, person.username, person.id, person.access_token),
        _texts[0].room,
    )


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("SCHED", ["sched"]),
        ("cafe coffee", ["café", "coffee"]),
        ("茶", ["茶"]),
        ('"at fourteen"', ["at\nfourteen"]),
        ("today 🎉", ["today", "🎉"]),
        ("strasse", ["Straße"]),
        ("kebab case", ["case", "kebab", "case"]),
    ],
)
async def test_what_is_marked(talk: Talk, query: str, parts: list[str]) -> None:
    assert await marked(talk.person, query) == parts


async def test_marks_are_in_the_units_of_javascript(people: People) -> None:
    talk = await Talk.of(people, "🎉🎉 cafe\u0301 tea")
    node = (await talk.person.ask(SEARCH, q="cafe tea"))["searchMessages"]["nodes"][0]
    assert node["matches"] == [{"begin": 5, "end": 10}, {"begin": 11, "end": 14}]


async def test_only_rooms_that_one_can_read_are_searched(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin, name="Open", private=False)
    await ada.send(room, "A secret word")
    assert await found(lin, "secret") == ["A secret word"]
    assert await found(eve, "secret") == []
    for wanted in (room, NO_ID, "nonsense"):
        with refused("NOT_FOUND", "roomId"):
            await eve.ask(SEARCH, q="secret", room=wanted)
    await ada.ask(REMOVE, room=room, user=lin.id)
    assert await found(lin, "secret") == []
    await eve.ask("mutation($r: ID!) { joinRoom(roomId: $r) { id } }", r=room)
    assert await found(eve, "secret") == ["A secret word"]
    await eve.ask(LEAVE, room=room)
    assert await found(eve, "secret") == []
    with refused("UNAUTHENTICATED"):
        await people.stranger().ask(SEARCH, q="secret")


async def test_edited_and_deleted_text_is_gone_at_once(people: People) -> None:
    talk = await Talk.of(people)
    sent = await talk.say("Before https://example.org")
    await talk.person.ask(EDIT, id=sent["id"], content="After")
    assert await talk.found("before") == await talk.found("has:link") == []
    assert await talk.found("after") == ["After"]
    await talk.person.ask(DELETE, id=sent["id"])
    assert await talk.found("after") == []
    assert await talk.found("from:me") == []
    assert await talk.found("-nothing") == []


async def test_what_is_found_in_many_rooms_comes_newest_first_page_by_page(people: People) -> None:
    ada = await people.register()
    rooms = [await ada.create_room() for _ in range(4)]
    sent: list[str] = []
    for number in range(24):
        await ada.send(rooms[number * number % 4], text := f"needle {number}")
        await ada.send(rooms[number % 3], "hay")
        sent.insert(0, text)
    pages: list[str] = []
    after: str | None = None
    while True:
        page = (await ada.ask(SEARCH, q="needle", first=5, after=after))["searchMessages"]
        pages += [node["content"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert pages == sent
    with refused("BAD_INPUT", "after"):
        await ada.ask(SEARCH, q="needle", after="s1")


async def test_searches_are_limited(start: Start) -> None:
    async with People.at(start(RATE_LIMITS="on").address) as people:
        ada = await people.register()
        with refused("RATE_LIMITED"):
            for _ in range(61):
                await ada.ask(SEARCH, q="tea")
