"""Live events: what is heard, by whom, and catching up without a gap or a repeat."""

import pytest

from tests.fixtures.people import SEND, People
from tests.fixtures.sockets import Ear, Json, Refused


def seqs(events: list[Json]) -> list[int]:
    """The seq of every message told, in the order of telling."""
    told: list[int] = []
    for event in events:
        if event["__typename"] == "RoomSynced":
            told += [message["seq"] for message in event["messages"]]
        elif event["__typename"] == "MessageSent":
            told.append(event["message"]["seq"])
    return told


async def hear_all(ear: Ear, last_seq: int) -> list[int]:
    while last_seq not in seqs(ear.heard):
        await ear.next()
    return seqs(ear.heard)


async def test_a_message_is_heard_by_the_other_with_its_whole_state(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    async with lin.listening(room, since=0) as ear:
        assert (await ear.next())["__typename"] == "RoomSynced"
        sent = await ada.send(room, "Hello")
        event = await ear.until_type("MessageSent")
        assert event == {"__typename": "MessageSent", "roomId": room, "message": sent}
        assert event["message"]["sender"]["username"] == ada.username


@pytest.mark.timeout(900)
async def test_a_send_between_subscribe_and_read_is_told_once_a_thousand_times(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    async with lin.socket() as listener, ada.socket() as sender:
        for step in range(1, 1001):
            ear = await listener.subscribe(room, since=step - 1, name=str(step))
            await sender.execute(
                SEND, message={"roomId": room, "content": "Hello", "clientId": f"{room}-{step}"}
            )
            assert await hear_all(ear, step) == [step]
            await listener.stop(str(step))


async def test_a_room_that_is_not_mine_cannot_be_heard(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.open_direct_room(lin)
    async with eve.listening(room) as ear:
        with pytest.raises(Refused) as refused:
            await ear.next()
    assert refused.value.code == "NOT_FOUND"


async def test_an_id_in_capitals_is_the_same_room(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    sent = await ada.send(room, "Hello")
    async with lin.listening(room.upper(), since=0) as ear:
        assert (await ear.next())["messages"] == [sent]
