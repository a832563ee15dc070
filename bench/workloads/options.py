"""What the command line asked for."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.contenders.base import Contender, StartFailed
from bench.load_client import LoadFailed
from bench.measure import Discarded

QUICK_SECONDS = 110.0


@dataclass(frozen=True, slots=True)
class Options:
    """`runs` are interleaved: each goes through all contenders before the next begins."""

    runs: int
    is_quick: bool
    only: tuple[str, ...] = ()

    def chosen(self, contenders: Sequence[type[Contender]]) -> list[type[Contender]]:
        """Those whose name holds one of the words of `only`, in any case."""
        return [
            contender
            for contender in contenders
            if not self.only or any(word in contender.name.lower() for word in self.only)
        ]


def interleaved(
    options: Options,
    contenders: Sequence[type[Contender]],
    measure: Callable[[int, type[Contender], Path], None],
) -> None:
    """Call `measure` with the run's number, the contender and an empty folder; say what was discarded.

    When quick there is no further run that would not end in time.
    """
    begin = time.monotonic()
    for run in range(1, options.runs + 1):
        passed = time.monotonic() - begin
        if options.is_quick and passed / run * (run + 1) > QUICK_SECONDS:
            return
        for contender in options.chosen(contenders):
            with TemporaryDirectory(prefix="bench-") as folder, said():
                measure(run, contender, Path(folder))


@contextmanager
def said() -> Iterator[None]:
    """A run that is discarded or fails says so, and no more: others go on."""
    try:
        yield
    except (Discarded, LoadFailed, StartFailed) as discarded:
        print(f"Discarded: {discarded}", file=sys.stderr, flush=True)
