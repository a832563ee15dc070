"""Rechecks: what the bus may have lost is looked for when no message is stored beside it."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest
from bson import ObjectId

from api.delivery import rechecks
from api.delivery.hub import Hub
from api.delivery.rechecks import Rechecks
from chat.context import Core
from chat.writers import Writers
from models.base import utc_now
from tests.fixtures.lulls import WatchedLulls


@dataclass(eq=False)
class Connection:
    """Of a session that ended."""

    session_id: ObjectId = field(default_factory=ObjectId)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def session_over(self) -> None:
        self.over.set()


async def test_a_session_that_ended_unheard_is_looked_for_in_a_lull(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rechecks, "RECHECK_SECONDS", 0.0)
    connection, user_id, lulls = Connection(), ObjectId(), WatchedLulls()
    ended = {"_id": connection.session_id, "user_id": user_id, "revoked_at": utc_now()}
    await core.database["sessions"].insert_one(ended)
    writers = Writers(core.database, lulls)
    sockets = {user_id: [connection]}
    looking = Rechecks(replace(core, writers=writers), {}, sockets, Hub(core).receive)
    await lulls.begin()
    looking.start()
    await lulls.awaited.wait()
    assert not connection.over.is_set()
    while not connection.over.is_set():
        await lulls.begin()
        await asyncio.sleep(0.01)
    await looking.close()
