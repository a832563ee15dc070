"""Standard output and standard error that nobody may read any more."""

import io
import sys
from typing import Any, TextIO


class Output(io.FileIO):
    """A descriptor of ours; what is written once nobody reads it is lost, and nothing else with it."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(data)


def bear_that_nobody_reads() -> None:
    """From now on this process goes on when who read its output has gone, as the end of a pipe does."""
    sys.stdout = _of(sys.stdout)
    sys.stderr = _of(sys.stderr)


def _of(stream: TextIO) -> TextIO:
    raw = Output(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=True)
