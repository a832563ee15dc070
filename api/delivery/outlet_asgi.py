"""The outlet for servers that offer plain ASGI: a task for each socket sends one message at a time."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from starlette.types import Send

from api.delivery.close_codes import TOO_SLOW, Close
from api.delivery.feed import Sender
from api.delivery.outlet import CLOSE_SECONDS, LAG_SECONDS, UNSENT_LIMIT
from chat import endings, measures


class TextEnvelope:
    """Packs bodies as texts, each between the same head and tail."""

    __slots__ = ("_head", "_tail")

    def __init__(self, head: bytes, tail: bytes) -> None:
        self._head = head
        self._tail = tail

    def pack(self, bodies: Sequence[bytes]) -> list[bytes]:
        return [self._head + body + self._tail for body in bodies]


class AsgiOutlet:
    """Order and loss: see Outlet."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: deque[bytes] = deque()
        self._unsent = 0
        self._filled = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._close: Close | None = None
        self._lagging = _nothing
        self._drained = _nothing
        self._lag_timer: asyncio.TimerHandle | None = None
        self._task = asyncio.create_task(self._keep_sending())

    @property
    def is_closing(self) -> bool:
        return self._close is not None

    @property
    def is_lagging(self) -> bool:
        return self._lag_timer is not None

    def send(self, *texts: bytes) -> None:
        self._put(texts)

    def sender(self, head: bytes = b"", tail: bytes = b"") -> Sender:
        return Sender(TextEnvelope(head, tail), self._put)

    def close(self, how: Close) -> None:
        if self._close is None:
            self._close = how
            self._waiting.clear()
            self._filled.set()

    def on_lag(self, lagging: Callable[[], None], drained: Callable[[], None]) -> None:
        self._lagging, self._drained = lagging, drained

    async def writable(self) -> None:
        await self._writable.wait()

    async def finish(self) -> None:
        self._writable.set()
        if self._lag_timer is not None:
            self._lag_timer.cancel()
        if self._close is not None:
            await asyncio.wait([self._task], timeout=CLOSE_SECONDS)
        await endings.end([self._task])

    def _put(self, texts: Sequence[bytes]) -> None:
        if self._close is not None:
            return
        self._waiting.extend(texts)
        self._unsent += sum(map(len, texts))
        self._filled.set()
        if self._unsent > UNSENT_LIMIT and self._lag_timer is None:
            self._lag_timer = asyncio.get_running_loop().call_later(LAG_SECONDS, self.close, TOO_SLOW)
            measures.LAGS.inc()
            self._writable.clear()
            self._lagging()

    async def _keep_sending(self) -> None:
        while self._close is None:
            await self._filled.wait()
            self._filled.clear()
            while self._waiting:
                text = self._waiting.popleft()
                await self._send({"type": "websocket.send", "text": text.decode()})
                self._unsent -= len(text)
            self._caught_up()
        close = self._close
        await self._send({"type": "websocket.close", "code": close.code, "reason": close.reason})

    def _caught_up(self) -> None:
        if self._lag_timer is not None and self._close is None:
            self._lag_timer.cancel()
            self._lag_timer = None
            self._unsent = 0
            self._writable.set()
            self._drained()


def _nothing() -> None:
    return
