"""Lulls: the database has just stored a message, which is told of now, and nobody waits for it.

What has time waits for one: on a small machine a message beside it is stored several milliseconds later.
"""

import asyncio
from typing import Final

BUSY_SECONDS: Final = 0.2  # after a message in which another one is expected
TURNS_TO_ASK: Final = 3  # of the loop, from who goes on to the driver's bytes on their way


class Lulls:
    """Writers say when one begins; who has time awaits the next."""

    def __init__(self, busy_seconds: float = BUSY_SECONDS) -> None:
        self._busy_seconds = busy_seconds
        self._busy_until = 0.0  # in the loop's time
        self._waiting: list[asyncio.Future[None]] = []

    async def begin(self) -> None:
        """A message is stored: return when who waited has asked the database, or at once when nobody did."""
        self._busy_until = asyncio.get_running_loop().time() + self._busy_seconds
        if not self._waiting:
            return
        for waiting in self._waiting:
            _go_on(waiting)
        self._waiting.clear()
        for _ in range(TURNS_TO_ASK):
            await asyncio.sleep(0)

    async def next(self) -> None:
        """Return at the next lull: at once when no message came lately, else after `busy_seconds` at most."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._busy_until:
            return
        waiting = loop.create_future()
        self._waiting.append(waiting)
        timer = loop.call_later(self._busy_seconds, _go_on, waiting)
        try:
            await waiting
        finally:
            timer.cancel()


def _go_on(waiting: "asyncio.Future[None]") -> None:
    if not waiting.done():
        waiting.set_result(None)
