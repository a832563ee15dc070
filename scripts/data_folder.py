"""One data folder, one Parley: two databases on the same files would destroy them."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CLOSING_SECONDS = 30.0  # how long a database may take to end after its Parley was killed


class FolderInUse(Exception):
    """Another Parley works on this folder. The text says which."""


@contextmanager
def hold(folder: Path) -> Iterator[int]:
    """Keep an existing folder for this process. Raises FolderInUse.

    Yields the descriptor that holds it. A child that inherits it holds the folder until its own end, even if
    its parent is killed: the next start waits for a database that is still closing its files.
    """
    descriptor = os.open(folder / "parley.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _lock(descriptor, folder)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    deadline = time.monotonic() + CLOSING_SECONDS
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode().strip() or "unknown"
            if _runs(holder) or time.monotonic() > deadline:
                raise FolderInUse(
                    f"The data folder {folder} is already in use by another Parley (process {holder})."
                ) from None
            time.sleep(0.05)


def _runs(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
