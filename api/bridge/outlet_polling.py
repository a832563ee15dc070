"""The outlet over long-polling: what is sent waits until the client asks for it.

Source: https://socket.io/docs/v4/engine-io-protocol/ (protocol 4), "HTTP long-polling".
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from api.delivery.close_codes import NORMAL, TOO_SLOW, Close
from api.delivery.feed import Sender
from api.delivery.outlet import CLOSE_SECONDS, LAG_SECONDS, UNSENT_LIMIT
from api.delivery.outlet_asgi import TextEnvelope

CLOSE: Final = b"1"
NOOP: Final = b"6"
MOST_IN_AN_ANSWER: Final = 16  # packets: python-engineio's client gives its session up over more


class PollingOutlet:
    """Order and loss: see Outlet. Texts are Engine.IO packets; `closed` is called once it is closing."""

    def __init__(self, closed: Callable[[], None]) -> None:
        self._closed = closed
        self._waiting: list[bytes] = []
        self._unsent = 0
        self._poll: asyncio.Future[None] | None = None
        self._taken: asyncio.Future[None] | None = None
        self._lag_timer: asyncio.TimerHandle | None = None
        self._lagging: Callable[[], None] | None = None
        self._drained: Callable[[], None] | None = None
        self.is_closing = False

    @property
    def is_lagging(self) -> bool:
        return self._lag_timer is not None

    @property
    def is_polled(self) -> bool:
        """Whether the client is asking right now."""
        return self._poll is not None

    def send(self, *texts: bytes) -> None:
        self._put(texts)

    def sender(self, head: bytes = b"", tail: bytes = b"") -> Sender:
        return Sender(TextEnvelope(head, tail), self._put)

    async def take(self) -> list[bytes]:
        """The first of what waits, once there is something. Only one may ask at a time."""
        if not self._waiting:
            self._poll = asyncio.get_running_loop().create_future()
            try:
                await self._poll
            finally:
                self._poll = None
        if len(self._waiting) <= MOST_IN_AN_ANSWER:
            return self._empty()
        taken, self._waiting = self._waiting[:MOST_IN_AN_ANSWER], self._waiting[MOST_IN_AN_ANSWER:]
        self._unsent -= sum(map(len, taken))
        if self._lag_timer is not None:
            self._lag_timer.cancel()
            self._start_lag_timer()  # it reads on
        return taken

    def end_poll(self) -> None:
        """Let a client that is asking have something, so that it can ask in another way."""
        if self._poll is not None and not self._waiting:
            self._put([NOOP])

    def drain(self) -> list[bytes]:
        """All that waits, for another outlet to send. Nothing is sent over this one any more."""
        self.is_closing = True
        return self._empty()

    def abandon(self) -> None:
        """Let go what waits: the client gets no more."""
        self._waiting.clear()

    def close(self, how: Close) -> None:
        if not self.is_closing:
            self._put([NOOP if how is NORMAL else CLOSE])
            self.is_closing = True
            self._tell_taken()
            self._closed()

    def on_lag(self, lagging: Callable[[], None], drained: Callable[[], None]) -> None:
        self._lagging, self._drained = lagging, drained

    async def writable(self) -> None:
        while self.is_lagging and not self.is_closing:
            await asyncio.shield(self._next_taking())

    async def finish(self) -> None:
        """Give the client a moment to ask for what is left."""
        if self._waiting:
            await asyncio.wait([self._next_taking()], timeout=CLOSE_SECONDS)
        self.abandon()
        self._end_lag()

    def _put(self, texts: Sequence[bytes]) -> None:
        if self.is_closing:
            return
        self._waiting.extend(texts)
        self._unsent += sum(map(len, texts))
        if self._poll is not None and not self._poll.done() and self._waiting:
            self._poll.set_result(None)
        if self._unsent > UNSENT_LIMIT and self._lag_timer is None:
            self._start_lag_timer()
            if self._lagging:
                self._lagging()

    def _start_lag_timer(self) -> None:
        self._lag_timer = asyncio.get_running_loop().call_later(LAG_SECONDS, self.close, TOO_SLOW)

    def _empty(self) -> list[bytes]:
        waiting, self._waiting, self._unsent = self._waiting, [], 0
        was_lagging = self.is_lagging
        self._end_lag()
        self._tell_taken()
        if was_lagging and self._drained and not self.is_closing:
            self._drained()
        return waiting

    def _end_lag(self) -> None:
        if self._lag_timer is not None:
            self._lag_timer.cancel()
            self._lag_timer = None

    def _next_taking(self) -> "asyncio.Future[None]":
        if self._taken is None or self._taken.done():
            self._taken = asyncio.get_running_loop().create_future()
        return self._taken

    def _tell_taken(self) -> None:
        if self._taken is not None and not self._taken.done():
            self._taken.set_result(None)
