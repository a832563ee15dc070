"""What every contender is: servers on the servers' core, and the bytes with which to talk to them."""

import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from bench import wire
from bench.load_client import Step
from bench.machine import on_server_core
from models.child_process import ChildProcess, free_port

START_SECONDS = 30.0
STOP_SECONDS = 5.0


class StartFailed(Exception):
    """A contender did not start. The text says which, in one line."""


class Contender:
    """Use it as a context: it runs with `room_count` rooms inside. `folder` takes its logs and data."""

    name: ClassVar[str]
    order_key: ClassVar[str] = ""
    """What stands before a message's number in its frames, where the server numbers a room's messages."""

    seconds_to_read: ClassVar[float] = 0.0
    """What the load client gets for each delivery, where the server sends faster than anybody reads."""

    def __init__(self, folder: Path, room_count: int = 1, instances: int = 1) -> None:
        self.folder = folder
        self.room_count = room_count
        self.instances = instances
        self.content = wire.CONTENT
        self.servers: list[ChildProcess] = []
        self.ports: list[int] = []
        self.parts = ExitStack()

    @property
    def pids(self) -> list[int]:
        """The processes whose CPU counts."""
        return [server.pid for server in self.servers]

    def start(self) -> None:
        """Start everything that is needed, and return when it answers."""
        for _ in range(self.instances):
            port = free_port()
            self.run_server(self.command(port), port)

    def command(self, port: int) -> Sequence[str | Path]:
        """How one server is started."""
        raise NotImplementedError

    def listen(self, rooms: Sequence[int], person: int = 0) -> list[Step]:
        """What a client says to hear these rooms, where it matters as whom."""
        raise NotImplementedError

    def send(self, room: int) -> bytes:
        """What a client says to send into the room."""
        raise NotImplementedError

    def run_server(
        self,
        command: Sequence[str | Path],
        port: int,
        *,
        environment: Mapping[str, str] | None = None,
        inherit: Sequence[int] = (),
    ) -> None:
        """Start a server on its core, and return when its port answers."""
        log = self.folder / f"{self.name}.log"
        with on_server_core():
            server = ChildProcess(command, environment=environment, log=log, inherit=inherit)
        self.servers.append(server)
        self.ports.append(port)
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            if not server.is_running or time.monotonic() > deadline:
                raise StartFailed(f"{self.name} did not start: {log.read_text(errors='replace')[-500:]}")
            time.sleep(0.02)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        for server in self.servers:
            server.ask_to_end()
        for server in self.servers:
            server.wait(STOP_SECONDS)
        self.parts.close()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
