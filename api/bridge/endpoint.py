"""The ASGI application at /socket.io/: what may reach the libraries, and in what shape."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final, TypeAlias
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from api.auth import is_allowed_origin
from api.body import BodyTooLarge, read_body
from api.bridge.server import TOKEN, SocketIOServer
from api.draining import Draining

PARAMETERS: Final = ("EIO", "transport", "sid")

Query: TypeAlias = Mapping[str, str]


class SocketIOEndpoint:
    """`message_bytes` is the most that one request may bring; WebSockets are limited by the web server."""

    def __init__(
        self, server: SocketIOServer, draining: Draining, *, origins: tuple[str, ...], message_bytes: int
    ) -> None:
        self._server = server
        self._draining = draining
        self._origins = origins
        self._message_bytes = message_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = _take_query(scope)
        if scope["type"] == "websocket":
            await self._serve_socket(scope, receive, send, known)
        else:
            with suppress(ClientDisconnect):
                await self._serve_request(Request(scope, receive), known, send)

    async def _serve_socket(self, scope: Scope, receive: Receive, send: Send, asked: Query) -> None:
        refusal = self._refusal(HTTPConnection(scope), asked, "websocket")
        if refusal is None:
            await self._server.serve_websocket(scope, receive, send, asked.get("sid"))
        else:
            await WebSocket(scope, receive, send).send_denial_response(refusal)

    async def _serve_request(self, request: Request, asked: Query, send: Send) -> None:
        refusal = self._refusal(request, asked, "polling")
        body = b""
        if refusal is None:
            try:
                body = await read_body(request, self._message_bytes)
            except BodyTooLarge:
                refusal = PlainTextResponse("Payload too large\n", 413)
        if refusal is not None:
            await refusal(request.scope, request.receive, send)
            return
        await self._server.handle_request(request.scope, _whole(body), send)

    def _refusal(self, connection: HTTPConnection, asked: Query, transport: str) -> Response | None:
        if not is_allowed_origin(connection, self._origins):
            return PlainTextResponse("This origin is not allowed\n", 403)
        if asked.get("transport") != transport or ("sid" not in asked and asked.get("EIO") != "4"):
            return PlainTextResponse("This is no request of Engine.IO 4\n", 400)
        if "sid" not in asked and self._draining.has_begun:
            return self._draining.refusal()
        return None


def _take_query(scope: Scope) -> Query:
    """What is asked. A token stays in the scope alone: the web server logs the addresses of WebSockets."""
    asked = QueryParams(scope["query_string"])
    scope[TOKEN] = asked.get("token")
    known = {name: asked[name] for name in PARAMETERS if name in asked}
    scope["query_string"] = urlencode(known).encode()
    return known


def _whole(body: bytes) -> Receive:
    """The request with its body, as if it had come in one piece."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
