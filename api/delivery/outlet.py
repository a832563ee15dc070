"""What a socket has to send: the way out of the process, for servers that offer nothing but plain ASGI."""

import asyncio
from collections import deque
from typing import Final

from starlette.types import Send

from api.delivery.close_codes import TOO_SLOW, Close

UNSENT_LIMIT: Final = 1024 * 1024  # bytes that may wait for a client to read
CLOSE_SECONDS: Final = 5.0  # for a close frame to get out


class Outlet:
    """Sends text in order from one task of its own, and closes a client that reads too slowly."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: deque[bytes] = deque()
        self._unsent = 0
        self._filled = asyncio.Event()
        self._close: Close | None = None
        self._task = asyncio.create_task(self._keep_sending())

    @property
    def is_closing(self) -> bool:
        return self._close is not None

    def send(self, text: bytes) -> None:
        """Send this UTF-8 text in its turn. Nothing is sent any more once the socket is closing."""
        if self._close is not None:
            return
        self._waiting.append(text)
        self._unsent += len(text)
        if self._unsent > UNSENT_LIMIT:
            self.close(TOO_SLOW)
        self._filled.set()

    def close(self, how: Close) -> None:
        """Close the socket; what still waits is dropped."""
        if self._close is None:
            self._close = how
            self._waiting.clear()
            self._filled.set()

    async def finish(self) -> None:
        """Wait for the close frame to get out, if one is due, and stop."""
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
        await self._send({"type": "websocket.close", "code": self._close.code, "reason": self._close.reason})
