"""Long-polling as python-socketio's client does it, which takes 16 packets in one answer and no more."""

import asyncio

from tests.fixtures.people import People
from tests.fixtures.socket_io import Polling, chatting

MESSAGES = 40


async def test_what_waits_is_given_in_answers_of_at_most_sixteen_packets(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    polling = await Polling.open(lin.http, lin.address)
    await polling.sign_in(lin)
    await polling.join(room)
    said = [(await ada.send(room, f"Message {each}"))["content"] for each in range(MESSAGES)]
    heard: list[str] = []
    while len(heard) < MESSAGES:
        packets = (await polling.get()).text.split("\x1e")
        assert len(packets) <= 16
        heard += [packet for packet in packets if packet.startswith('42["message",')]
    assert all(content in packet for content, packet in zip(said, heard, strict=True))


async def test_a_crowd_of_messages_does_not_end_a_session(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    async with chatting(lin, "polling") as chatter:
        await chatter.say_well("join_room", roomId=room, since=0)
        await asyncio.gather(*(ada.send(room, f"Message {each}") for each in range(MESSAGES)))
        await chatter.until(lambda name, told: name == "message" and told["seq"] == MESSAGES)
        assert not chatter.is_closed.is_set()
        assert len(chatter.contents()) == MESSAGES
