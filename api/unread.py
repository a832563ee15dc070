"""Standard output and standard error that nobody may read any more."""

import io
import sys
from typing import Any, TextIO


class Unread(io.FileIO):
    """A descriptor of ours; what is written once nobody reads it is lost, and nothing else with it."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(data)


def bear_that_nobody_reads() -> None:
    """From now on this process goes on when who read its output has gone, as the end of a pipe does."""
    sys.stdout = _unread(sys.stdout)
    sys.stderr = _unread(sys.stderr)


def _unread(stream: TextIO) -> TextIO:
    raw = Unread(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=True)
