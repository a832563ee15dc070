"""A reader that stops: it costs the others nothing, and misses nothing when it reads on."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psutil
from websockets.exceptions import ConnectionClosed

from tests.fixtures.people import SEND, People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.sockets import Ear, Json, Socket, open_socket

SENDERS = 8
MESSAGES = 1_200  # of 7.9 kB: more than the kernel and the outlet hold together
TRY_AGAIN = {1013, 1006}  # too slow; the second when it did not even read the close frame in time
CONTENT = "x" * 7_900


@asynccontextmanager
async def narrow_socket(person: Person) -> AsyncIterator[Socket]:
    """A connection with the smallest buffers there are, read only when somebody asks."""
    host, _, port = person.address.partition(":")
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    narrow.setblocking(False)
    await asyncio.get_running_loop().sock_connect(narrow, (host, int(port)))
    async with open_socket(person.address, sock=narrow, max_queue=1) as found:
        await found.send(type="connection_init", payload={"authorization": f"Bearer {person.access_token}"})
        assert await found.receive() == {"type": "connection_ack"}
        yield found


async def send_many(person: Person, room_id: str) -> None:
    steps = iter(range(MESSAGES))

    async def send_on() -> None:
        async with person.socket() as sender:
            for step in steps:
                message = {"roomId": room_id, "content": CONTENT, "clientId": f"{room_id}-{step}"}
                await sender.execute(SEND, message=message)

    await asyncio.gather(*(send_on() for _ in range(SENDERS)))


async def hear_all(ear: Ear) -> list[int]:
    """The seq of every message heard, up to the last one."""
    heard: list[int] = []
    while not heard or heard[-1] < MESSAGES:
        heard += seqs_of(await ear.next())
    return heard


def seqs_of(event: Json) -> list[int]:
    if event["__typename"] == "MessageSent":
        return [event["message"]["seq"]]
    return sorted(message["seq"] for message in event.get("messages", ()))


async def test_who_stops_reading_costs_little_and_misses_nothing(people: People, instance: Instance) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin, eve)
    process = psutil.Process(instance.pid)
    async with narrow_socket(lin) as stalled, eve.listening(room, since=0) as quick:
        ear = await stalled.listen(room, since=0)
        assert (await ear.next())["__typename"] == "RoomSynced"
        before = process.memory_info().rss
        _, heard = await asyncio.gather(send_many(ada, room), hear_all(quick))
        assert heard == list(range(1, MESSAGES + 1))
        assert process.memory_info().rss - before < 64 * 1024 * 1024

        held: list[int] = []
        is_reset = False
        try:
            while not is_reset and (not held or held[-1] < MESSAGES):
                event = await ear.next()
                held += seqs_of(event)
                is_reset = event.get("reset", False)
        except ConnectionClosed:
            assert stalled.connection.close_code in TRY_AGAIN
    if not is_reset:
        async with lin.listening(room, since=len(held)) as again:
            missed = await again.next()
            is_reset = missed["reset"]
            held += seqs_of(missed)
    assert held == list(range(1, len(held) + 1))
    assert is_reset or len(held) == MESSAGES
