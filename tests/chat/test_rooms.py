"""Rooms: opening, making, changing and finding them."""

import asyncio
import uuid
from typing import Final

import pytest

from schema.pagination import place_cursor
from tests.chat.asking import (
    CREATE_ROOM,
    NO_ID,
    OPEN_DIRECT,
    UPDATE_ROOM,
    refused,
    roles,
)
from tests.fixtures.people import People
from tests.fixtures.sockets import Json

DISCOVER: Final = (
    "query($search: String, $first: Int!, $after: String) "
    "{ discoverRooms(search: $search, first: $first, after: $after) "
    "{ nodes { id name } pageInfo { hasNextPage hasPreviousPage endCursor } } }"
)
MY_ROOMS: Final = (
    "query($first: Int!, $after: String) { viewer { rooms(first: $first, after: $after) "
    "{ nodes { id } pageInfo { hasNextPage endCursor } } } }"
)


async def test_a_direct_room_asked_for_from_both_sides_at_once_is_one(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    rooms = await asyncio.gather(
        *(ada.open_direct_room(lin) for _ in range(10)), *(lin.open_direct_room(ada) for _ in range(10))
    )
    assert len(set(rooms)) == 1
    assert await roles(ada, rooms[0]) == {ada.id: "MEMBER", lin.id: "MEMBER"}
    assert await roles(lin, rooms[0]) == await roles(ada, rooms[0])


async def test_the_other_is_told_of_a_new_direct_room(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    async with lin.listening() as ear:
        room = await ada.open_direct_room(lin)
        joined = await ear.until(lambda event: event.get("member", {}).get("user", {}).get("id") == lin.id)
        assert (joined["__typename"], joined["roomId"]) == ("MemberJoined", room)


async def test_a_direct_room_needs_somebody_else_who_exists(people: People) -> None:
    ada = await people.register()
    with refused("BAD_INPUT", "userId"):
        await ada.ask(OPEN_DIRECT, user=ada.id)
    for nobody in (NO_ID, "nonsense", ""):
        with refused("NOT_FOUND"):
            await ada.ask(OPEN_DIRECT, user=nobody)


async def test_a_stranger_cannot_find_out_who_exists(people: People) -> None:
    ada, stranger = await people.register(), people.stranger()
    known, unknown = [await stranger.answer(OPEN_DIRECT, user=user) for user in (ada.id, NO_ID)]
    assert known == unknown
    assert known["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_group_begins_with_its_owner_and_those_named(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = {"name": " Tea ", "topic": " Leaves ", "memberIds": [lin.id, eve.id, lin.id, ada.id]}
    made = (await ada.ask(CREATE_ROOM, room=room))["createRoom"]
    assert made == {"id": made["id"], "kind": "GROUP", "name": "Tea", "topic": "Leaves", "isPrivate": True}
    assert await roles(lin, made["id"]) == {ada.id: "OWNER", lin.id: "MEMBER", eve.id: "MEMBER"}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"name": "  "}, "BAD_INPUT", "name"),
        ({"name": "n" * 81}, "BAD_INPUT", "name"),
        ({"name": "two\nlines"}, "BAD_INPUT", "name"),
        ({"name": "\u200b\u200d"}, "BAD_INPUT", "name"),
        ({"topic": "t" * 251}, "BAD_INPUT", "topic"),
        ({"memberIds": [NO_ID]}, "NOT_FOUND", None),
        ({"memberIds": ["nonsense"]}, "NOT_FOUND", None),
    ],
)
async def test_a_group_that_is_not_well_formed_is_refused(
    people: People, change: Json, code: str, field: str | None
) -> None:
    ada = await people.register()
    with refused(code, field):
        await ada.ask(CREATE_ROOM, room={"name": "Tea"} | change)
    assert (await ada.ask(MY_ROOMS, first=10))["viewer"]["rooms"]["nodes"] == []


async def test_a_change_of_a_group_is_told_and_kept(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    async with lin.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        await ada.ask(UPDATE_ROOM, room={"roomId": room, "name": "Coffee", "topic": "Beans"})
        told = await ear.until_type("RoomChanged")
        assert told["room"] == {"id": room, "name": "Coffee", "topic": "Beans", "isPrivate": True}
    changed = await ada.ask(UPDATE_ROOM, room={"roomId": room, "topic": " "})
    assert changed["updateRoom"] == {"name": "Coffee", "topic": None, "isPrivate": True}
    for name in ("", "n" * 81):
        with refused("BAD_INPUT", "name"):
            await ada.ask(UPDATE_ROOM, room={"roomId": room, "name": name})


async def test_public_groups_are_discovered_by_prefix_page_by_page(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    mark = uuid.uuid4().hex[:10]
    names = ["Beta", "alpha", "Alpha", "gamma", "alpha"]
    for name in names:
        await ada.create_room(name=f"{mark} {name}", private=False)
    await ada.create_room(name=f"{mark} hidden")

    async def walk(search: str, first: int) -> list[str]:
        found: list[Json] = []
        after: str | None = None
        while True:
            page = (await lin.ask(DISCOVER, search=search, first=first, after=after))["discoverRooms"]
            assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
            found += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                assert len({room["id"] for room in found}) == len(found)
                return [room["name"].removeprefix(f"{mark} ").lower() for room in found]
            after = page["pageInfo"]["endCursor"]

    for first in (1, 2, 3, 100):
        assert await walk(mark.upper(), first) == ["alpha", "alpha", "alpha", "beta", "gamma"]
        assert await walk(f" {mark} AL", first) == ["alpha", "alpha", "alpha"]
    assert await walk(f"{mark} .*", 10) == []
    for first, after in ((0, None), (101, None), (10, ""), (10, "nonsense"), (10, "AAAA"), (10, "é")):
        with refused("BAD_INPUT"):
            await lin.ask(DISCOVER, search=mark, first=first, after=after)


async def test_my_rooms_are_listed_page_by_page_the_last_active_first(people: People) -> None:
    ada = await people.register()
    rooms = [await ada.create_room(name=f"Room {number}") for number in range(7)]
    found: list[str] = []
    after: str | None = None
    while True:
        page = (await ada.ask(MY_ROOMS, first=3, after=after))["viewer"]["rooms"]
        found += [room["id"] for room in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == rooms[::-1]


@pytest.mark.parametrize("moment", ["9" * 15, "9" * 5_000, "-1", "1.5", "²", "x", ""])
async def test_a_made_up_cursor_of_my_rooms_is_refused(people: People, moment: str) -> None:
    ada = await people.register()
    with refused("BAD_INPUT", "after"):
        await ada.ask(MY_ROOMS, first=3, after=place_cursor(moment, NO_ID))
