"""SIGTERM while something is away: an instance ends in order all the same, in bounded time."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from models.embedded import EmbeddedDatabase
from tests.chat.asking import EDIT
from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance, RedisServer
from tests.fixtures.socket_io import signed_in

PEOPLE = 5
CHANGES = 30  # that queue in one room: were each to wait for the database, no test would wait for all of them


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[EmbeddedDatabase]:
    with EmbeddedDatabase(tmp_path / "database") as database:
        yield database
        freeze(database, signal.SIGCONT)


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path / "redis.log") as redis:
        yield redis


def freeze(database: EmbeddedDatabase, number: signal.Signals = signal.SIGSTOP) -> None:
    """Stop the database where it is, or with SIGCONT let it go on."""
    if database.pid is not None:
        os.kill(database.pid, number)


async def listen_and_change(people: list[Person], stack: AsyncExitStack) -> list[asyncio.Task[object]]:
    """Let all of them be online, and many changes of one room be under way."""
    ada, *others = people
    room = await ada.create_room(*others)
    sent = await ada.send(room, "Tea?")
    for person in people:
        await stack.enter_async_context(person.listening(room))
        await stack.enter_async_context(signed_in(person))
    texts = [f"Tea at {number}?" for number in range(CHANGES)]
    return [asyncio.create_task(ada.ask(EDIT, id=sent["id"], content=text)) for text in texts]


@pytest.mark.parametrize("away", ["database", "redis", "both"])
async def test_an_instance_ends_though_what_it_needs_does_not_answer(
    tmp_path: Path, own_database: EmbeddedDatabase, own_redis: RedisServer, away: str
) -> None:
    with Instance(tmp_path, own_database.url, REDIS_URL=own_redis.url) as instance:
        async with People.at(instance.address) as people, AsyncExitStack() as stack:
            changes = await listen_and_change(await people.register_all(*["ada"] * PEOPLE), stack)
            await asyncio.wait(changes, return_when=asyncio.FIRST_COMPLETED)
            if away != "redis":
                freeze(own_database)
            if away != "database":
                own_redis.send(signal.SIGSTOP)
            assert await asyncio.to_thread(instance.stop) == 0
            await asyncio.gather(*changes, return_exceptions=True)
