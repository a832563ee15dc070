"""A topic: one room's or user's events on this instance, and the feeds that hear them.

Feeds with the same renderer stand together, so an event is rendered once for each group and then handed to
every feed in it. There is one task for a topic with something to deliver, none for a feed.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog
from bson import ObjectId
from pymongo.errors import PyMongoError

from api.delivery.feed import Body, Feed, Renderer
from api.delivery.rendering import Past, render
from chat.batching import Batch
from chat.context import Core
from chat.errors import ChatError
from chat.events import (
    Channel,
    Event,
    MessageDeleted,
    MessageEdited,
    MessageEvent,
    MessageSent,
    ReactionChanged,
    RoomSynced,
    room_channel,
)
from chat.heads import Head
from chat.sync import changes_since, head_of, missed_events

log = structlog.get_logger()

MESSAGE_EVENTS: Final = (MessageSent, MessageEdited, MessageDeleted, ReactionChanged)
OVERTAKING_SECONDS: Final = 0.03  # how long an event waits for one that it may have overtaken
RETRY_SECONDS: Final = 0.5  # before the database is asked again for what is missing


@dataclass(slots=True)
class CatchingUp:
    """A feed that is not live yet: it holds events while the past is read, then skips what it has seen.

    `since` is the clock that it catches up from, `seen` the one that it got to, once it is known.
    """

    since: int
    seen: int | None = None
    held: deque[Event] = field(default_factory=deque)


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
        self._groups: dict[Renderer, dict[Feed, None]] = {}
        self._catching_up: dict[Feed, CatchingUp] = {}
        self._suspended: dict[Feed, int | None] = {}
        self._past = Batch[int, Past](self._read_past)
        self._queue: deque[tuple[Event | None, Sequence[Topic]]] = deque()

    @property
    def is_empty(self) -> bool:
        return not (self._groups or self._catching_up or self._suspended)

    def feeds(self) -> list[Feed]:
        live = [feed for group in self._groups.values() for feed in group]
        return [*live, *self._catching_up, *self._suspended]

    def add(self, feed: Feed, since: int | None = None) -> None:
        """Let the feed hear the topic; with a clock it is live only after `catch_up`."""
        if since is not None:
            self._catching_up[feed] = CatchingUp(since)
        elif feed not in self._catching_up:
            self._groups.setdefault(feed.renderer, {})[feed] = None

    def suspend(self, feed: Feed) -> None:
        """Let the feed miss what comes, until `resume`: its socket cannot take more."""
        state = self._catching_up.get(feed)
        seen = None if state is None else state.since if state.seen is None else state.seen
        self.remove(feed)
        self._suspended[feed] = seen

    async def resume(self, feed: Feed) -> None:
        """Catch the feed up on what it missed while it was suspended, and let it be live again."""
        if feed in self._suspended:
            since = self._suspended.pop(feed)
            self.add(feed, since)
            if since is not None:
                await self.catch_up(feed)

    def remove(self, feed: Feed) -> None:
        """Let the feed hear the topic no more, from this call on."""
        self._catching_up.pop(feed, None)
        self._suspended.pop(feed, None)
        group = self._groups.get(feed.renderer, {})
        group.pop(feed, None)
        if not group:
            self._groups.pop(feed.renderer, None)

    def put(self, event: Event, also: Sequence["Topic"] = ()) -> None:
        """Deliver the event in its turn, to a feed of several of the topics once."""
        self._queue.append((event, (self, *also)))
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

    async def catch_up(self, feed: Feed) -> None:
        """Send the feed what it missed since its clock, then what came meanwhile, then let it be live."""
        state = self._catching_up.get(feed)
        if state is None or self.room_id is None:
            return
        past = await self._past.load(state.since)
        if past is None:
            return
        body = await past.rendered_by(feed.renderer)
        if self._catching_up.get(feed) is not state:  # it left meanwhile
            return
        feed.send(body)
        seen = past.synced.clock
        while state.held:
            event = state.held.popleft()
            if not isinstance(event, MESSAGE_EVENTS) or event.message["clock"] > seen:
                body = await render(feed.renderer, event)
                if self._catching_up.get(feed) is not state:
                    return
                feed.send(body)
                seen = max(seen, _clock_of(event) or 0)
        state.seen = seen

    async def _read_past(self, clocks: Sequence[int]) -> dict[int, Past]:
        assert self.room_id is not None
        found = await changes_since(self._core, self.room_id, clocks)
        return {clock: Past(synced) for clock, synced in found.items()}

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
                event, topics = self._queue.popleft()
                if event is None:
                    await self._refill()
                elif isinstance(event, MESSAGE_EVENTS):
                    await self._deliver_in_order(event)
                else:
                    await _deliver(event, topics)
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
            await _deliver(event, [self])
            self._move_head(event)

    async def _wait_for_overtaken(self, event: MessageEvent) -> None:
        """Give the missing ones a moment to arrive, then read them from the database."""
        await asyncio.sleep(OVERTAKING_SECONDS)
        waiting = [item for item in self._queue if isinstance(item[0], MESSAGE_EVENTS)]
        others = [item for item in self._queue if not isinstance(item[0], MESSAGE_EVENTS)]
        ordered = sorted([(event, [self]), *waiting], key=lambda item: _clock_of(item[0]) or 0)
        assert self.head is not None
        first = next((item for item in ordered if (_clock_of(item[0]) or 0) > self.head.clock), None)
        self._queue = deque([*ordered, *others])
        if first is not None and (_clock_of(first[0]) or 0) > self.head.clock + 1:
            self._queue.appendleft((None, ()))

    async def _refill(self) -> None:
        """Deliver what the database has past `head`; while it does not answer, wait."""
        assert self.room_id is not None
        while not self.is_empty:
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
                await _deliver(event, [self])
            for event in missed:
                self._move_head(event)
            return

    async def _reset(self) -> None:
        assert self.room_id is not None
        self.head = await head_of(self._core, self.room_id)
        await _deliver(RoomSynced(self.room_id, self.head.clock, (), (), reset=True), [self])

    def _move_head(self, event: MessageEvent) -> None:
        seq, clock = event.message["seq"], event.message["clock"]
        head = self.head or Head(0, 0)
        self.head = Head(max(head.seq, seq), max(head.clock, clock))

    def renderers(self) -> Iterable[Renderer]:
        yield from self._groups
        for feed, state in self._catching_up.items():
            if state.seen is not None:
                yield feed.renderer

    def hand_out(self, event: Event, bodies: dict[Renderer, Body], reached: set[Feed] | None) -> None:
        """Give every feed its body, in one go; those in `reached` have it already."""
        for renderer, feeds in self._groups.items():
            body = bodies[renderer]
            if reached is None:
                for feed in feeds:
                    feed.send(body)
            else:
                for feed in feeds.keys() - reached:
                    feed.send(body)
                    reached.add(feed)
        if self._catching_up:
            self._hand_to_those_catching_up(event, bodies, reached)
        if self._suspended and isinstance(event, MESSAGE_EVENTS):
            for feed, seen in self._suspended.items():
                if seen is None:
                    self._suspended[feed] = event.message["clock"] - 1

    def _hand_to_those_catching_up(
        self, event: Event, bodies: dict[Renderer, Body], reached: set[Feed] | None
    ) -> None:
        clock = _clock_of(event)
        for feed, state in list(self._catching_up.items()):
            if state.seen is None:
                state.held.append(event)
            elif clock is None or clock > state.seen:
                if reached is None or feed not in reached:
                    feed.send(bodies[feed.renderer])
                if clock is not None:
                    del self._catching_up[feed]
                    self.add(feed)


async def _deliver(event: Event, topics: Sequence[Topic]) -> None:
    """Render the event once for each renderer, then hand it out without a pause in between."""
    bodies: dict[Renderer, Body] = {}
    while missing := {renderer for topic in topics for renderer in topic.renderers()} - bodies.keys():
        for renderer in missing:
            bodies[renderer] = await render(renderer, event)
    reached: set[Feed] | None = set() if len(topics) > 1 else None
    for topic in topics:
        topic.hand_out(event, bodies, reached)


def _clock_of(event: Event | None) -> int | None:
    return event.message["clock"] if isinstance(event, MESSAGE_EVENTS) else None
