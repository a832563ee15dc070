"""What is noted of each request: its id, who asked, how it ended and how long it took."""

import re
import secrets
import time
from typing import Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

log = structlog.get_logger()

HEADER: Final = "X-Request-ID"
GOOD_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
NOTED: Final = ("/graphql", "/api/")


class RequestLog:
    """ASGI middleware. The id is the gateway's, where it gave one; the answer carries it back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        clear_contextvars()
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if GOOD_ID.fullmatch(given) else secrets.token_hex(8)
        bind_contextvars(request_id=request_id)
        if scope["type"] == "http":
            await self._serve(scope, receive, send, request_id)
        else:
            await self._app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        begun = time.perf_counter()
        status = 500

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            if scope["path"].startswith(NOTED):
                taken = round((time.perf_counter() - begun) * 1000, 1)
                note = log.info if status < 500 else log.warning
                note("request", method=scope["method"], path=scope["path"], status=status, ms=taken)
