"""The bus of several instances: Redis pub/sub, one channel for each room or user.

The instance's own listeners hear an event at once, by the memory bus inside; Redis carries it to the others.
A channel is subscribed to in Redis only while somebody here listens. With Redis away the process goes on
alone: what it cannot send is dropped, and readers elsewhere refill from MongoDB by clock.
"""

import asyncio
import contextlib
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from typing import Any, Final, cast

import structlog
from bson import ObjectId
from bson.errors import BSONError
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from chat import endings, event_codec, measures
from chat.bus import Receiver
from chat.bus_memory import MemoryBus
from chat.events import Channel, Event

log = structlog.get_logger()

OUTBOX_LIMIT: Final = 10_000  # events waiting for Redis; past that the oldest are dropped
PIPELINE_LIMIT: Final = 200  # publishes in one round trip
REPEATS_REMEMBERED: Final = 4_096  # envelopes
RETRY_SECONDS: Final = (0.1, 0.2, 0.5, 1.0, 2.0)
HEARD_TIMEOUT: Final = 1.0  # seconds to wait for Redis to confirm a subscription
PREFIX: Final = "parley:"


class RedisBus:
    """Order: as published within the process; towards others as Redis gives it. Loss and repeats: yes."""

    is_lossy = True

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._local = MemoryBus()
        self._instance = ObjectId()
        self._outbox: deque[tuple[Sequence[Channel], bytes]] = deque(maxlen=OUTBOX_LIMIT)
        self._outbox_filled = asyncio.Event()
        self._has_changed = asyncio.Event()
        self._changed: set[Channel] = set()
        self._subscribed: set[Channel] = set()
        self._confirmations: dict[Channel, asyncio.Future[None]] = {}
        self._seen: OrderedDict[ObjectId, None] = OrderedDict()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to exchange events with the other instances."""
        self._tasks = [asyncio.create_task(self._keep_sending()), asyncio.create_task(self._keep_receiving())]

    def publish(self, event: Event, channels: Sequence[Channel]) -> None:
        self._local.publish(event, channels)
        envelope = {
            "id": ObjectId(),
            "from": self._instance,
            "channels": list(channels),
            "event": event_codec.encode(event),
        }
        self._outbox.append((channels, event_codec.to_bytes(envelope)))
        self._outbox_filled.set()

    def listen(self, channel: Channel, receiver: Receiver) -> None:
        if not self._local.has_listeners(channel):
            self._confirmations.setdefault(channel, asyncio.get_running_loop().create_future())
            self._note_changed([channel])
        self._local.listen(channel, receiver)

    def unlisten(self, channel: Channel, receiver: Receiver) -> None:
        self._local.unlisten(channel, receiver)
        if not self._local.has_listeners(channel):
            self._note_changed([channel])

    def _note_changed(self, channels: Iterable[Channel]) -> None:
        self._changed.update(channels)
        self._has_changed.set()

    async def heard(self, channel: Channel) -> None:
        confirmation = self._confirmations.get(channel)
        if confirmation is not None and not confirmation.done():
            await asyncio.wait([confirmation], timeout=HEARD_TIMEOUT)

    async def close(self) -> None:
        await endings.end(self._tasks)
        await self._local.close()

    async def _keep_sending(self) -> None:
        while True:
            await self._outbox_filled.wait()
            self._outbox_filled.clear()
            while self._outbox:
                await self._send(
                    [self._outbox.popleft() for _ in range(min(len(self._outbox), PIPELINE_LIMIT))]
                )

    async def _send(self, batch: Sequence[tuple[Sequence[Channel], bytes]]) -> None:
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                for channels, payload in batch:
                    for channel in channels:
                        pipeline.publish(PREFIX + channel, payload)
                await pipeline.execute()
            measures.BUS_SENT.inc(len(batch))
        except (RedisError, OSError) as error:
            measures.BUS_NOT_SENT.inc(len(batch))
            log.warning("bus.events_not_sent", events=len(batch), reason=type(error).__name__)

    async def _keep_receiving(self) -> None:
        failures = 0
        while True:
            pubsub = self._redis.pubsub(ignore_subscribe_messages=False)
            try:
                await pubsub.subscribe(PREFIX + "all")  # a pub/sub connection must hold at least one channel
                failures = 0
                measures.BUS_CONNECTED.set(1)
                await self._exchange(pubsub)
            except (RedisError, OSError) as error:
                measures.BUS_CONNECTED.set(0)
                measures.BUS_RECONNECTS.inc()
                log.warning("bus.redis_away", reason=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
                failures += 1
            finally:
                self._subscribed.clear()
                with contextlib.suppress(RedisError, OSError):
                    await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def _exchange(self, pubsub: PubSub) -> None:
        """Read what comes, with the subscriptions in step with the listeners, until the connection ends."""
        self._note_changed(self._local.channels())
        keeping = asyncio.create_task(self._keep_subscriptions(pubsub))
        reading = asyncio.create_task(self._keep_reading(pubsub))
        try:
            done, _ = await asyncio.wait([keeping, reading], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await endings.end([keeping, reading])

    async def _keep_subscriptions(self, pubsub: PubSub) -> None:
        while True:
            await self._has_changed.wait()
            self._has_changed.clear()
            changed, self._changed = self._changed, set()
            wanted = set(filter(self._local.has_listeners, changed))
            for channel in changed - wanted:  # one that was left and come back to meanwhile stays confirmed
                self._confirmations.pop(channel, None)
            if new := wanted - self._subscribed:
                await pubsub.subscribe(*(PREFIX + channel for channel in new))
            if old := (changed - wanted) & self._subscribed:
                await pubsub.unsubscribe(*(PREFIX + channel for channel in old))
            self._subscribed |= new
            self._subscribed -= old

    async def _keep_reading(self, pubsub: PubSub) -> None:
        while True:
            message = await pubsub.get_message(timeout=None)
            if message is None:
                continue
            if message["type"] == "message":
                self._receive(cast(bytes, message["data"]))
            elif message["type"] == "subscribe":
                self._confirm(cast(bytes, message["channel"]).decode().removeprefix(PREFIX))

    def _confirm(self, channel: Channel) -> None:
        confirmation = self._confirmations.get(channel)
        if confirmation is not None and not confirmation.done():
            confirmation.set_result(None)

    def _receive(self, data: bytes) -> None:
        try:
            envelope = event_codec.from_bytes(data)
            if envelope["from"] == self._instance or self._is_repeat(envelope["id"]):
                return
            event = event_codec.decode(envelope["event"])
            channels: list[Any] = envelope["channels"]
        except (BSONError, KeyError, TypeError, ValueError) as error:
            log.warning("bus.event_not_understood", reason=type(error).__name__)
            return
        measures.BUS_RECEIVED.inc()
        self._local.publish(event, channels)

    def _is_repeat(self, envelope_id: ObjectId) -> bool:
        if envelope_id in self._seen:
            return True
        self._seen[envelope_id] = None
        if len(self._seen) > REPEATS_REMEMBERED:
            self._seen.popitem(last=False)
        return False
