"""The application: its parts, put together for as long as it runs."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from api.bridge.endpoint import SocketIOEndpoint
from api.bridge.server import SocketIOServer
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
from api.routes import routes
from api.settings import Settings, exit_on_wrong_setting, load_instance_settings
from api.storage import open_storage
from api.traces import open_traces
from chat.context import Core
from models.pool import PoolFigures
from schema.documents import DocumentLimits, Documents
from schema.schema import build_schema


def create_app(settings: Settings | None = None) -> Starlette:
    """The ASGI application. Settings are read from the environment unless given.

    A wrong one ends the process with one line then. `app.state.draining` lets the instance go away in order.
    """
    with exit_on_wrong_setting():
        chosen = settings or load_instance_settings()
        storage = open_storage(chosen)
        traces = open_traces(chosen.otel_exporter_otlp_endpoint)
    configure_logs(as_json=chosen.is_production, level=chosen.log_level)
    pages = Pages()
    draining = Draining(chosen.drain_seconds)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(traces.close)
            pool = PoolFigures()
            core = await open_core(chosen, storage, stack, pool)
            app.state.health = Health(core.database, draining)
            app.state.files = Files(core)
            pages.load_files_from(storage.origin)
            shared = _Shared(chosen, core, _open_hub(core, stack), _open_outlets(chosen, stack), draining)
            app.state.metrics = Metrics(Present(draining, shared.hub, pool))
            app.state.graphql = _open_graphql(shared, pages)
            app.state.socketio = _open_socketio(shared, stack)
            app.state.rest = Rest(core, ENDPOINTS, body_bytes=chosen.limits.request_bytes)
            yield

    app = Starlette(
        routes=routes(pages),
        middleware=[*traces.middleware, *_middleware(chosen, draining)],
        lifespan=lifespan,
    )
    app.state.draining = draining
    return app


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the live faces share."""

    settings: Settings
    core: Core
    hub: Hub
    outlets: Outlets
    draining: Draining


def _open_hub(core: Core, stack: AsyncExitStack) -> Hub:
    hub = Hub(core)
    hub.start()
    stack.push_async_callback(hub.close)
    return hub


def _open_outlets(settings: Settings, stack: AsyncExitStack) -> Outlets:
    outlets = Outlets(settings.limits.ping_seconds)
    outlets.start()
    stack.push_async_callback(outlets.close)
    return outlets


def _open_graphql(shared: _Shared, pages: Pages) -> GraphQLEndpoint:
    settings, limits = shared.settings, shared.settings.limits
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
    operations = Operations(shared.core, shared.hub, schema, documents, limit=limits.subscriptions_per_socket)
    return GraphQLEndpoint(
        shared.core,
        schema,
        operations,
        pages,
        shared.outlets,
        draining=shared.draining,
        origins=settings.frontend_origins,
        body_bytes=limits.request_bytes,
        graphiql=settings.graphiql,
    )


def _open_socketio(shared: _Shared, stack: AsyncExitStack) -> SocketIOEndpoint:
    limits = shared.settings.limits
    server = SocketIOServer(
        shared.core,
        shared.hub,
        shared.outlets,
        shared.draining,
        message_bytes=limits.frame_bytes,
        polling_sessions=limits.polling_sessions,
    )
    stack.push_async_callback(server.close)
    return SocketIOEndpoint(
        server,
        shared.draining,
        origins=shared.settings.frontend_origins,
        message_bytes=limits.frame_bytes,
    )


def _middleware(settings: Settings, draining: Draining) -> list[Middleware]:
    return [Middleware(RequestLog), Middleware(LastRequests, draining=draining), _cors(settings)]


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
