"""One Engine.IO session, over long-polling, a WebSocket, or first the one and then the other.

python-engineio answers the requests; what a session keeps and does is ours, because its own needs two tasks
and a queue for each client, believes what it is sent, and lets what is not read pile up.
Source: https://socket.io/docs/v4/engine-io-protocol/ (protocol 4).
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from engineio.async_socket import AsyncSocket
from engineio.exceptions import UnknownPacketError
from engineio.packet import Packet
from starlette.types import Message, Receive, Scope, Send

from api.bridge.outlet_polling import PollingOutlet
from api.bridge.packets import SEPARATOR, Malformed
from api.delivery import close_codes
from api.delivery.close_codes import Close
from api.delivery.outlet import Outlet
from api.delivery.outlets import serve_on

if TYPE_CHECKING:
    from api.bridge.engine import Engine

PING: Final = b"2"
PACKETS_AT_ONCE: Final = 1_000  # in one request
PROBE_SECONDS: Final = 10.0  # for a client to go through with its upgrade
FINISH_SECONDS: Final = 5.0  # for an event under way when the instance goes away


class EngineSocket(AsyncSocket):
    """What comes goes to the server's handlers, one packet after another; what goes, to the outlet."""

    face = "socketio"
    server: "Engine"
    connected: bool
    upgrading: bool
    upgraded: bool
    closing: bool
    closed: bool

    def __init__(self, server: "Engine", sid: str) -> None:
        super().__init__(server, sid)
        self.session = None
        self._polling: PollingOutlet | None = PollingOutlet(self._closed_while_polling)
        self.outlet: Outlet = self._polling
        self.heard_at = asyncio.get_running_loop().time()
        self._is_handling = False
        self._handled: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_lagging(self) -> bool:
        return self.outlet.is_lagging

    def call_after(self, seconds: float, call: Callable[[], None]) -> None:
        """Call this then, unless this is asked for again before."""
        self._stop_timer()
        self._timer = asyncio.get_running_loop().call_later(max(0.0, seconds), call)

    def end(self, how: Close) -> None:
        """Send nothing more, and close."""
        self.server.silenced(self)
        self.outlet.close(how)

    async def go_away(self, how: Close) -> None:
        """Let the event under way be answered, then close."""
        if self._is_handling:
            self._handled = asyncio.get_running_loop().create_future()
            await asyncio.wait([self._handled], timeout=FINISH_SECONDS)
        self.end(how)

    def turn(self, now: float) -> None:
        """Ask the client whether it is there, as it expects; give it up after a long silence."""
        if now - self.heard_at > self.server.ping_interval + self.server.ping_timeout:
            self.end(close_codes.SILENT)
        else:
            self.outlet.send(PING)

    @property
    def may_upgrade(self) -> bool:
        return self.connected and not (self.upgrading or self.upgraded or self.closing)

    async def upgrade(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go on over this WebSocket, if the client goes through with it."""
        if await self._is_probed(receive, send):
            await self.serve(scope, receive, send)
        else:
            await send({"type": "websocket.close"})

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send and receive over this WebSocket until the session ends."""
        self.connected = self.upgraded = True
        self._move_to(self.server.outlets.open_unpinged(scope, send))
        await serve_on(scope, receive, self._keep_receiving)

    # What python-engineio calls

    async def send(self, pkt: Packet) -> None:
        self.outlet.send(pkt.encode().encode())

    async def poll(self) -> list[Packet]:
        assert self._polling is not None
        return [Packet(int(text[:1]), text[1:].decode()) for text in await self._polling.take()]

    async def handle_get_request(self, environ: dict[str, Any]) -> Any:
        """Answer a request for packets, or for an upgrade. Two that ask at once end the session."""
        asks_again = self._polling is not None and self._polling.is_polled
        if asks_again and "HTTP_UPGRADE" not in environ:
            self._abandon()
            raise UnknownPacketError
        return await super().handle_get_request(environ)

    async def handle_post_request(self, environ: dict[str, Any]) -> None:
        """Take the packets of a request. What is malformed ends the session, another meanwhile too."""
        body: bytes = await environ["wsgi.input"].read()
        packets = body.split(SEPARATOR)
        if self._is_handling or len(packets) > PACKETS_AT_ONCE:
            self._abandon()
            raise UnknownPacketError
        try:
            for text in packets:
                await self._receive(text.decode())
        except (Malformed, UnicodeDecodeError):
            self._abandon()
            raise UnknownPacketError from None

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """End the session: whoever is told of it is told once."""
        if self.closing:
            return
        self.closing = True
        self._stop_timer()
        self.server.departed(self)
        self.outlet.close(close_codes.NORMAL)
        await self.server.handlers["disconnect"](self.sid, reason or self.server.reason.TRANSPORT_CLOSE)
        await self.outlet.finish()
        self.closed = True
        self.server.sockets.pop(self.sid, None)

    async def _upgrade_websocket(self, environ: dict[str, Any]) -> Any:
        """A request that asks for a WebSocket and did not come as one."""
        return self.server._bad_request()

    # Within

    async def _is_probed(self, receive: Receive, send: Send) -> bool:
        """Whether the client goes through with its upgrade (Engine.IO 4, "Upgrade")."""
        self.upgrading = True
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                if (await receive()).get("text") != "2probe":
                    return False
                await send({"type": "websocket.send", "text": "3probe"})
                if self._polling is not None:
                    self._polling.end_poll()
                return (await receive()).get("text") == "5" and not self.closing
        except TimeoutError:
            return False
        finally:
            self.upgrading = False

    def _move_to(self, outlet: Outlet) -> None:
        """Send what still waits, and everything from now on, over this outlet."""
        assert self._polling is not None
        waiting, self._polling, self.outlet = self._polling.drain(), None, outlet
        outlet.send(*waiting)
        self.server.moved(self)

    async def _keep_receiving(self, receive: Receive) -> None:
        try:
            message: Message = await receive()
            while message["type"] == "websocket.receive":
                try:
                    await self._receive(message.get("text") or "")
                except Malformed:
                    self.end(close_codes.BAD_MESSAGE)
                message = await receive()
        finally:
            await self.close()

    async def _receive(self, text: str) -> None:
        """Handle one packet of the client. Raises Malformed for what is none."""
        if self.outlet.is_closing:
            return
        self.heard_at = asyncio.get_running_loop().time()
        if text[:1] == "4":
            await self._handle(text[1:])
        elif text == "1":
            self.end(close_codes.NORMAL)
        elif text != "3":
            raise Malformed

    async def _handle(self, text: str) -> None:
        await self.outlet.writable()
        self._is_handling = True
        try:
            await self.server.handlers["message"](self.sid, text)
        finally:
            self._is_handling = False
            if self._handled is not None and not self._handled.done():
                self._handled.set_result(None)

    def _closed_while_polling(self) -> None:
        self.server.finish(self)

    def _abandon(self) -> None:
        self.end(close_codes.BAD_MESSAGE)
        if self._polling is not None:
            self._polling.abandon()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
