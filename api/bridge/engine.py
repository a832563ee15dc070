"""Engine.IO as python-engineio serves it, with sessions of our own."""

import asyncio
from typing import Any, Final, Protocol

import engineio
from engineio import packet
from starlette.types import Receive, Scope, Send

from api.bridge.engine_socket import EngineSocket
from api.delivery.outlets import Outlets
from api.draining import Draining
from chat import endings


class Listener(Protocol):
    """Whoever sends over the sessions, by their ids."""

    def moved(self, sid: str) -> None:
        """The session sends over another outlet now."""

    def silenced(self, sid: str) -> None:
        """The session is about to close: send nothing more."""


TOO_MANY: Final = {"status": "503 SERVICE UNAVAILABLE", "headers": [("Retry-After", "5")], "response": b""}


class Engine(engineio.AsyncServer):
    """`polling_limit` is how many sessions may use long-polling at once."""

    def __init__(
        self, *, outlets: Outlets, draining: Draining, polling_limit: int, listener: Listener, **options: Any
    ) -> None:
        super().__init__(**options)
        self.outlets = outlets
        self._draining = draining
        self._polling_limit = polling_limit
        self._listener = listener
        self._polling: set[str] = set()
        self._closing: set[asyncio.Task[None]] = set()

    def create_queue(self, *_: Any, **__: Any) -> None:
        """A session of ours needs no queue."""

    def moved(self, socket: EngineSocket) -> None:
        """The session has left long-polling for a WebSocket."""
        self._polling.discard(socket.sid)
        self._listener.moved(socket.sid)

    def silenced(self, socket: EngineSocket) -> None:
        """The session is about to close."""
        self._listener.silenced(socket.sid)

    def departed(self, socket: EngineSocket) -> None:
        """The session is ending."""
        self._polling.discard(socket.sid)
        self._draining.leave(socket)
        self.outlets.pinging.wheel.remove(socket)

    def finish(self, socket: EngineSocket) -> None:
        """Close a session that no request waits upon."""
        self._closing.add(closing := asyncio.create_task(socket.close()))
        closing.add_done_callback(self._closing.discard)

    async def shutdown(self) -> None:
        """Close what is still open."""
        for socket in list(self.sockets.values()):
            self.finish(socket)
        await endings.end(self._closing)

    async def serve_websocket(self, scope: Scope, receive: Receive, send: Send, sid: str | None) -> None:
        """Serve a new session over this WebSocket or, with its id, one that was begun by polling.

        python-engineio would keep the request and several of its own calls for as long as the socket is open.
        """
        await receive()  # websocket.connect
        known = None if sid is None else self.sockets.get(sid)
        if sid is not None and (known is None or not known.may_upgrade):
            await send({"type": "websocket.close"})
            return
        await send({"type": "websocket.accept"})
        if known is not None:
            await known.upgrade(scope, receive, send)
            return
        socket = await self._open(scope, "websocket")
        await socket.serve(scope, receive, send)

    async def _handle_connect(
        self, environ: dict[str, Any], transport: str, jsonp_index: int | None = None
    ) -> Any:
        """Open a session and answer the handshake."""
        if len(self._polling) >= self._polling_limit:
            return TOO_MANY
        socket = await self._open(environ["asgi.scope"], transport)
        socket.connected = True
        return self._ok(await socket.poll())

    async def _open(self, scope: Scope, transport: str) -> EngineSocket:
        socket = EngineSocket(self, self.generate_id())
        self.sockets[socket.sid] = socket
        self._polling.add(socket.sid)
        self._draining.enter(socket)
        self.outlets.pinging.wheel.add(socket)
        await socket.send(packet.Packet(packet.OPEN, self._handshake(socket.sid, transport)))
        await self.handlers["connect"](socket.sid, {"asgi.scope": scope})
        return socket

    def _handshake(self, sid: str, transport: str) -> dict[str, Any]:
        return {
            "sid": sid,
            "upgrades": self._upgrades(sid, transport),
            "pingInterval": self.ping_interval * 1000,
            "pingTimeout": self.ping_timeout * 1000,
            "maxPayload": self.max_http_buffer_size,
        }

    def _log_error_once(self, message: str, message_key: str) -> None:
        """What a client did wrong is told to the client alone."""
