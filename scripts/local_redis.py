"""A Redis for the workers of one machine: on the loopback, and nothing of it is kept on disk."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from models.child_process import ChildProcess, free_port

START_SECONDS = 10.0
STOP_SECONDS = 5.0
PORTS_TO_TRY = 5


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
    for port in [free_port() for _ in range(PORTS_TO_TRY)]:
        server = ChildProcess(_command(program, port, log.parent), log=log)
        try:
            if _answers_in_time(server, port):
                yield server, f"redis://127.0.0.1:{port}/0"
                return
        finally:
            server.stop(STOP_SECONDS)
    raise RedisFailed(f"Redis did not start; see {log}.")


def _command(program: str, port: int, folder: Path) -> list[str]:
    address = ["--bind", "127.0.0.1", "--port", str(port)]
    nothing_kept = ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    return [program, *address, *nothing_kept, "--loglevel", "warning"]


def _answers_in_time(server: ChildProcess, port: int) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while server.is_running and time.monotonic() < deadline:
        if _answers(server.pid, port):
            return True
        time.sleep(0.02)
    return False


def _answers(pid: int, port: int) -> bool:
    """Whether this very process answers there, and not another that took the port first."""
    try:
        with Redis(port=port, socket_timeout=1.0) as client:
            return bool(client.info("server")["process_id"] == pid)
    except RedisError:
        return False
