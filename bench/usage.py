"""What processes have used so far, as the kernel counts it."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # in a second


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU seconds."""

    user: float = 0.0
    system: float = 0.0

    @property
    def total(self) -> float:
        return self.user + self.system

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(self.user + other.user, self.system + other.system)

    def __sub__(self, other: "Usage") -> "Usage":
        return Usage(self.user - other.user, self.system - other.system)


def cpu(pids: Iterable[int]) -> Usage:
    """Of these processes and all that they started, every thread counted."""
    return sum((_cpu_of(pid) for pid in _with_children(pids)), Usage())


def memory_kb(pids: Iterable[int]) -> int:
    """Resident memory of these processes and all that they started."""
    return sum(_resident_kb(pid) for pid in _with_children(pids))


def _with_children(pids: Iterable[int]) -> list[int]:
    found: list[int] = []
    for pid in pids:
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += _with_children(_children_of(task))
    return found


def _children_of(task: Path) -> list[int]:
    """The processes that a thread started; of one that has just ended another thread is the parent."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [int(pid) for pid in (task / "children").read_text(encoding="ascii").split()]
    return []


def _cpu_of(pid: int) -> Usage:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    return Usage(int(fields[11]) / TICKS, int(fields[12]) / TICKS)


def _resident_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
