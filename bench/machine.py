"""The machine: its two cores, one for the servers and one for everything else, and what it is."""

import os
import platform
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DESCRIPTORS = 20_000


class Unfit(Exception):
    """This machine cannot measure. The text says why, in one line."""


def prepare() -> None:
    """Move this process, and what it starts, off the servers' core, and let it open enough sockets."""
    if len(os.sched_getaffinity(0)) < 2:
        raise Unfit("The benchmarks need two cores: one for the server, one for the clients.")
    os.sched_setaffinity(0, {client_core()})
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(DESCRIPTORS, hard), hard))


def server_core() -> int:
    return 0


def client_core() -> int:
    return 1


@contextmanager
def on_server_core() -> Iterator[None]:
    """What is started here runs on the servers' core."""
    os.sched_setaffinity(0, {server_core()})
    try:
        yield
    finally:
        os.sched_setaffinity(0, {client_core()})


def describe() -> str:
    """The processor, the kernel and the Python of this machine, in one line."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    kernel = platform.release().partition("-")[0]
    python = platform.python_version()
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB, Linux {kernel}, Python {python}"
