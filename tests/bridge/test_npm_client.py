"""socket.io-client from npm: over each transport, with an upgrade, cut off and coming back."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.people import People, Person
from tests.fixtures.sockets import LISTEN_SECONDS, Json

CHECKOUT = Path(__file__).parents[2]
PROGRAM = (CHECKOUT / "tests/fixtures/socket_io_client.js").read_text(encoding="utf-8")
TRANSPORTS = [["websocket"], ["polling"], ["polling", "websocket"]]


@dataclass
class NodeClient:
    """A client in a process of its own. `heard` is everything, in order."""

    process: asyncio.subprocess.Process
    heard: list[tuple[str, Any]] = field(default_factory=list)
    answers: dict[int, Any] = field(default_factory=dict)
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)

    async def do(self, what: str, **more: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, **more}).encode() + b"\n")
        await self.process.stdin.drain()

    async def say(self, event: str, **payload: Any) -> Json:
        """What the acknowledgement of the event says."""
        number = next(self._ids)
        await self.do("say", id=number, event=event, payload=payload)
        await self._read_until(lambda: number in self.answers)
        answer: Json = self.answers[number]
        return answer

    async def hears(self, event: str, is_it: Callable[[Any], bool] = lambda _: True) -> Any:
        """What the first such event carries, heard already or soon."""

        def found() -> list[Any]:
            return [payload for name, payload in self.heard if name == event and is_it(payload)]

        await self._read_until(lambda: bool(found()))
        return found()[0]

    def forget(self) -> None:
        self.heard.clear()

    def seqs(self) -> list[int]:
        return [payload["seq"] for name, payload in self.heard if name == "message"]

    async def _read_until(self, is_done: Callable[[], bool]) -> None:
        assert self.process.stdout is not None
        async with asyncio.timeout(2 * LISTEN_SECONDS):
            while not is_done():
                line = json.loads(await self.process.stdout.readline())
                if "id" in line:
                    self.answers[line["id"]] = line["answer"]
                else:
                    self.heard.append((line["event"], line.get("payload")))


@asynccontextmanager
async def node_client(person: Person, transports: list[str]) -> AsyncIterator[NodeClient]:
    """Somebody's client, about to connect."""
    process = await asyncio.create_subprocess_exec(
        *("node", "--input-type=module", "--eval", PROGRAM),
        cwd=CHECKOUT / "client",  # where the package is
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=16 * 1024 * 1024,
    )
    client = NodeClient(process)
    options = {"auth": {"token": person.access_token}, "transports": transports, "reconnectionDelay": 100}
    await client.do("connect", url=f"http://{person.address}", options=options)
    try:
        yield client
    finally:
        process.kill()
        await process.wait()


@pytest.mark.parametrize("transports", TRANSPORTS, ids="+".join)
async def test_a_client_talks_is_cut_off_and_misses_nothing(people: People, transports: list[str]) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    async with node_client(lin, transports) as client:
        await client.hears("connect")
        if len(transports) > 1:
            assert await client.hears("upgrade") == "websocket"
        joined = await client.say("join_room", roomId=room, since=0)
        assert joined["ok"] and joined["clock"] == 0
        sent = await client.say("send_message", roomId=room, content="Hello", tempId="one")
        assert (sent["ok"], sent["seq"]) == (True, 1)
        assert (await client.hears("message_ack"))["tempId"] == "one"
        await ada.send(room, "And hello")
        await client.hears("message", lambda message: message["seq"] == 2)
        assert client.seqs() == [1, 2]
        client.forget()
        await client.do("cut")
        await client.hears("disconnect")
        await asyncio.gather(*(ada.send(room, f"Missed {step}") for step in range(20)))
        await client.hears("connect")
        again = await client.say("send_message", roomId=room, content="Hello", tempId="one")
        assert again == sent
        assert (await client.say("join_room", roomId=room, since=2))["clock"] == 22
        await ada.send(room, "Live")
        await client.hears("message", lambda message: message["content"] == "Live")
        assert client.seqs() == list(range(3, 24))


@pytest.mark.parametrize("transports", TRANSPORTS, ids="+".join)
async def test_a_bad_token_is_a_connect_error(people: People, transports: list[str]) -> None:
    ada = await people.register()
    forged = Person(ada.http, ada.address, ada.username, ada.id, ada.access_token[:-2] + "xx")
    async with node_client(forged, transports) as client:
        refused = await client.hears("connect_error")
        assert (refused["message"], refused["data"]["code"]) == (
            "This session is over. Sign in again.",
            "UNAUTHENTICATED",
        )


async def test_who_is_signed_out_does_not_come_back_by_itself(people: People) -> None:
    ada = await people.register()
    async with node_client(ada, ["websocket"]) as client:
        await client.hears("connect")
        await ada.ask("mutation { logout }")
        assert (await client.hears("auth_error"))["code"] == "UNAUTHENTICATED"
        assert await client.hears("disconnect") == "io server disconnect"
        client.forget()
        await client.do("open")
        assert (await client.hears("connect_error"))["data"]["code"] == "UNAUTHENTICATED"
