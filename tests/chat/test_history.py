"""History: pages of a room's messages, forward, backward and around one."""

from dataclasses import dataclass
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.chat.asking import DELETE, refused
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json

PAGE: Final = (
    "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $around: ID) "
    "{ room(id: $id) { messages(first: $first, after: $after, last: $last, before: $before, around: $around) "
    "{ edges { cursor node { id seq } } nodes { id seq } "
    "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"
)
LENGTH: Final = 120


@dataclass
class Book:
    """A room with LENGTH messages, one of them deleted, and someone who reads it."""

    reader: Person
    room_id: str
    ids: list[str]

    async def page(self, **arguments: Any) -> Json:
        answer = await self.reader.ask(PAGE, id=self.room_id, **arguments)
        page: Json = answer["room"]["messages"]
        assert [edge["node"] for edge in page["edges"]] == page["nodes"]
        ends = [page["edges"][end]["cursor"] for end in (0, -1)] if page["edges"] else [None, None]
        assert ends == [page["pageInfo"]["startCursor"], page["pageInfo"]["endCursor"]]
        return page

    async def seqs(self, **arguments: Any) -> list[int]:
        return [node["seq"] for node in (await self.page(**arguments))["nodes"]]


@pytest.fixture
async def book(people: People) -> Book:
    ada = await people.register()
    room = await ada.create_room()
    ids = [(await ada.send(room, f"Message {number}"))["id"] for number in range(1, LENGTH + 1)]
    await ada.ask(DELETE, id=ids[60])
    return Book(ada, room, ids)


async def test_the_newest_fifty_come_unasked_in_order(book: Book) -> None:
    page = await book.page()
    assert [node["seq"] for node in page["nodes"]] == list(range(71, 121))
    assert page["pageInfo"]["hasPreviousPage"] and not page["pageInfo"]["hasNextPage"]


async def test_a_page_around_a_message_has_it_in_its_middle(book: Book) -> None:
    assert await book.seqs(around=book.ids[59]) == list(range(35, 85))
    assert await book.seqs(around=book.ids[0]) == list(range(1, 51))
    assert await book.seqs(around=book.ids[-1]) == list(range(71, 121))
    page = await book.page(around=book.ids[60])
    assert page["pageInfo"]["hasPreviousPage"] and page["pageInfo"]["hasNextPage"]


async def test_a_page_has_one_to_a_hundred_messages(book: Book) -> None:
    assert await book.seqs(first=100) == list(range(1, 101))
    assert await book.seqs(last=100) == list(range(21, 121))
    for count in (0, 101, -1, 2**31 - 1):
        for way in ("first", "last"):
            with refused("BAD_INPUT", way):
                await book.page(**{way: count})
    with refused("BAD_INPUT"):
        await book.page(first=2**31)


async def test_a_page_is_asked_for_in_one_way(book: Book) -> None:
    for arguments in (
        {"first": 5, "last": 5},
        {"first": 5, "before": "s5"},
        {"after": "s5", "last": 5},
        {"around": book.ids[0], "first": 5},
        {"around": book.ids[0], "before": "s5"},
    ):
        with refused("BAD_INPUT"):
            await book.page(**arguments)


@pytest.mark.parametrize(
    "cursor", ["", "5", "x5", "s", "s-1", "s5 ", "s²", "s" + "9" * 5_000, "s5\x00", "é", '{"$ne": null}']
)
async def test_a_made_up_cursor_is_refused(people: People, cursor: str) -> None:
    ada = await people.register()
    room = await ada.create_room()
    for way in ("after", "before"):
        with refused("BAD_INPUT", way):
            await ada.ask(PAGE, id=room, **{way: cursor})


async def test_a_page_past_either_end_is_empty(book: Book) -> None:
    for cursor in (f"s{LENGTH}", f"s{LENGTH + 1}", f"s{2**53}"):
        page = await book.page(first=10, after=cursor)
        assert page["nodes"] == []
        assert not page["pageInfo"]["hasNextPage"] and page["pageInfo"]["hasPreviousPage"]
    page = await book.page(last=10, before="s1")
    assert page["nodes"] == []
    assert page["pageInfo"]["hasNextPage"] and not page["pageInfo"]["hasPreviousPage"]


async def test_an_empty_room_has_an_empty_page(people: People) -> None:
    ada = await people.register()
    book = Book(ada, await ada.create_room(), [])
    for arguments in ({}, {"first": 5}, {"last": 5}):
        page = await book.page(**arguments)
        assert page["nodes"] == []
        assert not page["pageInfo"]["hasNextPage"] and not page["pageInfo"]["hasPreviousPage"]


async def walk_forward(book: Book, sizes: list[int]) -> list[int]:
    found: list[int] = []
    after: str | None = None
    for step in range(LENGTH + 1):
        page = await book.page(first=sizes[step % len(sizes)], after=after)
        assert page["pageInfo"]["hasPreviousPage"] == bool(found)
        found += [node["seq"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    return found


async def walk_backward(book: Book, sizes: list[int]) -> list[int]:
    found: list[int] = []
    before: str | None = None
    for step in range(LENGTH + 1):
        page = await book.page(last=sizes[step % len(sizes)], before=before)
        assert page["pageInfo"]["hasNextPage"] == bool(found)
        found = [node["seq"] for node in page["nodes"]] + found
        before = page["pageInfo"]["startCursor"]
        if not page["pageInfo"]["hasPreviousPage"]:
            break
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(7, 100), min_size=1, max_size=5))
async def test_any_walk_of_pages_is_the_whole_history(book: Book, sizes: list[int]) -> None:
    everything = list(range(1, LENGTH + 1))
    assert await walk_forward(book, sizes) == everything
    assert await walk_backward(book, sizes) == everything
