"""Refusals: rights and every error code, the same over every face."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from models.embedded import EmbeddedDatabase
from tests.chat.asking import NO_ID, refused
from tests.faces.face import Can, Face, FaceType
from tests.faces.faces import FACES, offering, over
from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance, Start
from tests.fixtures.sockets import Refused

REMOVE = "mutation($room: ID!, $user: ID!) { removeMember(roomId: $room, userId: $user) { id } }"


@over(Can.SEND)
@pytest.mark.parametrize("content", ["", "   ", "\u200b", "NUL \x00", "x" * 8_001])
async def test_text_that_is_none_is_bad_input(face: FaceType, people: People, content: str) -> None:
    ada = await people.register()
    room = await ada.create_room()
    async with face.open(ada) as mine:
        with refused("BAD_INPUT"):
            await mine.send(room, content)


@over(Can.SEND)
async def test_a_bad_token_is_unauthenticated(face: FaceType, people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    forged = Person(ada.http, ada.address, ada.username, ada.id, ada.access_token[:-2] + "xx")
    with refused("UNAUTHENTICATED"):
        async with face.open(forged) as nobody:
            await nobody.send(room, "Let me in")


@over(Can.SEND)
async def test_a_room_that_is_not_mine_is_not_found(face: FaceType, people: People) -> None:
    ada, eve = await people.register_all("ada", "eve")
    room = await ada.create_room()
    sent = await ada.send(room, "Between us")
    async with face.open(eve) as outsider:
        for act in (
            outsider.send(room, "Hello?"),
            outsider.send(NO_ID, "Hello?"),
            outsider.send("no id at all", "Hello?"),
            outsider.edit(sent["id"], "Mine"),
            outsider.delete(sent["id"]),
            outsider.react(sent["id"], "👀"),
            outsider.edit(NO_ID, "Mine"),
        ):
            with refused("NOT_FOUND"):
                await act


@over(Can.SEND)
async def test_who_was_just_taken_out_may_no_longer_write(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with face.open(bob) as theirs:
        sent = await theirs.send(room, "Here")
        await ada.ask(REMOVE, room=room, user=bob.id)
        for act in (theirs.send(room, "Still here"), theirs.edit(sent.id, "Gone"), theirs.delete(sent.id)):
            with refused("NOT_FOUND"):
                await act


@over(Can.EDIT)
async def test_what_another_wrote_is_forbidden_to_change(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    sent = await ada.send(room, "Mine")
    async with face.open(bob) as theirs:
        with refused("FORBIDDEN"):
            await theirs.edit(sent["id"], "Yours")
        with refused("FORBIDDEN"):
            await theirs.delete(sent["id"])


@over(Can.SEND)
async def test_another_message_under_the_same_name_is_a_conflict(face: FaceType, people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    async with face.open(ada) as mine:
        await mine.send(room, "This", temp_id="t1")
        with refused("CONFLICT"):
            await mine.send(room, "That", temp_id="t1")


@pytest.fixture(scope="module")
def strict(start: Start) -> Instance:
    """An instance with narrow limits."""
    return start(
        RATE_LIMITS="on",
        LIMITS__SEND_BURST="3",
        LIMITS__SENDS_PER_SECOND="1",
        LIMITS__LOGINS_PER_MINUTE="1000",
        LIMITS__REACTIONS_PER_MESSAGE="1",
        MESSAGE_EDIT_WINDOW="1s",
        MESSAGE_DELETE_WINDOW="0",
    )


@asynccontextmanager
async def strictly(face: FaceType, strict: Instance) -> AsyncIterator[tuple[Face, str]]:
    """Somebody new there, and a room in which they have no more rights than others."""
    async with People.at(strict.address) as people:
        ada, bob = await people.register_all("ada", "bob")
        room = await ada.open_direct_room(bob)
        async with face.open(ada) as mine:
            yield mine, room


@over(Can.SEND)
async def test_too_many_sends_are_rate_limited(face: FaceType, strict: Instance) -> None:
    async with strictly(face, strict) as (mine, room):
        with refused("RATE_LIMITED"):
            while True:
                await mine.send(room, "Hurry")


@over(Can.REACT)
async def test_more_reactions_than_a_message_holds_are_too_large(face: FaceType, strict: Instance) -> None:
    async with strictly(face, strict) as (mine, room):
        sent = await mine.send(room, "Cake?")
        await mine.react(sent.id, "🍰")
        with refused("TOO_LARGE"):
            await mine.react(sent.id, "🎂")


@over(Can.EDIT)
async def test_a_message_is_forbidden_to_change_after_its_window(face: FaceType, strict: Instance) -> None:
    async with strictly(face, strict) as (mine, room):
        sent = await mine.send(room, "Quick")
        with refused("FORBIDDEN"):
            await mine.delete(sent.id)
        with refused("FORBIDDEN"):
            while True:  # until the second is over; edits are limited, too
                await _unless_limited(lambda: mine.edit(sent.id, "Quicker"))


async def _unless_limited(act: Callable[[], Awaitable[None]]) -> None:
    try:
        await act()
    except Refused as error:
        if error.code != "RATE_LIMITED":
            raise
        await asyncio.sleep(error.extensions["retryAfter"])


async def test_a_database_that_is_away_is_unavailable(folder: Path, tmp_path: Path) -> None:
    with EmbeddedDatabase(tmp_path) as database, Instance(folder, database.url) as server:
        async with People.at(server.address) as people:
            ada = await people.register()
            room = await ada.create_room()

            async def mark_over(face: FaceType) -> None:
                async with face.open(ada) as mine:
                    sent = await mine.send(room, "Stored")
                    ready.release()
                    await away.wait()
                    with refused("UNAVAILABLE"):
                        await mine.mark_read(room, sent)

            ready, away = asyncio.Semaphore(0), asyncio.Event()
            marks = [asyncio.create_task(mark_over(face)) for face in offering(Can.MARK)]
            for _ in marks:
                await ready.acquire()
            database.kill()
            away.set()
            await asyncio.gather(*marks)
        assert "Traceback" not in server.log


def test_every_face_offers_what_all_of_them_must() -> None:
    for face in FACES:
        assert face.offers >= {Can.SEND, Can.EDIT, Can.DELETE, Can.REACT, Can.MARK}
