"""The peers, and the floor under them all."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from bench import install, wire
from bench.contenders.base import Contender
from bench.load_client import Step
from scripts import local_redis

ID: Final = "674237c5a1b2c3d4e5f60718"
SUBSCRIPTION: Final = (
    "subscription($roomId: ID!) { roomEvents(roomId: $roomId) { __typename ... on MessageSent { "
    "roomId message { id seq clock content createdAt sender { id username displayName } } } } }"
)


def room_name(room: int) -> str:
    """As long as Parley's."""
    return f"{room:024x}"


class Peer(Contender):
    """A server that delivers what a POST brings."""

    order_key = '"seq":'

    def send(self, room: int) -> bytes:
        return wire.post("/send", {"room": room_name(room), "content": self.content})


class Floor(Peer):
    name = "C send() floor"
    order_key = ""
    seconds_to_read = 20e-6

    def command(self, port: int) -> list[str | Path]:
        return [install.floor(), str(port)]

    def listen(self, rooms: Sequence[int], person: int = 0) -> list[Step]:
        return [Step(wire.upgrade("/"), b"HTTP")]

    def send(self, room: int) -> bytes:
        return wire.post("/send", _event(room))


class SocketIO(Peer):
    """Rooms are joined at the first of `rooms`; several instances meet at a Redis on the clients' core."""

    name = "Node Socket.IO"
    path = "/socket.io/?EIO=4&transport=websocket"

    def start(self) -> None:
        self._redis = ""
        if self.instances > 1:
            _, self._redis = self.parts.enter_context(local_redis.run(self.folder / "redis.log"))
        super().start()

    def command(self, port: int) -> list[str | Path]:
        more = [self._redis] if self._redis else []
        return [*install.node("socketio.js"), str(port), *more]

    def listen(self, rooms: Sequence[int], person: int = 0) -> list[Step]:
        join = json.dumps(["join", [room_name(room) for room in rooms]], separators=(",", ":"))
        return [
            Step(wire.upgrade(self.path), b"HTTP"),
            Step(b"", b'0{"sid"'),
            Step(wire.text_frame("40"), b'40{"sid"'),
            Step(wire.text_frame("42" + join), b'42["joined"'),
        ]


class PythonSocketIO(SocketIO):
    name = "python-socketio"

    def command(self, port: int) -> list[str | Path]:
        return [*install.python("python_socketio.py"), str(port)]


class GraphQLWs(Peer):
    name = "Node graphql-ws"

    def command(self, port: int) -> list[str | Path]:
        return [*install.node("graphql_ws.js"), str(port)]

    def listen(self, rooms: Sequence[int], person: int = 0) -> list[Step]:
        subscribes = [subscribe(str(n), SUBSCRIPTION, roomId=room_name(room)) for n, room in enumerate(rooms)]
        return [*open_graphql({}), *(Step(frame) for frame in subscribes)]


class StrawberryOwn(GraphQLWs):
    name = "Strawberry's own"

    def command(self, port: int) -> list[str | Path]:
        return [*install.python("strawberry_own.py"), str(port)]


def open_graphql(payload: dict[str, str]) -> list[Step]:
    """An acknowledged graphql-transport-ws connection."""
    init = wire.json_frame({"type": "connection_init", "payload": payload})
    return [
        Step(wire.upgrade("/graphql", "graphql-transport-ws"), b"HTTP"),
        Step(init, b'"connection_ack"'),
    ]


def subscribe(name: str, query: str, **variables: Any) -> bytes:
    payload = {"query": query, "variables": variables}
    return wire.json_frame({"id": name, "type": "subscribe", "payload": payload})


def _event(room: int) -> dict[str, Any]:
    """What the other peers make of what is sent, in full: the floor makes nothing of it."""
    sender = {"id": ID, "username": "ada-lovelace", "displayName": "Ada Lovelace"}
    message = {
        "id": ID,
        "seq": 12345,
        "clock": 12345,
        "content": wire.CONTENT,
        "createdAt": "2026-11-23T12:00:00.000Z",
        "sender": sender,
    }
    event = {"__typename": "MessageSent", "roomId": room_name(room), "message": message}
    return {"id": "0", "type": "next", "payload": {"data": {"roomEvents": event}}}
