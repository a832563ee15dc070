"""kill -9: what was acknowledged is there exactly once, what was not at most once."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import httpx

from models.embedded import EmbeddedDatabase
from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.sockets import Refused

SENDERS = 8


class Sending:
    """Several senders at once, each until it is cut off, and what they were told."""

    def __init__(self, person: Person, room_id: str) -> None:
        self.person, self.room_id = person, room_id
        self.tried: set[str] = set()
        self.acknowledged: dict[str, int] = {}
        self._progress = asyncio.Condition()

    @classmethod
    @asynccontextmanager
    async def begin(cls, person: Person, room_id: str) -> AsyncIterator[Self]:
        """Send from here on; at the end of the block no more is begun."""
        sending = cls(person, room_id)
        senders = [asyncio.create_task(sending._send_on()) for _ in range(SENDERS)]
        yield sending
        for sender in senders:
            sender.cancel()
        await asyncio.gather(*senders, return_exceptions=True)

    async def until_acknowledged(self, count: int) -> None:
        async with self._progress:
            await self._progress.wait_for(lambda: len(self.acknowledged) >= count)

    async def send_all_again(self) -> None:
        for client_id in self.tried:
            await self.person.send(self.room_id, f"Message {client_id}", client_id)

    async def _send_on(self) -> None:
        while True:
            client_id = uuid.uuid4().hex
            self.tried.add(client_id)
            try:
                sent = await self.person.send(self.room_id, f"Message {client_id}", client_id)
            except httpx.TransportError:
                return  # the server is gone
            except Refused:
                continue  # the database is gone; what came of it is not known
            self.acknowledged[client_id] = sent["seq"]
            async with self._progress:
                self._progress.notify_all()


async def stored_at(person: Person, room_id: str) -> dict[str, int]:
    """The seq of every message by its client id, if they are dense and none is there twice."""
    messages = await person.history(room_id)
    assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
    by_client = {message["clientId"]: message["seq"] for message in messages}
    assert len(by_client) == len(messages)
    return by_client


async def test_a_killed_server_has_every_acknowledged_message_once(tmp_path: Path, database_url: str) -> None:
    with Instance(tmp_path, database_url) as instance:
        async with People.at(instance.address) as people:
            sender = await people.register()
            room = await sender.create_room()
            async with Sending.begin(sender, room) as sending:
                await sending.until_acknowledged(100)
                instance.kill()
            instance.start()
            stored = await stored_at(sender, room)
            assert sending.acknowledged.items() <= stored.items()
            assert stored.keys() <= sending.tried

            await sending.send_all_again()
            assert (await stored_at(sender, room)).keys() == sending.tried


async def test_a_killed_database_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with EmbeddedDatabase(tmp_path / "database") as database, Instance(tmp_path, database.url) as instance:
        async with People.at(instance.address) as people:
            sender = await people.register()
            room = await sender.create_room()
            async with Sending.begin(sender, room) as sending:
                await sending.until_acknowledged(50)
                database.kill()
                database.start()
                await sending.until_acknowledged(len(sending.acknowledged) + 50)
            await sending.send_all_again()
            stored = await stored_at(sender, room)
            assert sending.acknowledged.items() <= stored.items()
            assert stored.keys() == sending.tried
