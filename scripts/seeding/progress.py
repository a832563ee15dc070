"""A progress bar for terminals; elsewhere a line now and then."""

import sys
import threading
import time
from types import TracebackType
from typing import Final, Self, TextIO

CELLS: Final = 32
REDRAW_SECONDS: Final = 0.1
LINE_SECONDS: Final = 10.0  # between two lines where there is no terminal


class Progress:
    """Counts steps out of a total, from any thread. Without an output it writes to stdout."""

    def __init__(self, total: int, output: TextIO | None = None) -> None:
        self._total = total
        self._output = output or sys.stdout
        self._is_terminal = self._output.isatty()
        self._done = 0
        self._lock = threading.Lock()
        self._started = self._drawn = time.monotonic()

    def advance(self, steps: int = 1) -> None:
        with self._lock:
            self._done += steps
            pause = REDRAW_SECONDS if self._is_terminal else LINE_SECONDS
            if time.monotonic() - self._drawn >= pause:
                self._draw()

    def say(self, text: str) -> None:
        """Print a line above the bar."""
        with self._lock:
            self._write(f"\r\033[K{text}\n" if self._is_terminal else f"{text}\n")
            self._draw()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._draw()
            self._write("\n" if self._is_terminal else "")

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        self._write(f"\r\033[K{self._text()}" if self._is_terminal else f"{self._text()}\n")

    def _text(self) -> str:
        share = min(1.0, self._done / max(1, self._total))
        full = round(share * CELLS)
        bar = "█" * full + "░" * (CELLS - full)
        return f"{bar} {share:4.0%}  {self._done:,} of {self._total:,}{self._remaining()}"

    def _remaining(self) -> str:
        elapsed = time.monotonic() - self._started
        if self._done in {0, self._total} or elapsed < 1:
            return ""
        seconds = elapsed / self._done * (self._total - self._done)
        left = f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
        return f"  about {left} left"

    def _write(self, text: str) -> None:
        self._output.write(text)
        self._output.flush()
