"""The embedded database: SecantusDB, a MongoDB wire-protocol server, as a child process on the loopback."""

import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from models.child_process import ChildProcess, free_port

START_SECONDS = 60.0  # recovery of a large log after a crash included
STOP_SECONDS = 20.0  # a last checkpoint included
ASK_AGAIN_SECONDS = 1.0  # after which a server that still listens has not heard that it should end
LOOK_SECONDS = 0.02  # how often a starting server is looked at
PORTS_TO_TRY = 5


class DatabaseFailed(Exception):
    """The embedded database did not start. The text says why, in one line."""


class EmbeddedDatabase:
    """A database that lives in one folder and answers on one port of 127.0.0.1.

    Every acknowledged write is on the disk: it is there again after `stop`, after `kill` and after a crash.
    The first start takes a free port and later ones keep it, so `url` stays the same and clients reconnect.
    Only one process can have a folder open. `inherit` are file descriptors that the server keeps open as long
    as it runs, such as the one that locks the folder.

        with EmbeddedDatabase(folder) as database:
            client = AsyncMongoClient(database.url)
    """

    def __init__(self, folder: Path, *, inherit: Sequence[int] = ()) -> None:
        self._folder = folder
        self._log = folder / "database.log"
        self._inherit = inherit
        self._port: int | None = None
        self._server: ChildProcess | None = None

    @property
    def url(self) -> str:
        """Where it answers. Known once it has started."""
        if self._port is None:
            raise DatabaseFailed("The embedded database has not been started.")
        return f"mongodb://127.0.0.1:{self._port}/?directConnection=true"

    @property
    def pid(self) -> int | None:
        """The server's process, while it runs."""
        return self._server.pid if self._server and self._server.is_running else None

    @property
    def is_running(self) -> bool:
        return self.pid is not None

    def start(self) -> None:
        """Start the server and return when it answers. Does nothing when it runs. Raises DatabaseFailed."""
        if self.is_running:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        said = ""
        for port in [self._port] if self._port else [free_port() for _ in range(PORTS_TO_TRY)]:
            said = self._start_on(port)
            if not said:
                self._port = port
                return
            if "Address already in use" not in said:
                break  # another port would not help
        raise DatabaseFailed(f"The embedded database did not start ({said}); see {self._log}.")

    def stop(self) -> None:
        """End the server in order; kill it when that takes longer than 20 s. Does nothing when it is down."""
        if self._server is None or self._port is None:
            return
        asked = time.monotonic()
        deadline = asked + STOP_SECONDS
        self._server.ask_to_end()
        while self._server.is_running and time.monotonic() < deadline:
            listens = _listens(self._port)  # its accept loop sees the end only when somebody connects
            if listens and time.monotonic() - asked > ASK_AGAIN_SECONDS:
                self._server.ask_to_end()  # the signal reached a thread that does not wake the one to hear it
                asked = time.monotonic()
            time.sleep(LOOK_SECONDS)
        self._server.kill()

    def kill(self) -> None:
        """End the server as a crash would. `start` brings it back, with everything it had acknowledged."""
        if self._server is not None:
            self._server.kill()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start_on(self, port: int) -> str:
        """Start on this port. Empty when it answers, else why not: the server's own last words."""
        log_start = self._log.stat().st_size if self._log.exists() else 0
        server = ChildProcess(self._command(port), log=self._log, inherit=self._inherit)
        try:
            _wait_until_answering(server, port)
        except TimeoutError as error:
            server.kill()
            return str(error)
        except BaseException:
            server.stop(STOP_SECONDS)  # Ctrl-C while starting
            raise
        if server.is_running:
            self._server = server
            return ""
        return _last_line(self._log, log_start)

    def _command(self, port: int) -> list[str | Path]:
        settings = self._folder / "database.toml"
        settings.touch()  # an empty one keeps the server from looking for its own elsewhere
        where: list[str | Path] = [
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--storage-path",
            self._folder / "db",
        ]
        return [_executable(), "--config", settings, *where, "--sync-on-commit", "--log-level", "WARNING"]


def _executable() -> Path:
    path = Path(sys.executable).with_name("secantusd-py")
    if not path.exists():
        raise DatabaseFailed(
            "The embedded database is not installed: set DATABASE_URL, or install parley[embedded]."
        )
    return path


def _wait_until_answering(server: ChildProcess, port: int) -> None:
    """Return when the server answers or has ended. Raises TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    while server.is_running and not _answers(server.pid, port):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no answer for {START_SECONDS:.0f} s")
        time.sleep(LOOK_SECONDS)


def _answers(pid: int, port: int) -> bool:
    """Whether this very process answers there, and not another that took the port first."""
    if not _listens(port):
        return False
    url = f"mongodb://127.0.0.1:{port}/?directConnection=true&serverSelectionTimeoutMS=2000"
    try:
        with MongoClient[dict[str, Any]](url) as client:
            return bool(client.admin.command("serverStatus")["pid"] == pid)
    except PyMongoError:
        return False


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _last_line(log: Path, start: int) -> str:
    with log.open("rb") as file:
        file.seek(start)
        lines = file.read().decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
