"""Lulls: what has time goes to the database when no message is stored beside it, and before long."""

import asyncio

from bson import ObjectId

from chat.heads import Head
from chat.hints import HeadHints
from chat.lulls import Lulls
from models.base import utc_now
from models.database import Database, connect
from tests.fixtures.lulls import NEVER, WatchedLulls
from tests.fixtures.proxies import DatabaseProxy, insert_into


async def test_when_no_message_came_nobody_waits() -> None:
    waiting = asyncio.create_task(Lulls(busy_seconds=NEVER).next())
    await asyncio.sleep(0)
    assert waiting.done()


async def test_who_waits_goes_on_before_the_message_is_told_of() -> None:
    lulls, used = Lulls(busy_seconds=NEVER), asyncio.Event()

    async def use_the_lull() -> None:
        await lulls.next()
        await asyncio.sleep(0)  # as the driver does, before its command is on its way
        used.set()

    await lulls.begin()
    waiting = asyncio.create_task(use_the_lull())
    await asyncio.sleep(0)
    assert not waiting.done()
    await lulls.begin()
    assert used.is_set()


async def test_a_message_that_does_not_come_is_not_waited_for() -> None:
    lulls = Lulls(busy_seconds=0.001)
    for _ in range(3):
        await lulls.begin()
        await lulls.next()


async def test_who_gave_up_waiting_is_no_harm_to_others() -> None:
    lulls = Lulls(busy_seconds=NEVER)
    await lulls.begin()
    gone, stays = (asyncio.create_task(lulls.next()) for _ in range(2))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait([gone])
    await lulls.begin()
    await stays


async def test_hints_are_written_in_a_lull_with_all_that_moved_until_then(database_url: str) -> None:
    lulls, room = WatchedLulls(), ObjectId()
    async with connect(database_url, "parley_lulls") as database:
        await database["rooms"].insert_one({"_id": room, "last_seq": 0, "clock": 0})
        hints = HeadHints(database["rooms"], lulls)
        await lulls.begin()
        hints.moved(room, Head(1, 1), utc_now())
        await lulls.awaited.wait()
        assert await _hint(database, room) == 0
        hints.moved(room, Head(2, 2), utc_now())
        await lulls.begin()
        assert await _written_hint(database, room) == 2
        await hints.close()


async def test_hints_that_could_not_be_written_are_written_later(database_url: str) -> None:
    room, update_rooms = ObjectId(), insert_into("rooms").replace(b"insert", b"update")
    async with (
        DatabaseProxy.before(database_url, update_rooms) as proxy,
        connect(database_url, "parley_lulls") as database,
        connect(proxy.url, "parley_lulls") as cut_off,
    ):
        await database["rooms"].insert_one({"_id": room, "last_seq": 0, "clock": 0})
        hints = HeadHints(cut_off["rooms"], Lulls())
        proxy.cut = True
        hints.moved(room, Head(1, 1), utc_now())
        assert await _written_hint(database, room) == 1
        assert not proxy.cut
        await hints.close()


async def _written_hint(database: Database, room: ObjectId) -> int:
    """The room's hint, once there is one."""
    while not (hint := await _hint(database, room)):  # noqa: ASYNC110 - the event is in the database
        await asyncio.sleep(0.01)
    return hint


async def _hint(database: Database, room: ObjectId) -> int:
    found = await database["rooms"].find_one({"_id": room}, {"last_seq": 1})
    return int(found["last_seq"]) if found else 0
