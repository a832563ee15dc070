"""A Redis for the workers of one machine: nothing kept on disk, on a socket that only its owner can open."""

import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from models.child_process import ChildProcess

START_SECONDS = 10.0
STOP_SECONDS = 5.0


class RedisFailed(Exception):
    """There is no Redis for the workers to meet at. The text says why, in one line."""


@contextmanager
def run(log: Path) -> Iterator[tuple[ChildProcess, str]]:
    """Start `redis-server`, yield it and its address, end it. Raises RedisFailed."""
    program = shutil.which("redis-server")
    if program is None:
        raise RedisFailed(
            "Several workers need Redis: install redis-server from the system's packages, or set REDIS_URL."
        )
    with TemporaryDirectory(prefix="parley-") as folder:  # short: the path of a socket has at most 107 bytes
        path = Path(folder) / "redis.sock"
        server = ChildProcess(_command(program, path), log=log)
        try:
            _wait_until_answering(server, path, log)
            yield server, f"unix://{path}"
        finally:
            server.stop(STOP_SECONDS)


def _command(program: str, path: Path) -> list[str | Path]:
    address: list[str | Path] = ["--port", "0", "--unixsocket", path, "--unixsocketperm", "700"]
    nothing_kept = ["--save", "", "--appendonly", "no", "--dir", str(path.parent)]
    return [program, *address, *nothing_kept, "--loglevel", "warning"]


def _wait_until_answering(server: ChildProcess, path: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(path):
        if not server.is_running or time.monotonic() > deadline:
            raise RedisFailed(f"Redis did not start; see {log}.")
        time.sleep(0.02)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0
