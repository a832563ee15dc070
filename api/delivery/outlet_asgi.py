"""The outlet for servers that offer plain ASGI: a task for each socket sends one message at a time."""

import asyncio
from collections import deque
from collections.abc import Callable

from starlette.types import Send

from api.delivery.close_codes import TOO_SLOW, Close
from api.delivery.outlet import CLOSE_SECONDS, LAG_SECONDS, UNSENT_LIMIT, SendBody


class AsgiOutlet:
    """Order and loss: see Outlet."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: deque[bytes] = deque()
        self._unsent = 0
        self._filled = asyncio.Event()
        self._close: Close | None = None
        self._lagging = _nothing
        self._drained = _nothing
        self._lag_timer: asyncio.TimerHandle | None = None
        self._task = asyncio.create_task(self._keep_sending())

    @property
    def is_closing(self) -> bool:
        return self._close is not None

    def send(self, text: bytes) -> None:
        if self._close is not None:
            return
        self._waiting.append(text)
        self._unsent += len(text)
        self._filled.set()
        if self._unsent > UNSENT_LIMIT and self._lag_timer is None:
            self._lag_timer = asyncio.get_running_loop().call_later(LAG_SECONDS, self.close, TOO_SLOW)
            self._lagging()

    def sender(self, head: bytes) -> SendBody:
        def send(body: bytes) -> None:
            if self._lag_timer is None:
                self.send(head + body + b"}")

        return send

    def close(self, how: Close) -> None:
        if self._close is None:
            self._close = how
            self._waiting.clear()
            self._filled.set()

    def on_lag(self, lagging: Callable[[], None], drained: Callable[[], None]) -> None:
        self._lagging, self._drained = lagging, drained

    async def finish(self) -> None:
        if self._lag_timer is not None:
            self._lag_timer.cancel()
        if self._close is not None:
            await asyncio.wait([self._task], timeout=CLOSE_SECONDS)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

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
            self._drained()


def _nothing() -> None:
    return
