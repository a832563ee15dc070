"""A topic: one room's or user's events on this instance, in order of clock.

There is one task for a topic with something to deliver, none for a feed.
"""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

import structlog
from bson import ObjectId
from pymongo.errors import PyMongoError

from api.delivery.audience import Audience, clock_of, deliver, deliver_reading
from api.delivery.pasts import Pasts
from api.delivery.rendering import Past
from chat.context import Core
from chat.errors import ChatError
from chat.events import (
    MESSAGE_EVENTS,
    Channel,
    Event,
    MessageEvent,
    RoomSynced,
    room_channel,
)
from chat.heads import Head
from chat.sharing import TELL_READING
from chat.sync import head_of, missed_events

log = structlog.get_logger()

OVERTAKING_SECONDS: Final = 0.03  # how long an event waits for one that it may have overtaken
RUN_CHARACTERS: Final = 32 * 1024  # of text, about, that go out as one write
RETRY_SECONDS: Final = 0.5  # before the database is asked again for what is missing


class Topic:
    """`head` is the newest place that was delivered here; None before the first delivery.

    Until then `_found_at` tells where the room stood when it began to be heard.
    """

    def __init__(self, core: Core, channel: Channel) -> None:
        kind, _, topic_id = channel.partition(":")
        self.room_id = ObjectId(topic_id) if kind == "room" else None
        self.head: Head | None = None
        self._found_at: Head | None = None
        self.members_version: int | None = None
        self.task: asyncio.Task[None] | None = None
        self._core = core
        self._pasts = Pasts(core, self.room_id) if self.room_id else None
        self.audience = Audience(self._pasts.load if self._pasts else _no_past)
        self._queue: deque[tuple[Event | None, Sequence[Audience]]] = deque()

    def put(self, event: Event, also: Sequence[Audience] = ()) -> None:
        """Deliver the event in its turn, here and to other audiences, to a feed of several of them once."""
        if self._pasts is not None:
            self._pasts.hear(event)
        self._queue.append((event, (self.audience, *also)))
        self._start()

    def refill_up_to(self, clock: int) -> None:
        """The room is known to have got this far: deliver in its turn what is missing here."""
        self.head = self.head or self._found_at
        if self.head is not None and clock > self.head.clock:
            self._queue.append((None, ()))
            self._start()

    def find_head(self) -> None:
        """Learn where the room stands before anything is delivered, so that a first loss is noticed too."""
        if self.room_id is not None:
            self.task = asyncio.create_task(self._find_head(self.room_id))

    async def _find_head(self, room_id: ObjectId) -> None:
        try:
            await self._core.bus.heard(room_channel(room_id))
            self._found_at = await head_of(self._core, room_id)
        except (PyMongoError, ChatError) as error:
            log.warning("topic.head_unknown", room_id=str(room_id), reason=type(error).__name__)
        self.task = None
        if self._queue:
            self._start()

    def _start(self) -> None:
        if self.task is None:
            self.task = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._queue:
                event, audiences = self._queue.popleft()
                if event is None:
                    await self._refill()
                elif isinstance(event, MESSAGE_EVENTS):
                    await self._deliver_in_order(event)
                elif isinstance(event, TELL_READING):
                    await deliver_reading(event, audiences)
                else:
                    await deliver([event], audiences)
        finally:
            self.task = None

    async def _deliver_in_order(self, event: MessageEvent) -> None:
        """Drop a repeat; before an event that came too early deliver those that it overtook."""
        clock = event.message["clock"]
        if self.head is None and self._found_at is not None and clock > self._found_at.clock:
            self.head = self._found_at  # what came before is told by the room, not by the first event
        if self.head is not None and clock > self.head.clock + 1:
            await self._wait_for_overtaken(event)
            return
        if self.head is None or clock == self.head.clock + 1:
            run = [event, *self._followers(event)]
            await deliver(run, [self.audience])
            for told in run:
                self._move_head(told)

    def _followers(self, event: MessageEvent) -> Iterator[MessageEvent]:
        """Takes from the queue what comes right after the event: what piles up goes out as one write."""
        size = len(event.message["content"])
        clock = event.message["clock"]
        while self._queue and size < RUN_CHARACTERS:
            follower = self._queue[0][0]
            if not isinstance(follower, MESSAGE_EVENTS) or follower.message["clock"] != clock + 1:
                return
            self._queue.popleft()
            clock += 1
            size += len(follower.message["content"])
            yield follower

    async def _wait_for_overtaken(self, event: MessageEvent) -> None:
        """Give the missing ones a moment to arrive, then read them from the database."""
        await asyncio.sleep(OVERTAKING_SECONDS)
        waiting = [item for item in self._queue if isinstance(item[0], MESSAGE_EVENTS)]
        others = [item for item in self._queue if not isinstance(item[0], MESSAGE_EVENTS)]
        ordered = sorted([(event, [self.audience]), *waiting], key=lambda item: clock_of(item[0]) or 0)
        assert self.head is not None
        first = next((item for item in ordered if (clock_of(item[0]) or 0) > self.head.clock), None)
        self._queue = deque([*ordered, *others])
        if first is not None and (clock_of(first[0]) or 0) > self.head.clock + 1:
            self._queue.appendleft((None, ()))

    async def _refill(self) -> None:
        """Deliver what the database has past `head`; while it does not answer, wait."""
        assert self.room_id is not None and self._pasts is not None
        self._pasts.forget()
        while not self.audience.is_empty:
            if self.head is None:
                return
            try:
                missed = await missed_events(self._core, self.room_id, self.head)
                if missed is None:
                    await self._reset()
                    return
            except PyMongoError as error:
                log.warning("topic.refill_failed", room_id=str(self.room_id), reason=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            for event in missed:
                await deliver([event], [self.audience])
            for event in missed:
                self._move_head(event)
            return

    async def _reset(self) -> None:
        assert self.room_id is not None
        self.head = await head_of(self._core, self.room_id)
        await deliver([RoomSynced(self.room_id, self.head.clock, (), (), reset=True)], [self.audience])

    def _move_head(self, event: MessageEvent) -> None:
        seq, clock = event.message["seq"], event.message["clock"]
        head = self.head or Head(0, 0)
        self.head = Head(max(head.seq, seq), max(head.clock, clock))


async def _no_past(_: int) -> Past | None:
    """A user's own events are not caught up on."""
    return None
