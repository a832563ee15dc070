"""The web processes: each on a listening socket of its own, all on one port."""

import errno
import http.client
import socket
import sys
import time
from collections import deque
from collections.abc import Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Self

from api.settings import Settings
from models.child_process import ChildProcess

BACKLOG = 2_048  # connections that wait to be accepted
READY_SECONDS = 60.0
FINISH_SECONDS = 10  # for requests under way when a worker ends, once its sockets are gone
MOST_DEATHS, DEATHS_SECONDS = 5, 60.0  # more in that time, and no worker takes a dead one's place


def seconds_to_end(settings: Settings) -> float:
    """How long a worker may take to end in order."""
    return settings.drain_seconds + FINISH_SECONDS + 5


class WorkersFailed(Exception):
    """The web processes cannot serve. The text says why, in one line."""


def listen(host: str, port: int, count: int) -> list[socket.socket]:
    """Open `count` sockets on one port, among which the kernel spreads connections. Raises WorkersFailed.

    A port in use is known before anything starts, and what connects before a worker is ready, or while it is
    replaced, waits instead of being refused.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        alone = socket.create_server((host, port), family=family, backlog=BACKLOG)
        if count == 1:
            return [alone]
        address = alone.getsockname()[:2]
        alone.close()  # it has shown that no other program has the port: sharing sockets would not notice
        return [
            socket.create_server(address, family=family, backlog=BACKLOG, reuse_port=True)
            for _ in range(count)
        ]
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise WorkersFailed(f"Port {port} is already in use; --port chooses another.") from None
        raise WorkersFailed(f"Cannot listen on {host}, port {port}: {error.strerror}.") from None


class Workers:
    """A web process for each socket; one that dies is replaced when there are others.

    Use it as a context: at its end they get time to finish what they have begun.
    """

    def __init__(
        self, listeners: list[socket.socket], environment: Mapping[str, str], *, seconds_to_end: float
    ) -> None:
        host, port = listeners[0].getsockname()[:2]
        self._address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port
        self._listeners = listeners
        self._environment = environment
        self._seconds_to_end = seconds_to_end
        self._running = {listener: self._start(listener) for listener in listeners}
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)

    def wait_until_ready(self) -> None:
        """Return when `/readyz` says so. Raises WorkersFailed."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            for worker in self._running.values():
                if not worker.is_running:
                    raise WorkersFailed(f"{_ending(worker)}.")
            if time.monotonic() > deadline:
                raise WorkersFailed(f"The web server was not ready after {READY_SECONDS:.0f} s.")
            time.sleep(0.05)

    def check(self) -> None:
        """Replace a worker that died. Raises WorkersFailed when it was the only one, or one of too many."""
        for listener, worker in self._running.items():
            if worker.is_running:
                continue
            if len(self._listeners) == 1 or self._too_many_died():
                raise WorkersFailed(f"{_ending(worker)}.")
            self._running[listener] = self._start(listener)
            print(f"{_ending(worker)}; another takes its place.", flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all workers, each in its order; from its end on nobody listens on its socket any more."""
        for listener in self._listeners:
            listener.close()
        for worker in self._running.values():
            worker.ask_to_end()
        deadline = time.monotonic() + self._seconds_to_end
        for worker in self._running.values():
            worker.wait(max(0.0, deadline - time.monotonic()))

    def _start(self, listener: socket.socket) -> ChildProcess:
        descriptor = listener.fileno()
        command = [sys.executable, "-m", "scripts.worker", "--socket", str(descriptor)]
        return ChildProcess(command, environment=self._environment, inherit=[descriptor])

    def _too_many_died(self) -> bool:
        """Count one more death, and say whether there were too many of late."""
        now = time.monotonic()
        too_many = len(self._deaths) == MOST_DEATHS and now - self._deaths[0] < DEATHS_SECONDS
        self._deaths.append(now)
        return too_many

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection(*self._address, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _ending(worker: ChildProcess) -> str:
    code = worker.exit_code or 0
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return f"A web process ended unexpectedly ({how})"
