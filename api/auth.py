"""Who asks: the bearer token of a request, and the browser's cookie for its refresh token."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response
from structlog.contextvars import bind_contextvars

from chat import sessions
from chat.context import Context, Core
from chat.errors import Unauthenticated

COOKIE: Final = "parley_refresh"
COOKIE_PATH: Final = "/graphql"


def bearer_token(header: str) -> str | None:
    """The token of an `Authorization: Bearer …` header (RFC 6750), or None."""
    scheme, _, token = header.partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


async def context_of(core: Core, connection: HTTPConnection) -> Context:
    """The request's context. A token that is no longer good makes a stranger of its bearer.

    Raises PyMongoError when the database cannot tell.
    """
    address = connection.client.host if connection.client else ""
    token = bearer_token(connection.headers.get("authorization", ""))
    if token is None:
        return Context(core, None, address)
    try:
        viewer = await sessions.authenticate(core, token)
    except Unauthenticated:
        return Context(core, None, address)
    bind_contextvars(user_id=str(viewer.id))
    return Context(core, viewer, address)


class RefreshCookie:
    """HttpOnly, SameSite=Strict and only for the GraphQL endpoint; Secure wherever the request was."""

    def __init__(self, connection: HTTPConnection, lifetime: timedelta) -> None:
        self._connection = connection
        self._lifetime = lifetime
        self._change: str | None = None

    def get(self) -> str | None:
        return self._connection.cookies.get(COOKIE)

    def set(self, token: str) -> None:
        self._change = token

    def clear(self) -> None:
        self._change = ""

    def apply(self, response: Response) -> None:
        """Put what was set or cleared into the response."""
        if self._change is None:
            return
        response.set_cookie(
            COOKIE,
            self._change,
            max_age=int(self._lifetime.total_seconds()) if self._change else 0,
            path=COOKIE_PATH,
            secure=self._connection.url.scheme in {"https", "wss"},
            httponly=True,
            samesite="strict",
        )


def is_allowed_origin(connection: HTTPConnection, allowed: Collection[str]) -> bool:
    """Whether it is no page that connects, or one of the server's own origin or an allowed one."""
    origin = connection.headers.get("origin")
    if origin is None or origin in allowed:
        return True
    _, _, host = origin.partition("://")
    return host == connection.headers.get("host")
