"""SIGTERM to each instance in turn, under load: nothing is lost, nothing is sent more than twice."""

import asyncio
import signal
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Self, TypeAlias

import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from chat.passwords import MEMORY_KIB
from tests.faults.test_crash import stored_at
from tests.fixtures.people import SEND, People, Person
from tests.fixtures.servers import Instance, RedisServer
from tests.fixtures.socket_io import signed_in
from tests.fixtures.sockets import Socket, open_socket

Pair: TypeAlias = tuple[Instance, Instance]

SENDERS = 8
BACK = "Service restart, come back in 1 s"


@pytest.fixture(scope="module")
def pair(folder: Path, database_url: str, redis: RedisServer) -> Iterator[Pair]:
    """Two instances that a test may restart."""
    with (
        Instance(folder, database_url, REDIS_URL=redis.url) as first,
        Instance(folder, database_url, REDIS_URL=redis.url) as second,
    ):
        yield first, second


async def end_and_restart(instance: Instance) -> int:
    code = await asyncio.to_thread(instance.stop)
    await asyncio.to_thread(instance.start)
    return code


class Wanderer:
    """Sends over a socket, and goes to the other instance when it is sent away."""

    def __init__(
        self, person: Person, room_id: str, pair: Pair, first: int, progress: asyncio.Condition
    ) -> None:
        self._person, self._room_id, self._pair, self._at = person, room_id, pair, first
        self.acknowledged: dict[str, int] = {}
        self.tries: dict[str, int] = {}
        self.sent_away: set[tuple[int, str] | None] = set()
        self._progress = progress

    async def send_on(self) -> None:
        while True:
            async with self._connected() as socket:
                try:
                    while True:
                        await self._send(socket)
                except ConnectionClosed as closed:
                    self.sent_away.add((closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else None)
            self._at = 1 - self._at

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Socket]:
        while True:
            try:
                async with self._person.at(self._pair[self._at].address).socket() as socket:
                    yield socket
                    return
            except (OSError, InvalidHandshake, ConnectionClosed):
                self._at = 1 - self._at

    async def _send(self, socket: Socket) -> None:
        waiting = self.tries.keys() - self.acknowledged.keys()
        client_id = waiting.pop() if waiting else uuid.uuid4().hex
        self.tries[client_id] = self.tries.get(client_id, 0) + 1
        message = {"roomId": self._room_id, "content": f"Message {client_id}", "clientId": client_id}
        sent = await socket.execute(SEND, message=message)
        self.acknowledged[client_id] = sent["sendMessage"]["seq"]
        async with self._progress:
            self._progress.notify_all()


class Crowd:
    """Several of them at once."""

    def __init__(self, person: Person, room_id: str, pair: Pair) -> None:
        self._progress = asyncio.Condition()
        self.wanderers = [
            Wanderer(person, room_id, pair, number % 2, self._progress) for number in range(SENDERS)
        ]

    @classmethod
    @asynccontextmanager
    async def sending(cls, person: Person, room_id: str, pair: Pair) -> AsyncIterator[Self]:
        crowd = cls(person, room_id, pair)
        tasks = [asyncio.create_task(wanderer.send_on()) for wanderer in crowd.wanderers]
        try:
            yield crowd
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(error, asyncio.CancelledError) for error in ended), ended

    @property
    def acknowledged(self) -> dict[str, int]:
        return {name: seq for wanderer in self.wanderers for name, seq in wanderer.acknowledged.items()}

    async def until_each_sent(self, more: int) -> None:
        """Wait until every one of them had so many more acknowledged."""
        goals = {wanderer: len(wanderer.acknowledged) + more for wanderer in self.wanderers}
        async with asyncio.timeout(60), self._progress:
            await self._progress.wait_for(
                lambda: all(len(wanderer.acknowledged) >= goal for wanderer, goal in goals.items())
            )


