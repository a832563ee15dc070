"""Editing and deleting: who may, how long, and what is left."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.chat.asking import DELETE, EDIT, REACT, SET_ROLE, refused
from tests.fixtures.people import People
from tests.fixtures.servers import Start


async def test_an_edit_is_told_with_its_time_and_is_its_senders_alone(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    sent = await lin.send(room, "Before")
    async with ada.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        await lin.ask(EDIT, id=sent["id"], content="After")
        told = (await ear.until_type("MessageEdited"))["message"]
    assert (told["content"], told["seq"], told["createdAt"]) == ("After", 1, sent["createdAt"])
    assert told["editedAt"] >= sent["createdAt"]
    with refused("FORBIDDEN"):
        await ada.ask(EDIT, id=sent["id"], content="By the owner")
    assert await ada.history(room) == [told]


async def test_a_deleted_message_leaves_a_tombstone(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    sent = await ada.send(room, "Secret")
    await lin.ask(REACT, id=sent["id"], emoji="👍")
    async with lin.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        await ada.ask(DELETE, id=sent["id"])
        told = (await ear.until_type("MessageDeleted"))["message"]
    assert (told["content"], told["reactions"], told["seq"]) == ("", [], 1)
    assert told["deletedAt"] is not None
    assert await lin.history(room) == [told]
    for query, more in ((EDIT, {"content": "Again"}), (REACT, {"emoji": "👍"})):
        with refused("NOT_FOUND"):
            await ada.ask(query, id=sent["id"], **more)
    async with lin.listening(room, since=0) as ear:
        assert "Secret" not in str(await ear.next())


async def test_a_message_is_deleted_by_its_sender_or_the_staff_of_a_group(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin, eve)
    of_ada, of_lin = await ada.send(room, "Ada's"), await lin.send(room, "Lin's")
    with refused("FORBIDDEN"):
        await eve.ask(DELETE, id=of_lin["id"])
    await ada.ask(SET_ROLE, room=room, user=eve.id, role="ADMIN")
    await eve.ask(DELETE, id=of_lin["id"])
    await eve.ask(DELETE, id=of_ada["id"])
    direct = await ada.open_direct_room(lin)
    with refused("FORBIDDEN"):
        await lin.ask(DELETE, id=(await ada.send(direct, "Ada's"))["id"])


@pytest.fixture
async def with_windows(start: Start) -> AsyncIterator[People]:
    address = start(MESSAGE_EDIT_WINDOW="1h", MESSAGE_DELETE_WINDOW="1h").address
    async with People.at(address) as people:
        yield people


async def test_past_its_window_a_message_stays_as_it_is_but_for_the_staff(with_windows: People) -> None:
    ada, lin = await with_windows.register_all("ada", "lin")
    room = await ada.create_room(lin)
    now = datetime.now(UTC)
    young = await lin.send(room, "Young", createdAt=(now - timedelta(minutes=50)).isoformat())
    old = await lin.send(room, "Old", createdAt=(now - timedelta(minutes=61)).isoformat())
    await lin.ask(EDIT, id=young["id"], content="Young, edited")
    await lin.ask(DELETE, id=young["id"])
    for query, more in ((EDIT, {"content": "Old, edited"}), (DELETE, {})):
        with refused("FORBIDDEN"):
            await lin.ask(query, id=old["id"], **more)
    await ada.ask(DELETE, id=old["id"])


async def test_a_window_of_nothing_is_never_open(start: Start) -> None:
    async with People.at(start(MESSAGE_EDIT_WINDOW="0", MESSAGE_DELETE_WINDOW="0").address) as people:
        ada, lin = await people.register_all("ada", "lin")
        room = await ada.open_direct_room(lin)
        sent = await lin.send(room, "For ever")
        for query, more in ((EDIT, {"content": "Never"}), (DELETE, {})):
            with refused("FORBIDDEN"):
                await lin.ask(query, id=sent["id"], **more)
        assert await lin.history(room) == [sent]
