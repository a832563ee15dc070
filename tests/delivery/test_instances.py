"""Two instances joined by Redis: each hears the other, with Redis there, frozen, gone and back."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance, RedisServer
from tests.fixtures.sockets import Ear

Pair = tuple[Person, Person, str]


@pytest.fixture(scope="module")
def own_redis(folder: Path) -> Iterator[RedisServer]:
    """A Redis that a test may freeze and kill."""
    with RedisServer(folder / "own-redis.log") as server:
        yield server


@pytest.fixture(scope="module")
def pair_of_instances(
    folder: Path, database_url: str, own_redis: RedisServer
) -> Iterator[tuple[Instance, Instance]]:
    with (
        Instance(folder, database_url, REDIS_URL=own_redis.url) as first,
        Instance(folder, database_url, REDIS_URL=own_redis.url) as second,
    ):
        yield first, second


@pytest.fixture
async def pair(pair_of_instances: tuple[Instance, Instance]) -> AsyncIterator[Pair]:
    """Ada at the first instance, Lin at the second, and their room."""
    first, second = pair_of_instances
    async with People.at(first.address) as people:
        ada, lin = await people.register_all("ada", "lin")
        yield ada, lin.at(second.address), await ada.open_direct_room(lin)


async def hears(ear: Ear, content: str) -> None:
    await ear.until(lambda event: bool(event.get("message", {}).get("content") == content))


def sent_to(ear: Ear) -> list[str]:
    return [event["message"]["content"] for event in ear.heard if event["__typename"] == "MessageSent"]


async def test_a_message_sent_at_one_is_heard_at_the_other(pair: Pair) -> None:
    ada, lin, room = pair
    async with lin.listening(room, since=0) as there, ada.listening(room, since=0) as here:
        await asyncio.gather(there.until_type("RoomSynced"), here.until_type("RoomSynced"))
        for step in range(20):
            await (ada if step % 2 else lin).send(room, f"Message {step}")
        await asyncio.gather(hears(there, "Message 19"), hears(here, "Message 19"))
        expected = [f"Message {step}" for step in range(20)]
        assert sent_to(there) == sent_to(here) == expected


async def test_senders_at_both_are_heard_in_one_order_by_all(pair: Pair) -> None:
    ada, lin, room = pair
    async with lin.listening(room, since=0) as there, ada.listening(room, since=0) as here:
        await asyncio.gather(there.until_type("RoomSynced"), here.until_type("RoomSynced"))
        await asyncio.gather(
            *((ada if step % 2 else lin).send(room, f"Message {step}") for step in range(200))
        )
        for ear in (there, here):
            while len(sent_to(ear)) < 200:
                await ear.next()
        assert sent_to(there) == sent_to(here)
        assert sent_to(here) == [message["content"] for message in await ada.history(room)]


async def test_with_redis_frozen_no_send_waits_for_it_and_readers_catch_up(
    pair: Pair, pair_of_instances: tuple[Instance, Instance], own_redis: RedisServer
) -> None:
    ada, lin, room = pair
    log_before = len(pair_of_instances[0].log)
    async with lin.listening(room, since=0) as there:
        await there.until_type("RoomSynced")
        await ada.send(room, "Before")
        await hears(there, "Before")
        own_redis.send(signal.SIGSTOP)
        try:
            for step in range(10):
                await ada.send(room, f"Frozen {step}")
            given_up = pair_of_instances[0].log.count("bus.events_not_sent", log_before)
            assert given_up < 10  # what waits for Redis is answered only when Redis was given up
            await hears(there, "Frozen 9")  # still frozen: read from the database
        finally:
            own_redis.send(signal.SIGCONT)
        await ada.send(room, "After")
        await hears(there, "After")
        assert sent_to(there) == ["Before", *(f"Frozen {step}" for step in range(10)), "After"]


async def test_with_redis_killed_and_back_nothing_is_lost_or_doubled(
    pair: Pair, own_redis: RedisServer
) -> None:
    ada, lin, room = pair
    async with lin.listening(room, since=0) as there:
        await there.until_type("RoomSynced")
        own_redis.kill()
        for step in range(5):
            await ada.send(room, f"Away {step}")
        own_redis.start()
        await hears(there, "Away 4")
        await ada.send(room, "Back")
        await hears(there, "Back")
        assert sent_to(there) == [*(f"Away {step}" for step in range(5)), "Back"]


async def test_who_is_removed_at_one_hears_nothing_more_at_the_other(pair: Pair) -> None:
    ada, lin, _ = pair
    room = await ada.create_room(lin)
    async with lin.listening(room, since=0) as there:
        await there.until_type("RoomSynced")
        await ada.ask(
            "mutation($room: ID!, $user: ID!) { removeMember(roomId: $room, userId: $user) { id } }",
            room=room,
            user=lin.id,
        )
        ended = await there.socket.receive()
        while ended["type"] == "next":
            assert "not for lin" not in str(ended)
            ended = await there.socket.receive()
        assert ended == {"id": "1", "type": "complete"}
        await ada.send(room, "not for lin")


async def test_a_session_that_ends_at_one_closes_its_sockets_at_the_other(pair: Pair) -> None:
    _, lin, _ = pair
    async with lin.socket() as socket:
        await lin.ask("mutation { logout }")
        assert await socket.closed() == (4401, "Unauthorized")
