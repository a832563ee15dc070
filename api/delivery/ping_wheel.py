"""The ping wheel: finds out which clients are gone without a timer for each of them."""

import asyncio
from typing import Final, Protocol

from chat import endings

WHEEL_SPOKES: Final = 20  # the sockets are looked at in so many turns, one after another


class Pinged(Protocol):
    """A connection whose client may be gone."""

    def turn(self, now: float) -> None:
        """Ask the client whether it is there, or give it up. `now` is in the loop's time."""


class PingWheel:
    """One timer for all sockets: each has its turn once in `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._spokes: list[dict[Pinged, None]] = [{} for _ in range(WHEEL_SPOKES)]
        self._turning: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._turning = asyncio.create_task(self._turn())

    async def close(self) -> None:
        if self._turning is not None:
            await endings.end([self._turning])

    def add(self, pinged: Pinged) -> None:
        self._spokes[id(pinged) // 64 % WHEEL_SPOKES][pinged] = None

    def remove(self, pinged: Pinged) -> None:
        self._spokes[id(pinged) // 64 % WHEEL_SPOKES].pop(pinged, None)

    async def _turn(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            for spoke in self._spokes:
                await asyncio.sleep(self._seconds / WHEEL_SPOKES)
                now = loop.time()
                for pinged in list(spoke):
                    pinged.turn(now)
