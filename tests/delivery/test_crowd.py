"""A thousand real sockets in one room: everyone hears everything, once and in order."""

import asyncio
from contextlib import AsyncExitStack

from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Ear

SOCKETS = 1_000
OPENED_AT_ONCE = 50
MESSAGES = 20


async def open_ears(stack: AsyncExitStack, people: list[Person], room_id: str) -> list[Ear]:
    """Sockets of these people in turn, all live."""
    gate = asyncio.Semaphore(OPENED_AT_ONCE)

    async def open_ear(person: Person) -> Ear:
        async with gate:
            ear = await stack.enter_async_context(person.listening(room_id, since=0))
            assert (await ear.next())["__typename"] == "RoomSynced"
            return ear

    return list(await asyncio.gather(*(open_ear(people[number % len(people)]) for number in range(SOCKETS))))


async def hear(ear: Ear, count: int) -> list[int]:
    return [(await ear.until_type("MessageSent"))["message"]["seq"] for _ in range(count)]


async def test_a_thousand_sockets_hear_every_message_once_and_in_order(people: People) -> None:
    sender, *listeners = await people.register_all(*(["ada"] * 11))
    room = await sender.create_room(*listeners)
    async with AsyncExitStack() as stack:
        ears = await open_ears(stack, listeners, room)
        hearing = asyncio.gather(*(hear(ear, MESSAGES) for ear in ears))
        await asyncio.gather(*(sender.send(room, f"Message {step}") for step in range(MESSAGES)))
        assert await hearing == [list(range(1, MESSAGES + 1))] * SOCKETS

        leaving, *staying = ears
        await leaving.socket.send(id=leaving.name, type="complete")
        await sender.send(room, "After")
        assert await asyncio.gather(*(hear(ear, 1) for ear in staying)) == [[MESSAGES + 1]] * len(staying)
