"""Socket.IO as python-socketio serves it: who connects, is answered and disconnects.

What a client says goes to `events`, what rooms are told comes over the hub. Events of one client are handled
one after another, so that what it sends in order stays in order.
"""

import logging
from functools import partial
from typing import Any, Final

import engineio
import socketio
from socketio import packet
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from api.bridge.client import Client
from api.bridge.connections import Connections
from api.bridge.engine import Engine
from api.bridge.engine_socket import EngineSocket
from api.bridge.events import respond
from api.bridge.packets import Malformed, Packet
from api.bridge.relay import Relay
from api.delivery import close_codes
from api.delivery.hub import Hub
from api.delivery.outlets import Outlets
from api.draining import Draining
from api.errors import as_told, error_shape
from chat.context import Core

SIGN_IN_SECONDS: Final = 10.0
TOKEN: Final = "parley.token"
"""Where the endpoint leaves a token of the query string in the scope."""

QUIET: Final = logging.getLogger("parley.socketio")
"""What the libraries would log is what clients did; what fails here is logged by `as_told`."""


class SocketIOServer(socketio.AsyncServer):
    """The clients of this instance."""

    def __init__(
        self,
        core: Core,
        hub: Hub,
        outlets: Outlets,
        draining: Draining,
        *,
        message_bytes: int,
        polling_sessions: int,
    ) -> None:
        self._core = core
        self._hub = hub
        self._relay = Relay(core)
        self._clients: dict[str, Client] = {}
        QUIET.setLevel(logging.CRITICAL)
        super().__init__(
            client_manager=Connections(),
            serializer=Packet,
            async_mode="asgi",
            async_handlers=False,
            logger=QUIET,
            engineio_logger=QUIET,
            monitor_clients=False,
            cors_allowed_origins=[],  # the endpoint has looked at them
            ping_interval=outlets.pinging.seconds,
            ping_timeout=outlets.pinging.silence_seconds - outlets.pinging.seconds,
            max_http_buffer_size=message_bytes,
            outlets=outlets,
            draining=draining,
            polling_limit=polling_sessions,
            listener=self,
        )
        self.on("connect", self._connected)
        self.on("disconnect", self._disconnected)

    def _engineio_server_class(self) -> type[engineio.AsyncServer]:
        return Engine

    async def serve_websocket(self, scope: Scope, receive: Receive, send: Send, sid: str | None) -> None:
        """See Engine."""
        await self.eio.serve_websocket(scope, receive, send, sid)

    async def close(self) -> None:
        """Close what is still open."""
        await self.eio.shutdown()

    def moved(self, sid: str) -> None:
        """See Listener."""
        if sid in self._clients:
            self._clients[sid].moved()

    def silenced(self, sid: str) -> None:
        """See Listener."""
        if sid in self._clients:
            self._clients[sid].silence()

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        """Keep of the handshake what is needed, and give the client a moment to sign in."""
        scope = environ["asgi.scope"]
        peer = HTTPConnection(scope).client
        self.environ[eio_sid] = (peer.host if peer else "", scope.pop(TOKEN))
        self._expect_sign_in(self.eio.sockets[eio_sid])

    async def _handle_eio_message(self, eio_sid: str, data: str) -> None:
        if not data:
            raise Malformed
        await super()._handle_eio_message(eio_sid, data)

    async def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:
        if namespace not in {None, "/"}:
            refusal = {"message": "Invalid namespace"}
            await self._send_packet(eio_sid, Packet(packet.CONNECT_ERROR, refusal, namespace=namespace))
        elif self.manager.sid_from_eio_sid(eio_sid, "/") is not None:
            raise Malformed
        else:
            await super()._handle_connect(eio_sid, namespace, data)

    async def _handle_event(
        self, eio_sid: str, namespace: str | None, id: int | None, data: list[Any]
    ) -> None:
        client = self._clients.get(eio_sid)
        if client is None or namespace not in {None, "/"}:
            raise Malformed
        name, *arguments = data
        answer = await respond(client, name, arguments)
        if id is not None:
            await self._send_packet(eio_sid, Packet(packet.ACK, [answer], id=id))
        elif not answer["ok"]:
            client.emit("error", {"event": name, **answer["error"]})

    async def _handle_ack(self, *_: Any) -> None:
        """Parley asks for no acknowledgements."""

    async def _connected(self, sid: str, peer: tuple[str, str | None], auth: Any) -> None:
        """Sign the client in if it brought a token. Raises ConnectionRefusedError for a bad one."""
        eio_sid = self.manager.eio_sid_from_sid(sid, "/")
        socket: EngineSocket = self.eio.sockets[eio_sid]
        address, token_of_address = peer
        client = Client(self._core, self._hub, self._relay, socket, address)
        given = auth.get("token") if isinstance(auth, dict) else None
        token = token_of_address if given is None else given
        if token is not None:
            try:
                await client.authenticate(token if isinstance(token, str) else "")
            except Exception as error:
                told = error_shape(as_told(error, "socket.io connect"))
                raise socketio.exceptions.ConnectionRefusedError(told["message"], told) from None
        self._clients[eio_sid] = client

    async def _disconnected(self, sid: str, _reason: str) -> None:
        eio_sid = self.manager.eio_sid_from_sid(sid, "/")
        client = self._clients.pop(eio_sid, None)
        if client is not None:
            await client.closed()
        socket = self.eio.sockets.get(eio_sid)
        if socket is not None and not socket.closing:
            self._expect_sign_in(socket)

    @staticmethod
    def _expect_sign_in(socket: EngineSocket) -> None:
        socket.call_after(SIGN_IN_SECONDS, partial(socket.end, close_codes.INIT_TIMEOUT))
