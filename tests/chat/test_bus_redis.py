"""The bus over Redis: when a channel is heard, and when no longer."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from bson import ObjectId
from redis.asyncio import Redis

from chat import bus_redis
from chat.bus_redis import RedisBus
from chat.events import Channel, Event, room_channel
from scripts import local_redis

NEVER = 3_600.0  # seconds: longer than any test runs
GIVEN_UP = 60.0  # seconds


@pytest.fixture
async def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RedisBus]:
    """A bus that waits for Redis as long as it takes."""
    monkeypatch.setattr(bus_redis, "HEARD_TIMEOUT", NEVER)
    with local_redis.run(tmp_path / "redis.log") as (_, url):
        async with Redis.from_url(url) as redis:
            opened = RedisBus(redis)
            opened.start()
            yield opened
            await opened.close()


def ignore(_: Event, __: Sequence[Channel]) -> None: ...


async def heard(bus: RedisBus, channel: Channel) -> None:
    async with asyncio.timeout(GIVEN_UP):
        await bus.heard(channel)


async def test_a_channel_that_is_left_and_come_back_to_at_once_is_heard(bus: RedisBus) -> None:
    channel = room_channel(ObjectId())
    bus.listen(channel, ignore)
    await heard(bus, channel)
    bus.unlisten(channel, ignore)
    bus.listen(channel, ignore)
    await heard(bus, channel)


async def test_a_channel_that_was_left_is_subscribed_to_anew(bus: RedisBus) -> None:
    left, other = room_channel(ObjectId()), room_channel(ObjectId())
    bus.listen(left, ignore)
    await heard(bus, left)
    bus.unlisten(left, ignore)
    bus.listen(other, ignore)
    await heard(bus, other)  # so Redis was told of both
    bus.listen(left, ignore)
    await heard(bus, left)