async def test_a_rolling_restart_loses_nothing_and_costs_one_retry_at_most(
    pair: Pair,
) -> None:
    async with People.at(pair[0].address) as people:
        sender = await people.register()
        room = await sender.create_room()
        async with Crowd.sending(sender, room, pair) as crowd:
            await crowd.until_each_sent(5)
            for instance in pair:
                assert await end_and_restart(instance) == 0
                await crowd.until_each_sent(5)
        stored = await stored_at(sender, room)
        assert crowd.acknowledged.items() <= stored.items()
        for wanderer in crowd.wanderers:
            assert max(wanderer.tries.values()) <= 2
            assert wanderer.sent_away <= {(1012, BACK)}
        assert any(wanderer.sent_away for wanderer in crowd.wanderers)


async def test_who_is_under_way_is_answered_and_who_comes_is_refused(folder: Path, database_url: str) -> None:
    """One socket too many for a slice keeps the instance going away, until that one leaves by itself."""
    with Instance(folder, database_url, DRAIN_SECONDS="1200") as instance:
        async with People.at(instance.address) as people:
            ada = await people.register()
            room = await ada.create_room()
            async with AsyncExitStack() as stack:
                crowd = [stack.enter_async_context(ada.socket()) for _ in range(50)]
                opened = await asyncio.gather(*crowd)
                last = await stack.enter_async_context(ada.socket())
                instance.send(signal.SIGTERM)
                assert await opened[0].closed() == (1012, BACK)

                ready = await ada.http.get(f"http://{instance.address}/readyz")
                assert (ready.status_code, ready.json()["draining"]) == (503, True)
                assert ready.headers["connection"] == "close"
                assert (await ada.http.get(f"http://{instance.address}/healthz")).status_code == 200
                with pytest.raises(InvalidStatus) as refused:
                    async with open_socket(instance.address):
                        pass
                assert refused.value.response.status_code == 503
                assert refused.value.response.headers["Retry-After"] == "1"
                assert (await ada.send(room, "Still here"))["seq"] == 1

                sent = {"roomId": room, "content": "The last one", "clientId": "last"}
                assert (await last.execute(SEND, message=sent))["sendMessage"]["seq"] == 2
        assert await asyncio.to_thread(instance.stop) == 0


async def test_a_mutation_under_way_is_answered_before_its_socket_closes(
    folder: Path, database_url: str
) -> None:
    with Instance(folder, database_url, PASSWORD_MEMORY_KIB=str(MEMORY_KIB)) as instance:
        async with People.at(instance.address) as people:
            ada = await people.register()
            async with ada.socket() as socket, signed_in(ada) as by_socket_io:
                query = (
                    "mutation($in: LoginInput!) { login(input: $in) { user { username } } }"  # takes its time
                )
                login = {"login": ada.username, "password": "correct horse battery"}
                payload = {"query": query, "variables": {"in": login}}
                for step in range(8):
                    await socket.send(id=str(step), type="subscribe", payload=payload)
                await socket.receive()
                instance.send(signal.SIGTERM)
                answers = [await socket.receive() for _ in range(15)]
                assert sum(answer["type"] == "complete" for answer in answers) == 8
                assert await socket.closed() == (1012, BACK)
                assert await by_socket_io.closed() == 1012


async def test_a_wrong_setting_is_one_line_under_any_server(tmp_path: Path) -> None:
    instance = Instance(tmp_path, "mongodb://127.0.0.1:1/", JWT_EXPIRY="soon")
    with pytest.raises(RuntimeError):
        instance.start()
    assert instance.log == "JWT_EXPIRY: must be a duration such as 30s, 15m, 12h or 7d\n"
    bare = [
        *(instance.command()[0], "-m", "uvicorn", "api.app:create_app", "--factory"),
        *("--port", str(instance.port), "--log-level", "error"),
    ]
    process = await asyncio.create_subprocess_exec(
        *bare, env=instance.environment(), stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert (process.returncode, said.decode()) == (2, instance.log)
