"""Which path leads where."""

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from api.health import Health
from api.metrics import Metrics
from api.pages import Pages
from chat.storage_local import PATH


def routes(pages: Pages) -> list[BaseRoute]:
    """Every path of an instance. The faces are those that the lifespan puts into `app.state`."""
    return [
        Route("/graphql", _Opened("graphql"), methods=["GET", "HEAD", "POST"]),
        WebSocketRoute("/graphql", _Opened("graphql")),
        Route(PATH, _Opened("files"), methods=["POST"]),
        Route(f"{PATH}/{{upload_id}}/{{name}}", _Opened("files"), methods=["GET", "HEAD"]),
        Route("/socket.io/", _Opened("socketio"), methods=["GET", "POST"]),
        WebSocketRoute("/socket.io/", _Opened("socketio")),
        Route("/healthz", _alive),
        Route("/readyz", _ready),
        Route("/api/{path:path}", _Opened("rest")),
        Route("/metrics", _metrics),
        Route("/{path:path}", pages.serve, middleware=[Middleware(GZipMiddleware, minimum_size=1024)]),
    ]


class _Opened:
    """Hands the request to the face that the lifespan opened under this name."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await getattr(scope["app"].state, self._name)(scope, receive, send)


async def _alive(request: Request) -> Response:
    health: Health = request.app.state.health
    return await health.alive(request)


async def _metrics(request: Request) -> Response:
    metrics: Metrics = request.app.state.metrics
    return await metrics.serve(request)


async def _ready(request: Request) -> Response:
    health: Health = request.app.state.health
    return await health.ready(request)
