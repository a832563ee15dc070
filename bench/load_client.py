"""The load client, as seen from here: `load/load.c` in a process of its own, told what to do line by line."""

import json
import select
import struct
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ANSWER_SECONDS = 600.0  # before a command that is not answered is given up


class LoadFailed(Exception):
    """The load client ended or does not answer. The text says why, in one line."""


@dataclass(frozen=True, slots=True)
class Step:
    """Send this, then wait for a frame that holds `wait`, or for nothing when that is empty."""

    send: bytes
    wait: bytes = b""


@dataclass(frozen=True, slots=True)
class Connection:
    """A listener in these rooms, or a sender: one without steps, which speaks HTTP."""

    port: int
    rooms: Sequence[int] = ()
    steps: Sequence[Step] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """How to send into a room: the bytes, with wire.PLACE for its digits, and which connections may carry
    them."""

    text: bytes
    first_sender: int
    sender_count: int


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one run. Times in ms where the name says so, else in seconds.

    `lost`, `doubled` and `reordered` count deliveries; `strange` those to somebody they were not meant for;
    `refused` the sends that were answered with an error; `closed` the sockets that a server closed.
    """

    sent: int
    expected: int
    delivered: int
    lost: int
    doubled: int
    reordered: int
    strange: int
    refused: int
    closed: int
    frames: int
    bytes: int
    reads: int
    segments: int
    seconds: float
    cpu: float
    opened_after: float
    p50: float
    p99: float
    last_p50: float
    last_p99: float

    @property
    def faults(self) -> dict[str, int]:
        """What went wrong, by name; empty when nothing did."""
        names = ("lost", "doubled", "reordered", "strange", "refused", "closed")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


class LoadClient:
    """Use it as a context. `folder` takes its plans."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def rooms(self, requests: Sequence[Request], *, order_key: str = "") -> None:
        """How to send into each room. `order_key` stands before a message's number in its frames, if a server
        gives numbers; without it messages must come in the order of sending."""
        packed = [struct.pack("I", len(requests))]
        for request in requests:
            head = struct.pack("3I", request.first_sender, request.sender_count, len(request.text))
            packed += [head, request.text]
        self._ask("rooms", self._file(packed), order_key)

    def open(self, connections: Sequence[Connection], *, first: int = 0, at_once: int = 64) -> float:
        """Open them, as numbers `first` and on. Returns the seconds until all listened."""
        return float(self._ask("open", self._plan(first, connections), at_once)["seconds"])

    def reopen(self, connections: Sequence[Connection], *, first: int = 0, at_once: int) -> None:
        """Open them again while the next run goes on. They must hear nothing that they have heard."""
        self._ask("reopen", self._plan(first, connections), at_once)

    def run_closed(self, rooms: Iterable[int], *, seconds: float, patience: float = 10.0) -> Report:
        """Send one message after the other, each when everybody has heard the last one."""
        schedule = [struct.pack("II", room, 0) for room in rooms]
        return Report(**self._ask("run", self._file(schedule), "closed", seconds, patience))

    def run_open(
        self, schedule: Iterable[tuple[int, float]], *, seconds: float = 0.0, patience: float = 10.0
    ) -> Report:
        """Send to each room at its time, in seconds from now, in order, and go on for `seconds` at least."""
        packed = [struct.pack("II", room, int(at * 1e6)) for room, at in schedule]
        return Report(**self._ask("run", self._file(packed), "open", seconds, patience))

    def drop(self) -> None:
        """Close every listener."""
        self._ask("drop")

    def stall(self, number: int) -> None:
        """Let so many listeners stop reading."""
        self._ask("stall", number)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def _plan(self, first: int, connections: Sequence[Connection]) -> Path:
        packed = [struct.pack("II", first, len(connections))]
        for connection in connections:
            rooms = connection.rooms
            packed.append(struct.pack(f"II{len(rooms)}I", connection.port, len(rooms), *rooms))
            packed.append(struct.pack("I", len(connection.steps)))
            for step in connection.steps:
                packed += [struct.pack("I", len(step.send)), step.send]
                packed += [struct.pack("I", len(step.wait)), step.wait]
        return self._file(packed)

    def _file(self, parts: Iterable[bytes]) -> Path:
        path = self._folder / f"plan-{next(self._numbers)}"
        path.write_bytes(b"".join(parts))
        return path

    def _ask(self, *words: object) -> dict[str, Any]:
        process = self._process
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        try:
            print(*words, file=process.stdin, flush=True)
        except BrokenPipeError:
            raise LoadFailed(process.stderr.read().strip()) from None
        if not select.select([process.stdout], [], [], ANSWER_SECONDS)[0]:
            raise LoadFailed(f"The load client did not answer `{words[0]}`.")
        line = process.stdout.readline()
        if not line:
            raise LoadFailed(process.stderr.read().strip() or "The load client ended.")
        answer: dict[str, Any] = json.loads(line)
        return answer
