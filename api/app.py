"""The application: its parts, put together for as long as it runs."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from api.core import open_core
from api.delivery.hub import Hub
from api.delivery.operations import Operations
from api.delivery.outlets import Outlets
from api.draining import Draining, LastRequests
from api.files import Files
from api.graphql import GraphQLEndpoint
from api.health import Health
from api.logs import configure_logs
from api.metrics import Metrics, Present
from api.pages import Pages
from api.request_log import RequestLog
from api.rest.application import Rest
from api.rest.routes import ENDPOINTS
from api.settings import Settings, exit_on_wrong_setting, load_instance_settings
from api.traces import open_traces
from chat.context import Core
from chat.storage_local import PATH
from models.pool import PoolFigures
from schema.documents import DocumentLimits, Documents
from schema.schema import build_schema


def create_app(settings: Settings | None = None) -> Starlette:
    """The ASGI application. Settings are read from the environment unless given.

    A wrong one ends the process with one line then. `app.state.draining` lets the instance go away in order.
    """
    with exit_on_wrong_setting():
        chosen = settings or load_instance_settings()
        traces = open_traces(chosen.otel_exporter_otlp_endpoint)
    configure_logs(as_json=chosen.is_production, level=chosen.log_level)
    pages = Pages()
    draining = Draining(chosen.drain_seconds)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(traces.close)
            pool = PoolFigures()
            core = await open_core(chosen, stack, pool)
            app.state.health = Health(core.database, draining)
            app.state.files = Files(core)
            pages.load_files_from(core.storage.origin)
            hub = Hub(core)
            hub.start()
            stack.push_async_callback(hub.close)
            app.state.metrics = Metrics(Present(draining, hub, pool))
            app.state.graphql = await _open_graphql(chosen, core, hub, pages, draining=draining, stack=stack)
            app.state.rest = Rest(core, ENDPOINTS, body_bytes=chosen.limits.request_bytes)
            yield

    app = Starlette(
        routes=[
            Route("/graphql", _Opened("graphql"), methods=["GET", "HEAD", "POST"]),
            WebSocketRoute("/graphql", _Opened("graphql")),
            Route(PATH, _Opened("files"), methods=["POST"]),
            Route(f"{PATH}/{{upload_id}}/{{name}}", _Opened("files"), methods=["GET", "HEAD"]),
            Route("/healthz", _alive),
            Route("/readyz", _ready),
            Route("/api/{path:path}", _Opened("rest")),
            Route("/metrics", _metrics),
            Route("/{path:path}", pages.serve, middleware=[Middleware(GZipMiddleware, minimum_size=1024)]),
        ],
        middleware=[
            *traces.middleware,
            Middleware(RequestLog),
            Middleware(LastRequests, draining=draining),
            _cors(chosen),
        ],
        lifespan=lifespan,
    )
    app.state.draining = draining
    return app


async def _open_graphql(
    settings: Settings, core: Core, hub: Hub, pages: Pages, *, draining: Draining, stack: AsyncExitStack
) -> GraphQLEndpoint:
    limits = settings.limits
    documents = Documents(
        introspection=settings.introspection,
        limits=DocumentLimits(
            tokens=limits.graphql_tokens,
            depth=limits.graphql_depth,
            aliases=limits.graphql_aliases,
            root_fields=limits.graphql_root_fields,
            rows=limits.graphql_rows,
            page_size=limits.page_size,
        ),
    )
    schema = build_schema(documents)
    outlets = Outlets()
    outlets.start()
    stack.push_async_callback(outlets.close)
    return GraphQLEndpoint(
        core,
        schema,
        Operations(core, hub, schema, documents, limit=limits.subscriptions_per_socket),
        pages,
        outlets,
        draining=draining,
        origins=settings.frontend_origins,
        body_bytes=limits.request_bytes,
        graphiql=settings.graphiql,
    )


def _cors(settings: Settings) -> Middleware:
    return Middleware(
        CORSMiddleware,
        allow_origins=settings.frontend_origins,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Apollo-Require-Preflight"],
        expose_headers=["Retry-After"],
        allow_credentials=True,
        max_age=600,  # seconds
    )


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
