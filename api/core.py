"""The core of a running server: its parts, opened from the settings and closed in reverse order."""

from contextlib import AsyncExitStack
from typing import Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from api.settings import Settings
from chat import migrations
from chat.bus import Bus
from chat.bus_memory import MemoryBus
from chat.bus_redis import RedisBus
from chat.context import Core, Rules
from chat.events import RIGHTS
from chat.limits import Limiter, rates
from chat.passwords import Passwords
from chat.pictures import Studio
from chat.presence import Presence
from chat.presence_places import NowhereElse, RedisPlaces
from chat.push_notices import PushNotices
from chat.push_service import PushService
from chat.reads import Reads
from chat.receipt_news import ReceiptNews
from chat.small_talk import Crowds
from chat.storage import Storage
from chat.sweep import Sweep
from chat.thread_roots import ThreadRoots
from chat.tokens import Tokens
from chat.typists import Typists
from chat.writers import Writers
from models.database import Database, connect
from models.pool import PoolFigures

REDIS_SECONDS: Final = 2.0  # to connect, and to answer


async def open_core(
    settings: Settings, storage: Storage, stack: AsyncExitStack, pool: PoolFigures | None = None
) -> Core:
    """The parts of a running server, closed with the stack, the last opened first."""
    database = await stack.enter_async_context(
        connect(settings.require_database_url(), settings.database_name, pool)
    )
    await migrations.migrate(database)
    redis = _open_redis(settings, stack)
    bus = _open_bus(redis, stack)
    crowds = Crowds(database)
    writers = Writers(database)
    stack.push_async_callback(writers.close)
    reads = Reads(database)
    bus.listen(RIGHTS, reads.hear)
    places = RedisPlaces(redis) if redis else NowhereElse()
    presence = Presence(database, bus, crowds, places, reads.apart_lately)
    presence.start()
    stack.push_async_callback(presence.close)
    push = _open_push(database, settings, stack)
    core = Core(
        database=database,
        bus=bus,
        tokens=Tokens(settings.jwt_secrets, settings.jwt_expiry),
        passwords=Passwords(settings.password_memory_kib),
        limiter=_open_limiter(settings),
        writers=writers,
        reads=reads,
        presence=presence,
        crowds=crowds,
        typists=_open_typists(bus, crowds, stack),
        receipt_news=ReceiptNews(bus, crowds),
        thread_roots=ThreadRoots(database, reads, writers, bus),
        storage=storage,
        studio=Studio(storage.scratch, pixels=settings.limits.picture_pixels),
        push=push,
        rules=_rules(settings),
    )
    _start_sweep(core, stack)
    return core


def _open_typists(bus: Bus, crowds: Crowds, stack: AsyncExitStack) -> Typists:
    typists = Typists(bus, crowds)
    stack.callback(typists.close)
    return typists


def _open_push(database: Database, settings: Settings, stack: AsyncExitStack) -> PushNotices:
    push = PushNotices(database, _push_service(settings))
    push.start()
    stack.push_async_callback(push.close)
    return push


def _push_service(settings: Settings) -> PushService | None:
    if settings.vapid_private_key is None:
        return None
    return PushService(
        settings.vapid_private_key, subject=settings.vapid_subject, services=settings.push_services
    )


def _start_sweep(core: Core, stack: AsyncExitStack) -> None:
    sweep = Sweep(core)
    sweep.start()
    stack.push_async_callback(sweep.close)


def _open_limiter(settings: Settings) -> Limiter:
    limits = settings.limits
    chosen = rates(
        sends_per_second=limits.sends_per_second,
        send_burst=limits.send_burst,
        logins_per_minute=limits.logins_per_minute,
        uploads_per_minute=limits.uploads_per_minute,
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
        attachments_for_each_message=limits.attachments_per_message,
        attachment_bytes=limits.attachment_bytes,
        upload_quota_bytes=limits.upload_quota_bytes,
    )


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
