"""The outlet over FrameProtocol: frames go straight to the transport, gathered where that saves writes."""

import asyncio
from collections.abc import Callable
from typing import Final

from api.delivery.close_codes import TOO_SLOW, Close
from api.delivery.outlet import LAG_SECONDS, SendBody
from api.delivery.websocket_protocol import PING, FrameProtocol, text_frame_header

BUSY_SECONDS: Final = 0.002  # a flush that takes longer makes the next one wait, so that more goes together
LONGEST_WAIT: Final = 0.010
PING_SECONDS: Final = 20.0  # of silence before a client is asked whether it is there
SILENCE_SECONDS: Final = 50.0  # before it is given up
WHEEL_SPOKES: Final = 20  # the sockets are looked at in so many turns, one after another


class Flusher:
    """Writes what gathered in this turn of the loop: one write for each socket, whatever it holds."""

    def __init__(self) -> None:
        self._filled: list[FrameOutlet] = []
        self._is_due = False
        self._free_at = 0.0

    def fill(self, outlet: "FrameOutlet") -> None:
        """The outlet has something to write."""
        self._filled.append(outlet)
        if not self._is_due:
            self._is_due = True
            loop = asyncio.get_running_loop()
            if loop.time() >= self._free_at:
                loop.call_soon(self._flush)
            else:
                loop.call_at(self._free_at, self._flush)

    def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        filled, self._filled = self._filled, []
        self._is_due = False
        for outlet in filled:
            outlet.flush()
        taken = loop.time() - begun
        self._free_at = loop.time() + min(taken, LONGEST_WAIT) if taken > BUSY_SECONDS else 0.0


class FrameOutlet:
    """Order and loss: see Outlet."""

    __slots__ = (
        "_drained",
        "_flusher",
        "_frames",
        "_is_closing",
        "_lag_timer",
        "_lagging",
        "_waiting",
        "_wheel",
    )

    def __init__(self, frames: FrameProtocol, flusher: Flusher, wheel: "PingWheel") -> None:
        self._frames = frames
        self._flusher = flusher
        self._wheel = wheel
        self._waiting: list[bytes] = []
        self._is_closing = False
        self._lagging: Callable[[], None] | None = None
        self._drained: Callable[[], None] | None = None
        self._lag_timer: asyncio.TimerHandle | None = None
        frames.take_over(self._begin_lag, self._end_lag)
        wheel.add(frames)

    @property
    def is_closing(self) -> bool:
        return self._is_closing

    def send(self, text: bytes) -> None:
        if not self._is_closing:
            self._put(text_frame_header(len(text)) + text)

    def sender(self, head: bytes) -> SendBody:
        overhead = len(head) + 1

        def send(body: bytes) -> None:
            if self._is_closing or self._lag_timer is not None:
                return
            frame = b"".join((text_frame_header(overhead + len(body)), head, body, b"}"))
            waiting = self._waiting
            if not waiting:
                self._flusher.fill(self)
            waiting.append(frame)

        return send

    def close(self, how: Close) -> None:
        if not self._is_closing:
            self.flush()
            self._is_closing = True
            self._frames.close_with(how)

    def on_lag(self, lagging: Callable[[], None], drained: Callable[[], None]) -> None:
        self._lagging, self._drained = lagging, drained

    async def finish(self) -> None:
        self._is_closing = True
        self._wheel.remove(self._frames)
        if self._lag_timer is not None:
            self._lag_timer.cancel()

    def flush(self) -> None:
        """Write what waits, in one go."""
        waiting = self._waiting
        if waiting:
            self._waiting = []
            if not self._is_closing:
                self._frames.write_frames(waiting[0] if len(waiting) == 1 else b"".join(waiting))

    def _put(self, frame: bytes) -> None:
        if not self._waiting:
            self._flusher.fill(self)
        self._waiting.append(frame)

    def _begin_lag(self) -> None:
        if self._lag_timer is None and not self._is_closing:
            self._lag_timer = asyncio.get_running_loop().call_later(LAG_SECONDS, self.close, TOO_SLOW)
            if self._lagging:
                self._lagging()

    def _end_lag(self) -> None:
        if self._lag_timer is not None:
            self._lag_timer.cancel()
            self._lag_timer = None
            if self._drained and not self._is_closing:
                self._drained()


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
