"""Reactions: put on a message and taken off it, once for each person and emoji."""

import asyncio

import pytest

from tests.chat.asking import REACT, UNREACT, refused
from tests.fixtures.people import People, Person
from tests.fixtures.servers import Start
from tests.fixtures.sockets import Json


async def react(person: Person, message_id: str, emoji: str) -> list[Json]:
    answer = await person.ask(REACT, id=message_id, emoji=emoji)
    reactions: list[Json] = answer["addReaction"]["reactions"]
    return reactions


async def unreact(person: Person, message_id: str, emoji: str) -> list[Json]:
    answer = await person.ask(UNREACT, id=message_id, emoji=emoji)
    reactions: list[Json] = answer["removeReaction"]["reactions"]
    return reactions


async def test_reactions_stand_in_the_order_they_came_once_for_each_person(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    message = (await ada.send(await ada.open_direct_room(lin), "React"))["id"]
    await react(lin, message, "🎉")
    await react(ada, message, "👍")
    await react(ada, message, "🎉")
    assert await react(ada, message, "🎉") == [
        {"emoji": "🎉", "count": 2, "userIds": [lin.id, ada.id]},
        {"emoji": "👍", "count": 1, "userIds": [ada.id]},
    ]
    assert await unreact(lin, message, "🎉") == [
        {"emoji": "🎉", "count": 1, "userIds": [ada.id]},
        {"emoji": "👍", "count": 1, "userIds": [ada.id]},
    ]
    await unreact(ada, message, "👍")
    await unreact(lin, message, "❤️")
    assert await unreact(ada, message, "🎉") == []


async def test_reactions_are_told_with_whose_and_which(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    message = (await ada.send(room, "React"))["id"]
    async with ada.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        await react(lin, message, "👍")
        await unreact(lin, message, "👍")
        for added in (True, False):
            told = await ear.until_type("ReactionChanged")
            assert (told["emoji"], told["userId"], told["added"]) == ("👍", lin.id, added)
            assert bool(told["message"]["reactions"]) == added


async def test_two_forms_of_the_same_emoji_are_one(people: People) -> None:
    ada = await people.register()
    message = (await ada.send(await ada.create_room(), "React"))["id"]
    await react(ada, message, "e\u0301")
    assert len(await react(ada, message, " \u00e9 ")) == 1
    assert await unreact(ada, message, "e\u0301") == []


@pytest.mark.parametrize("emoji", ["", " ", "a b", "x" * 33, "\u200b", "a\x00", "👍\n👍"])
async def test_what_is_no_emoji_is_refused(people: People, emoji: str) -> None:
    ada = await people.register()
    message = (await ada.send(await ada.create_room(), "React"))["id"]
    for query in (REACT, UNREACT):
        with refused("BAD_INPUT", "emoji"):
            await ada.ask(query, id=message, emoji=emoji)


async def test_a_message_holds_fifty_different_reactions(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    message = (await ada.send(await ada.open_direct_room(lin), "React"))["id"]
    await asyncio.gather(*(react(ada, message, f"{number}") for number in range(50)))
    with refused("TOO_LARGE", "emoji"):
        await react(lin, message, "51")
    assert len(await react(lin, message, "49")) == 50


async def test_where_reactions_are_off_there_are_none(start: Start) -> None:
    async with People.at(start(MESSAGE_REACTIONS="off").address) as people:
        ada = await people.register()
        message = (await ada.send(await ada.create_room(), "React"))["id"]
        for query in (REACT, UNREACT):
            with refused("FORBIDDEN"):
                await ada.ask(query, id=message, emoji="👍")
