"""Parley's Socket.IO face: the servers of `Parley`, with clients that speak Socket.IO over WebSockets."""

import json
import uuid
from collections.abc import Sequence
from typing import ClassVar

from bench import wire
from bench.contenders.parley import Parley
from bench.contenders.peers import SocketIO
from bench.load_client import Step


class Bridge(Parley):
    """Sends come over REST, under a name that tells its message without the mark: a frame holds that once."""

    name: ClassVar[str] = "Parley, Socket.IO"

    def listen(self, rooms: Sequence[int], person: int = 0) -> list[Step]:
        join = (json.dumps(["join_room", {"roomId": self.rooms[room]}]) for room in rooms)
        return [
            Step(wire.upgrade(SocketIO.path), b"HTTP"),
            Step(b"", b'0{"sid"'),
            Step(wire.text_frame("40" + json.dumps({"token": self.token})), b'40{"sid"'),
            *(Step(wire.text_frame(f"420{each}"), b'430[{"ok":true') for each in join),
        ]

    def send(self, room: int) -> bytes:
        address = f"/api/rooms/{self.rooms[room]}/messages"
        message = {"content": self.content, "tempId": f"{uuid.uuid4().hex}-{wire.NAME_PLACE}"}
        return wire.post(address, message, {"Authorization": f"Bearer {self.token}"})
