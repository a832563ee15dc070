"""The ping wheel: finds out which clients are gone without a timer for each of them."""

import asyncio
from typing import Final

from api.delivery.websocket_protocol import PING, FrameProtocol

PING_SECONDS: Final = 20.0  # of silence before a client is asked whether it is there
SILENCE_SECONDS: Final = 50.0  # before it is given up
WHEEL_SPOKES: Final = 20  # the sockets are looked at in so many turns, one after another


class PingWheel:
    """One timer for all sockets: pings those that were silent, and cuts off those that stay so."""

    def __init__(self) -> None:
        self._spokes: list[dict[FrameProtocol, None]] = [{} for _ in range(WHEEL_SPOKES)]
        self._turning: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._turning = asyncio.create_task(self._turn())

    async def close(self) -> None:
        if self._turning is not None:
            self._turning.cancel()
            await asyncio.gather(self._turning, return_exceptions=True)

    def add(self, frames: FrameProtocol) -> None:
        self._spokes[id(frames) // 64 % WHEEL_SPOKES][frames] = None

    def remove(self, frames: FrameProtocol) -> None:
        self._spokes[id(frames) // 64 % WHEEL_SPOKES].pop(frames, None)

    async def _turn(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            for spoke in self._spokes:
                await asyncio.sleep(PING_SECONDS / WHEEL_SPOKES)
                now = loop.time()
                for frames in list(spoke):
                    silence = now - frames.heard_at
                    if silence > SILENCE_SECONDS:
                        frames.transport.abort()
                    elif silence > PING_SECONDS / 2:
                        frames.write_frames(PING)
