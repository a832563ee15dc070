"""Parley: web processes as `scripts/serve` starts them, on the embedded database.

The database and Redis run on the clients' core and are not counted: the peers have neither a store nor, in
most workloads, a bus.
"""

import http.client
import json
import os
import sys
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

from bench import wire
from bench.contenders.base import START_SECONDS, Contender, StartFailed
from bench.contenders.peers import SUBSCRIPTION, open_graphql, subscribe
from bench.load_client import Step
from models.embedded import EmbeddedDatabase
from scripts import local_redis, workers

SECRET = "a secret of the benchmarks with 32 bytes or more"
DATABASE_NAME = "parley_bench"
PASSWORD = "correct horse battery"
SEND = "mutation Send($message: SendMessageInput!) { sendMessage(input: $message) { id seq } }"


class Parley(Contender):
    """One account has every room and every socket."""

    name = "Parley, GraphQL"
    order_key = '"seq":'

    @property
    def database_folder(self) -> Path:
        return self.folder / "database"

    def start(self) -> None:
        self.database = self.parts.enter_context(EmbeddedDatabase(self.database_folder))
        self.redis_url = ""
        if self.instances > 1:
            _, self.redis_url = self.parts.enter_context(local_redis.run(self.folder / "redis.log"))
        for _ in range(self.instances):
            self._start_worker()
        self.token = ""
        self.rooms: list[str] = []
        self.prepare()

    def prepare(self) -> None:
        """Make the accounts and rooms."""
        self.token, self.user_id = self.register()
        for number in range(self.room_count):
            room = {"name": f"Room {number}", "isPrivate": True, "memberIds": []}
            made = self.ask(
                "mutation($room: CreateRoomInput!) { createRoom(input: $room) { id } }", room=room
            )
            self.rooms.append(made["createRoom"]["id"])

    def register(self) -> tuple[str, str]:
        """A new account's token and id."""
        username = f"ada-{uuid.uuid4().hex[:8]}"
        account = {
            "username": username,
            "displayName": "Ada Lovelace",
            "email": f"{username}@example.org",
            "password": PASSWORD,
        }
        query = "mutation($new: RegisterInput!) { register(input: $new) { accessToken user { id } } }"
        made = self.ask(query, new=account)["register"]
        return made["accessToken"], made["user"]["id"]

    def listen(self, rooms: Sequence[int], person: int = 0) -> list[Step]:
        subscribes = [
            subscribe(str(n), SUBSCRIPTION, roomId=self.rooms[room]) for n, room in enumerate(rooms)
        ]
        opening = open_graphql({"authorization": f"Bearer {self.token}"})
        return [*opening, *(Step(frame) for frame in subscribes)]

    def send(self, room: int) -> bytes:
        message = {
            "roomId": self.rooms[room],
            "content": self.content,
            "clientId": f"{uuid.uuid4().hex}-{wire.PLACE}",
        }
        return self.request(SEND, self.token, message=message)

    def request(self, query: str, token: str, **variables: Any) -> bytes:
        """The bytes of a GraphQL request over HTTP."""
        body = {"query": query, "variables": variables}
        return wire.post("/graphql", body, {"Authorization": f"Bearer {token}"})

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer. Raises StartFailed for one with errors."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[0], timeout=30)
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        connection.request("POST", "/graphql", json.dumps({"query": query, "variables": variables}), headers)
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        if "errors" in answer:
            raise StartFailed(f"{self.name} refused: {answer['errors']}")
        data: dict[str, Any] = answer["data"]
        return data

    def environment(self) -> dict[str, str]:
        ours = {
            "DATABASE_URL": self.database.url,
            "DATABASE_NAME": DATABASE_NAME,
            "DATA_DIR": str(self.folder),
            "JWT_SECRET": SECRET,
            "JWT_EXPIRY": "12h",
            "RATE_LIMITS": "off",
        }
        return os.environ | ours | ({"REDIS_URL": self.redis_url} if self.redis_url else {})

    def _start_worker(self) -> None:
        (listener,) = workers.listen("127.0.0.1", 0, 1)
        with listener:
            descriptor, port = listener.fileno(), listener.getsockname()[1]
            command = [sys.executable, "-m", "scripts.worker", "--socket", str(descriptor)]
            self.run_server(command, port, environment=self.environment(), inherit=[descriptor])
        deadline = time.monotonic() + START_SECONDS
        while not _is_ready(port):
            if not self.servers[-1].is_running or time.monotonic() > deadline:
                log = (self.folder / f"{self.name}.log").read_text(errors="replace")
                raise StartFailed(f"{self.name} did not start: {log[-500:]}")
            time.sleep(0.02)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    return False
