"""The application: its parts, put together for as long as it runs."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from api.delivery.hub import Hub
from api.delivery.operations import Operations
from api.delivery.outlets import Outlets
from api.graphql import GraphQLEndpoint
from api.health import Health
from api.logs import configure_logs
from api.pages import Pages
from api.settings import Settings, SettingsError, load_settings
from chat.bus import Bus
from chat.bus_memory import MemoryBus
from chat.bus_redis import RedisBus
from chat.context import Core, Rules
from chat.events import RIGHTS
from chat.limits import Limiter, rates
from chat.presence import Presence
from chat.presence_places import NowhereElse, RedisPlaces
from chat.reads import Reads
from chat.receipt_news import ReceiptNews
from chat.small_talk import Crowds
from chat.tokens import Tokens
from chat.typists import Typists
from chat.writers import Writers
from models.database import connect
from schema.documents import DocumentLimits, Documents
from schema.schema import build_schema

REDIS_SECONDS: Final = 2.0  # to connect, and to answer


def create_app(settings: Settings | None = None) -> Starlette:
    """The ASGI application. Settings are read from the environment unless given."""
    chosen = settings or load_settings()
    configure_logs(as_json=chosen.is_production)
    pages = Pages()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            core = await open_core(chosen, stack)
            app.state.health = Health(core.database)
            app.state.graphql = await _open_graphql(chosen, core, pages, stack)
            yield
            app.state.health.draining = True

    return Starlette(
        routes=[
            Route("/graphql", _GraphQL(), methods=["GET", "HEAD", "POST"]),
            WebSocketRoute("/graphql", _GraphQL()),
            Route("/healthz", _alive),
            Route("/readyz", _ready),
            Route("/{path:path}", pages.serve, middleware=[Middleware(GZipMiddleware, minimum_size=1024)]),
        ],
        middleware=[_cors(chosen)],
        lifespan=lifespan,
    )


async def open_core(settings: Settings, stack: AsyncExitStack) -> Core:
    """The parts of a running server, closed with the stack, the last opened first."""
    database = await stack.enter_async_context(connect(_database_url(settings), settings.database_name))
    redis = _open_redis(settings, stack)
    bus = _open_bus(redis, stack)
    crowds = Crowds(database)
    writers = Writers(database)
    stack.push_async_callback(writers.close)
    typists = Typists(bus, crowds)
    stack.callback(typists.close)
    reads = Reads(database)
    bus.listen(RIGHTS, reads.hear)
    presence = Presence(database, bus, crowds, RedisPlaces(redis) if redis else NowhereElse())
    presence.start()
    stack.push_async_callback(presence.close)
    return Core(
        database=database,
        bus=bus,
        tokens=Tokens(settings.jwt_secrets, settings.jwt_expiry),
        limiter=_open_limiter(settings),
        writers=writers,
        reads=reads,
        presence=presence,
        typists=typists,
        receipt_news=ReceiptNews(bus, crowds),
        rules=_rules(settings),
    )


def _open_limiter(settings: Settings) -> Limiter:
    limits = settings.limits
    chosen = rates(
        sends_per_second=limits.sends_per_second,
        send_burst=limits.send_burst,
        logins_per_minute=limits.logins_per_minute,
    )
    return Limiter(settings.redis_url, enabled=settings.rate_limits, rates=chosen)


def _rules(settings: Settings) -> Rules:
    limits = settings.limits
    return Rules(
        registration_open=settings.registration_open,
        reactions=settings.message_reactions,
        edit_window=settings.message_edit_window,
        delete_window=settings.message_delete_window,
        session_expiry=settings.session_expiry,
        backdating=not settings.is_production,
        page_size=limits.page_size,
        username_characters=(limits.username_min_characters, limits.username_max_characters),
        password_bytes=(limits.password_min_bytes, limits.password_max_bytes),
        content_characters=limits.content_characters,
        room_name_characters=limits.room_name_characters,
        topic_characters=limits.topic_characters,
        reactions_for_each_message=limits.reactions_per_message,
        users_for_each_reaction=limits.users_per_reaction,
        members_in_a_group=limits.members_per_group,
    )


def _database_url(settings: Settings) -> str:
    if settings.database_url is None:
        raise SettingsError("DATABASE_URL must be set, unless ./scripts/serve starts the embedded database.")
    return settings.database_url


def _open_redis(settings: Settings, stack: AsyncExitStack) -> Redis | None:
    if settings.redis_url is None:
        return None
    redis = Redis.from_url(
        settings.redis_url,
        socket_connect_timeout=REDIS_SECONDS,
        socket_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    stack.push_async_callback(redis.aclose)
    return redis


def _open_bus(redis: Redis | None, stack: AsyncExitStack) -> Bus:
    if redis is None:
        return MemoryBus()
    bus = RedisBus(redis)
    bus.start()
    stack.push_async_callback(bus.close)
    return bus


async def _open_graphql(
    settings: Settings, core: Core, pages: Pages, stack: AsyncExitStack
) -> GraphQLEndpoint:
    limits = settings.limits
    documents = Documents(
        introspection=settings.introspection,
        limits=DocumentLimits(
            limits.graphql_tokens, limits.graphql_depth, limits.graphql_aliases, limits.graphql_root_fields
        ),
    )
    schema = build_schema(documents)
    hub = Hub(core)
    hub.start()
    stack.push_async_callback(hub.close)
    outlets = Outlets()
    outlets.start()
    stack.push_async_callback(outlets.close)
    return GraphQLEndpoint(
        core,
        schema,
        Operations(core, hub, schema, documents, limit=limits.subscriptions_per_socket),
        pages,
        outlets,
        origins=settings.frontend_origins,
        body_bytes=limits.request_bytes,
        graphiql=settings.graphiql,
    )


def _cors(settings: Settings) -> Middleware:
    return Middleware(
        CORSMiddleware,
        allow_origins=settings.frontend_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "Apollo-Require-Preflight"],
        allow_credentials=True,
        max_age=600,  # seconds
    )


class _GraphQL:
    """Hands the request to the endpoint that the lifespan opened."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["app"].state.graphql(scope, receive, send)


async def _alive(request: Request) -> Response:
    health: Health = request.app.state.health
    return await health.alive(request)


async def _ready(request: Request) -> Response:
    health: Health = request.app.state.health
    return await health.ready(request)
