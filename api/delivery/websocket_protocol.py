"""uvicorn's WebSocket protocol, with a way to write whole frames.

Given to uvicorn as `--ws api.delivery.websocket_protocol:FrameProtocol`. The protocol puts itself into the
ASGI scope's extensions under FRAMES. What it offers there spares a delivery the ASGI message, the frame
object and the wait; everything else stays as uvicorn does it.
"""

import asyncio
from asyncio.transports import BaseTransport
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias, cast

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.http11 import Request

from api.delivery.close_codes import Close
from api.delivery.outlet import CLOSE_SECONDS, UNSENT_LIMIT

FRAMES: Final = "parley.frames"
Serve: TypeAlias = Callable[[Receive], Awaitable[None]]
"""Handles what a WebSocket receives, until it is gone."""

PING: Final = b"\x89\x00"  # RFC 6455, 5.5.2: an empty ping, not masked


def text_frame_header(size: int) -> bytes:
    """The header of an unmasked, unfragmented text frame of so many bytes (RFC 6455, 5.2)."""
    if size < 126:
        return bytes((0x81, size))
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2, "big")
    return b"\x81\x7f" + size.to_bytes(8, "big")


class Inbox:
    """What of asyncio.Queue uvicorn needs for one reader, at a tenth of the memory."""

    __slots__ = ("_items", "_reader")

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._reader: asyncio.Future[None] | None = None

    def empty(self) -> bool:
        return not self._items

    def put_nowait(self, item: Any) -> None:
        self._items.append(item)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    async def get(self) -> Any:
        while not self._items:
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        return self._items.pop(0)


class Signal:
    """What of asyncio.Event uvicorn needs, at a tenth of the memory."""

    __slots__ = ("_unset",)

    def __init__(self) -> None:
        self._unset: asyncio.Future[None] | None = None

    def set(self) -> None:
        if self._unset is not None:
            self._unset.set_result(None)
            self._unset = None

    def clear(self) -> None:
        if self._unset is None:
            self._unset = asyncio.get_running_loop().create_future()

    async def wait(self) -> None:
        while self._unset is not None:
            await asyncio.shield(self._unset)


class FrameProtocol(WebSocketsSansIOProtocol):
    """One connection. `heard_at` is when the client last sent anything, in the loop's time."""

    # uvicorn's own attributes, too: a dictionary of them would cost a kilobyte for each connection.
    __slots__ = (
        "_drained",
        "_lagging",
        "_serve",
        "app",
        "app_state",
        "asgi_version",
        "client",
        "close_sent",
        "close_timeout",
        "close_timer",
        "config",
        "conn",
        "connections",
        "curr_msg_data_type",
        "default_headers",
        "disconnected",
        "frames",
        "handshake_complete",
        "handshake_initiated",
        "heard_at",
        "initial_response",
        "last_ping_rtt",
        "logger",
        "loop",
        "pending_ping_payload",
        "ping_interval",
        "ping_sent_at",
        "ping_timeout",
        "ping_timer",
        "pong_timer",
        "queue",
        "read_paused",
        "request",
        "response",
        "root_path",
        "scheme",
        "scope",
        "server",
        "tasks",
        "transport",
        "writable",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.heard_at = 0.0
        self._serve: Serve | None = None
        self._lagging: Callable[[], None] | None = None
        self._drained: Callable[[], None] | None = None
        super().__init__(*args, **kwargs)
        self.queue = Inbox()  # type: ignore[assignment]
        self.writable = Signal()  # type: ignore[assignment]
        self.app = self._run_app

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=UNSENT_LIMIT)
        self.heard_at = self.loop.time()

    def data_received(self, data: bytes) -> None:
        self.heard_at = self.loop.time()
        super().data_received(data)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["extensions"][FRAMES] = self  # type: ignore[assignment]  # uvicorn knows only its own

    async def _run_app(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.config.loaded_app(scope, receive, send)
        del scope, receive, send
        if self._serve is not None:
            del self.scope
            await self._serve(cast(Receive, self.receive))

    def send_receive_event_to_app(self) -> None:
        """Close for text that is not UTF-8, as uvicorn does, but without a traceback in the log."""
        if self.curr_msg_data_type == "text" and not self.close_sent:
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self.frames = []
                self.conn.send_close(1007)
                self.handle_parser_exception()
                return
        super().send_receive_event_to_app()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._lagging:
            self._lagging()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._drained and not self.close_sent:
            self._drained()

    def take_over(self, lagging: Callable[[], None], drained: Callable[[], None]) -> None:
        """The app is done with the handshake and writes frames from now on.

        It is called back when more than UNSENT_LIMIT bytes wait to be read, and when few do again. The
        headers are let go: they are much of what an idle connection would hold.
        """
        self._lagging, self._drained = lagging, drained
        self.request.headers.clear()  # the parser keeps the request
        del self.request, self.response
        self.scope["headers"].clear()  # type: ignore[attr-defined]  # a list, as uvicorn makes it

    def serve_on(self, serve: Serve) -> None:
        """Serve the connection so once the app has returned, which does not end it then.

        Whatever the app stands in for its callers, routes and middleware, is let go for as long as the
        connection lasts.
        """
        self._serve = serve

    def write_frames(self, frames: bytes) -> None:
        """Write one or more whole frames. Does nothing once the connection is closing."""
        if not self.close_sent and not self.disconnected:
            self.transport.write(frames)

    def close_with(self, how: Close) -> None:
        """Begin the closing handshake, or cut the connection when the client does not take part in it."""
        if self.close_sent or self.disconnected:
            return
        try:
            self.conn.send_close(how.code, how.reason)
        except InvalidState:
            return
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": how.code, "reason": how.reason})
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(CLOSE_SECONDS, self.transport.abort)
