"""The outlet over FrameProtocol: whole frames go straight to the transport."""

import asyncio
from collections.abc import Callable, Sequence
from weakref import WeakValueDictionary

from api.delivery.close_codes import TOO_SLOW, Close
from api.delivery.feed import Sender
from api.delivery.outlet import LAG_SECONDS
from api.delivery.pinging import Pinging
from api.delivery.websocket_protocol import PING, FrameProtocol, text_frame_header
from chat import measures


class FrameEnvelope:
    """Packs bodies as text frames, each between the same head and tail."""

    __slots__ = ("__weakref__", "_head", "_overhead", "_tail")

    def __init__(self, head: bytes, tail: bytes) -> None:
        self._head = head
        self._tail = tail
        self._overhead = len(head) + len(tail)

    def pack(self, bodies: Sequence[bytes]) -> bytes:
        """The frames, one after another."""
        pieces: list[bytes] = []
        for body in bodies:
            pieces += text_frame_header(self._overhead + len(body)), self._head, body, self._tail
        return b"".join(pieces)


class FrameEnvelopes:
    """The envelopes in use. Sockets whose operations have the same id share one, and so its frames."""

    def __init__(self) -> None:
        self._used: WeakValueDictionary[tuple[bytes, bytes], FrameEnvelope] = WeakValueDictionary()

    def of(self, head: bytes, tail: bytes) -> FrameEnvelope:
        envelope = self._used.get((head, tail))
        if envelope is None:
            envelope = self._used[head, tail] = FrameEnvelope(head, tail)
        return envelope


class FrameOutlet:
    """Order and loss: see Outlet."""

    __slots__ = ("_drained", "_envelopes", "_frames", "_is_closing", "_lag_timer", "_lagging", "_pinging")

    def __init__(self, frames: FrameProtocol, envelopes: FrameEnvelopes, pinging: Pinging | None) -> None:
        self._frames = frames
        self._envelopes = envelopes
        self._pinging = pinging
        self._is_closing = False
        self._lagging: Callable[[], None] | None = None
        self._drained: Callable[[], None] | None = None
        self._lag_timer: asyncio.TimerHandle | None = None
        frames.take_over(self._begin_lag, self._end_lag)
        if pinging is not None:
            pinging.wheel.add(self)

    @property
    def is_closing(self) -> bool:
        return self._is_closing

    @property
    def is_lagging(self) -> bool:
        return self._lag_timer is not None

    def send(self, *texts: bytes) -> None:
        if not self._is_closing:
            self._frames.write_frames(b"".join([text_frame_header(len(text)) + text for text in texts]))

    def sender(self, head: bytes = b"", tail: bytes = b"") -> Sender:
        return Sender(self._envelopes.of(head, tail), self._frames.transport.write)

    def close(self, how: Close) -> None:
        if not self._is_closing:
            self._is_closing = True
            self._frames.close_with(how)

    def on_lag(self, lagging: Callable[[], None], drained: Callable[[], None]) -> None:
        self._lagging, self._drained = lagging, drained

    async def writable(self) -> None:
        if self._lag_timer is not None:
            await self._frames.writable.wait()

    async def finish(self) -> None:
        self._is_closing = True
        if self._pinging is not None:
            self._pinging.wheel.remove(self)
        if self._lag_timer is not None:
            self._lag_timer.cancel()

    def turn(self, now: float) -> None:
        """Ping a client that was silent, and cut it off when it stays so."""
        assert self._pinging is not None
        silence = now - self._frames.heard_at
        if silence > self._pinging.silence_seconds:
            self._frames.transport.abort()
        elif silence > self._pinging.seconds / 2:
            self._frames.write_frames(PING)

    def _begin_lag(self) -> None:
        if self._lag_timer is None and not self._is_closing:
            self._lag_timer = asyncio.get_running_loop().call_later(LAG_SECONDS, self.close, TOO_SLOW)
            measures.LAGS.inc()
            if self._lagging:
                self._lagging()

    def _end_lag(self) -> None:
        if self._lag_timer is not None:
            self._lag_timer.cancel()
            self._lag_timer = None
            if self._drained and not self._is_closing:
                self._drained()
