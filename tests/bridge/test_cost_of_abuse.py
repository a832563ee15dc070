"""What somebody who does not play fair costs: little memory, and nobody else anything."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.socket_io import PATH, Polling, RawSocket, chatting, raw_socket, signed_in

MB = 1024 * 1024


@pytest.fixture
def memory(instance: Instance) -> psutil.Process:
    return psutil.Process(instance.pid)


def narrow(address: str) -> socket.socket:
    """A connection with the smallest buffers there are."""
    host, _, port = address.partition(":")
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    found.connect((host, int(port)))
    found.setblocking(False)
    return found


async def fill(sender: Person, room: str, megabytes: int) -> None:
    """Send so much into a room, from several sockets at once."""
    steps = iter(range(megabytes * MB // 7_900))

    async def send_on() -> None:
        async with signed_in(sender) as raw:
            for _ in steps:
                assert (await raw.ask("send_message", {"roomId": room, "content": "x" * 7_900}))["ok"]

    await asyncio.gather(*(send_on() for _ in range(4)))


async def test_who_never_reads_is_closed_and_costs_little(people: People, memory: psutil.Process) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin, eve)
    stalled = await joined_polling(lin, room)
    unread = narrow(lin.address)
    async with signed_in(lin, sock=unread, max_queue=1) as raw, signed_in(eve) as quick:
        for each in (raw, quick):
            assert (await each.ask("join_room", {"roomId": room}))["ok"]
        before = memory.memory_info().rss
        hearing = asyncio.create_task(hear(quick, 8 * MB // 7_900))
        await fill(ada, room, 8)
        assert await hearing == list(range(1, 8 * MB // 7_900 + 1))
        assert memory.memory_info().rss - before < 48 * MB
        await until_cut(memory, unread)
    while (answer := await stalled.get()).status_code == 200:
        assert len(answer.content) < MB
    assert answer.status_code == 400


async def until_cut(process: psutil.Process, connection: socket.socket) -> None:
    """Wait until the server has given up this connection, from which nothing is read."""
    port = connection.getsockname()[1]
    deadline = time.monotonic() + 60
    while port in {getattr(other.raddr, "port", 0) for other in process.net_connections()}:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.2)


async def joined_polling(person: Person, room: str) -> Polling:
    polling = await Polling.open(person.http, person.address)
    await polling.sign_in(person)
    await polling.join(room)
    return polling


async def hear(raw: RawSocket, count: int) -> list[int]:
    """The seq of so many messages, in the order they were heard."""
    return [(await raw.until("message"))["seq"] for _ in range(count)]


async def test_who_asks_and_never_reads_the_answers_is_not_served_for_ever(
    ada: Person, memory: psutil.Process
) -> None:
    room = await ada.create_room()
    await fill(ada, room, 3)
    before = memory.memory_info().rss
    unread = narrow(ada.address)
    async with signed_in(ada, sock=unread, max_queue=1) as raw:
        ask = f'421["join_room",{{"roomId":"{room}","since":0}}]'

        async def ask_on() -> None:
            while True:
                await raw.send(ask)

        asking = asyncio.create_task(ask_on())
        await until_cut(memory, unread)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    assert memory.memory_info().rss - before < 40 * MB


@pytest.fixture(scope="module")
def small(folder: Path, database_url: str) -> Iterator[Instance]:
    """An instance that bears 20 polling sessions."""
    with Instance(folder, database_url, LIMITS__POLLING_SESSIONS="20") as server:
        yield server


async def test_polling_sessions_are_bounded_and_come_free_again(small: Instance, ada: Person) -> None:
    url = f"http://{small.address}{PATH}polling"
    sessions = [await Polling.open(ada.http, small.address) for _ in range(20)]
    refused = await ada.http.get(url)
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    async with raw_socket(small.address):
        pass
    for session in sessions:
        assert (await session.post("1")).status_code == 200
    there = ada.at(small.address)
    async with chatting(there, "polling") as chatter:
        assert (await chatter.say("join_room", roomId="*"))["ok"]


async def test_a_thousand_sockets_that_break_off_leave_nothing(ada: Person, memory: psutil.Process) -> None:
    async def come_and_go() -> None:
        async with signed_in(ada) as raw:
            await raw.send("42" + json.dumps(["join_room", {"roomId": "*"}]))
            raw.connection.transport.abort()

    async def a_thousand() -> None:
        for _ in range(20):
            await asyncio.gather(*(come_and_go() for _ in range(50)))

    await a_thousand()  # the first time the process takes what it keeps for good
    before = memory.memory_info().rss
    await a_thousand()
    assert memory.memory_info().rss - before < 8 * MB
