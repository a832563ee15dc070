"""The web processes: each on a listening socket of its own, all on one port."""

import errno
import http.client
import socket
import sys
import time
from collections.abc import Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Self

from models.child_process import ChildProcess
from scripts.worker import DRAIN_SECONDS

BACKLOG = 2_048  # connections that wait to be accepted
READY_SECONDS = 60.0
STEADY_SECONDS = 10.0  # a worker that ends sooner is not started again: it would end again


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

    def __init__(self, listeners: list[socket.socket], environment: Mapping[str, str]) -> None:
        host, port = listeners[0].getsockname()[:2]
        self._address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port
        self._listeners = listeners
        self._environment = environment
        self._running = {listener: self._start(listener) for listener in listeners}

    def wait_until_ready(self) -> None:
        """Return when `/readyz` says so. Raises WorkersFailed."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            self.check()
            if time.monotonic() > deadline:
                raise WorkersFailed(f"The web server was not ready after {READY_SECONDS:.0f} s.")
            time.sleep(0.05)

    def check(self) -> None:
        """Replace a worker that died. Raises WorkersFailed when it was the only one or had just started."""
        for listener, (worker, since) in list(self._running.items()):
            if worker.is_running:
                continue
            ending = f"A web process ended unexpectedly ({_describe(worker.exit_code)})"
            if len(self._listeners) == 1 or time.monotonic() - since < STEADY_SECONDS:
                raise WorkersFailed(f"{ending}.")
            print(f"{ending}; another takes its place.", flush=True)
            self._running[listener] = self._start(listener)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Refuse new connections, then end all workers, with time to finish what they have begun."""
        for listener in self._listeners:
            listener.close()
        workers = [worker for worker, _ in self._running.values()]
        for worker in workers:
            worker.ask_to_end()
        deadline = time.monotonic() + DRAIN_SECONDS + 5
        for worker in workers:
            worker.wait(max(0.0, deadline - time.monotonic()))

    def _start(self, listener: socket.socket) -> tuple[ChildProcess, float]:
        descriptor = listener.fileno()
        command = [sys.executable, "-m", "scripts.worker", str(descriptor)]
        worker = ChildProcess(command, environment=self._environment, inherit=[descriptor])
        return worker, time.monotonic()

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection(*self._address, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _describe(exit_code: int | None) -> str:
    return f"signal {-exit_code}" if exit_code is not None and exit_code < 0 else f"exit code {exit_code}"
