"""An audience: the feeds that hear a topic, be they live, catching up or suspended.

Live feeds with the same renderer stand together, so that an event is rendered once for all of them.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, groupby

from bson import ObjectId

from api.delivery.feed import Body, Feed, Renderer
from api.delivery.lines import Lines, put_all, send
from api.delivery.rendering import Past, render
from chat import measures
from chat.events import MESSAGE_EVENTS, Event, RoomSynced, TypingChanged, Watermark
from chat.sharing import TellsReading, is_about, without_reading


@dataclass(slots=True)
class CatchingUp:
    """A feed that is not live yet: it holds events while the past is read, then skips what it has seen.

    `since` is the clock up to which it was told everything. Once `is_level`, nothing but what it was told
    already stands between it and being live.
    """

    since: int
    is_level: bool = False
    held: deque[Event] = field(default_factory=deque)


class Audience:
    """`load_past` gives what was missed since a clock, or None where there is no past to catch up on."""

    def __init__(self, load_past: Callable[[int], Awaitable[Past | None]]) -> None:
        self._load_past = load_past
        self._live: dict[Renderer, Lines] = {}
        self._catching_up: dict[Feed, CatchingUp] = {}
        self._suspended: dict[Feed, int | None] = {}

    @property
    def is_empty(self) -> bool:
        return not (self._live or self._catching_up or self._suspended)

    @property
    def live(self) -> int:
        """How many feeds an event is handed to at once."""
        return sum(map(len, self._live.values()))

    @property
    def groups(self) -> int:
        """How many renderers an event is given to."""
        return len(self._live)

    def feeds(self) -> list[Feed]:
        live = [feed for lines in self._live.values() for feed in lines]
        return [*live, *self._catching_up, *self._suspended]

    def add(self, feed: Feed, since: int | None = None) -> None:
        """Let the feed hear the topic; with a clock it is live again only after `catch_up`."""
        if since is not None:
            self.remove(feed)
            self._catching_up[feed] = CatchingUp(since)
        elif feed not in self._catching_up and feed not in self._suspended:
            self._live.setdefault(feed.renderer, Lines()).add(feed)

    def remove(self, feed: Feed) -> None:
        """Let the feed hear the topic no more, from this call on."""
        self._catching_up.pop(feed, None)
        self._suspended.pop(feed, None)
        lines = self._live.get(feed.renderer)
        if lines is not None:
            lines.remove(feed)
            if not lines:
                del self._live[feed.renderer]

    def suspend(self, feed: Feed) -> None:
        """Let the feed miss what comes, until `resume`: its socket cannot take more."""
        if feed in self._suspended:
            return
        state = self._catching_up.get(feed)
        self.remove(feed)
        self._suspended[feed] = None if state is None else state.since

    def has_missed(self, feed: Feed) -> bool:
        """Whether the feed is suspended and was not told something."""
        return self._suspended.get(feed) is not None

    async def resume(self, feed: Feed, own: Watermark | None = None) -> None:
        """Catch the feed up on what it missed while it was suspended, and let it be live again."""
        if feed in self._suspended:
            since = self._suspended.pop(feed)
            self.add(feed, since)
            if since is not None:
                await self.catch_up(feed, own)

    async def catch_up(self, feed: Feed, own: Watermark | None = None) -> RoomSynced | None:
        """Send the feed what it missed since its clock, then what came meanwhile, then let it be live.

        `own` is how far its user got, as read just now. Gives what was missed; None if the feed left
        meanwhile or cannot take it now.
        """
        state = self._catching_up.get(feed)
        if state is None:
            return None
        past = await self._load_past(state.since)
        if past is None:
            return None
        synced, body = await past.rendered_for(feed, own)
        if self._catching_up.get(feed) is not state:
            return None
        (measures.RESET if synced.reset else measures.CAUGHT_UP).inc()
        state.since = past.synced.clock  # before it is sent: a feed whose socket then lags resumes from here
        send(feed, body)
        while state.held:
            event = state.held.popleft()
            clock = clock_of(event)
            if clock is None or clock > state.since:
                body = await render(feed.renderer, event)
                if self._catching_up.get(feed) is not state:
                    break
                state.since = max(state.since, clock or 0)
                send(feed, body)
        state.is_level = True
        return synced

    def renderers(self) -> Iterable[Renderer]:
        """By which an event must be rendered before it is handed out."""
        yield from self._live
        for feed, state in self._catching_up.items():
            if state.is_level:
                yield feed.renderer

    def hearing(self) -> Iterator[Feed]:
        """Those who are told at once what no clock counts."""
        for lines in self._live.values():
            yield from lines
        for feed, state in self._catching_up.items():
            if state.is_level:
                yield feed

    def hold(self, event: Event, *, hidden_from: Collection[ObjectId]) -> None:
        """Keep what no clock counts for those who have not been told the past yet."""
        for feed, state in self._catching_up.items():
            if not state.is_level and feed.user_id not in hidden_from:
                state.held.append(event)

    def hand_out(
        self, events: Sequence[Event], bodies: dict[Renderer, Sequence[Body]], reached: set[Feed] | None
    ) -> None:
        """Give every feed its bodies, in one go; those in `reached` have them already."""
        if self._suspended:
            self._note_missed(events)
        # All are packed first: putting may suspend feeds, and those have then been told this, too.
        parcels = [
            parcel
            for renderer, lines in self._live.items()
            for parcel in lines.parcels(bodies[renderer], reached or set())
        ]
        if reached is not None:
            reached.update(feed for lines in self._live.values() for feed in lines)
        put_all(parcels)
        if self._catching_up:
            self._hand_to_those_catching_up(events, bodies, reached)

    def _note_missed(self, events: Sequence[Event]) -> None:
        first = next((clock for clock in map(clock_of, events) if clock is not None), None)
        if first is not None:
            for feed, since in self._suspended.items():
                if since is None:
                    self._suspended[feed] = first - 1

    def _hand_to_those_catching_up(
        self, events: Sequence[Event], bodies: dict[Renderer, Sequence[Body]], reached: set[Feed] | None
    ) -> None:
        clocks = [clock_of(event) for event in events]
        for feed, state in list(self._catching_up.items()):
            if not state.is_level:
                if reached is None or feed not in reached:
                    state.held.extend(events)
                continue
            is_new = [clock is None or clock > state.since for clock in clocks]
            told = list(compress(bodies[feed.renderer], is_new))
            if any(clock is not None and clock > state.since for clock in clocks):
                del self._catching_up[feed]
                self.add(feed)
            if told and (reached is None or feed not in reached):
                send(feed, *told)


async def deliver(events: Sequence[Event], audiences: Sequence[Audience]) -> None:
    """Render the events once for each renderer, then hand them out without a pause in between.

    Those that are hidden from somebody go on their own, and so do those that tell what somebody read.
    """
    for hidden_from, some in groupby(events, _hidden_from):
        await _deliver(list(some), audiences, _feeds_of(audiences, hidden_from) if hidden_from else set())


async def deliver_reading(event: TellsReading, audiences: Sequence[Audience]) -> None:
    """Deliver what tells of reading; to feeds of those who do not share theirs, what is left without it."""
    deaf = _feeds(audiences, lambda feed: not (feed.hears_reading or is_about(event, feed.user_id)))
    await _deliver([event], audiences, deaf)
    if deaf and (rest := without_reading(event)) is not None:
        await _deliver([rest], audiences, _feeds(audiences, lambda feed: feed not in deaf))


def _feeds_of(audiences: Sequence[Audience], users: Sequence[ObjectId]) -> set[Feed]:
    return _feeds(audiences, lambda feed: feed.user_id in users)


def _feeds(audiences: Sequence[Audience], choose: Callable[[Feed], bool]) -> set[Feed]:
    return {feed for audience in audiences for feed in audience.feeds() if choose(feed)}


async def _deliver(events: Sequence[Event], audiences: Sequence[Audience], hidden: set[Feed]) -> None:
    """Hand the events out to all feeds but those that they are hidden from."""
    begun = time.perf_counter()
    bodies: dict[Renderer, Sequence[Body]] = {}
    while missing := {found for audience in audiences for found in audience.renderers()} - bodies.keys():
        for renderer in missing:
            bodies[renderer] = [await render(renderer, event) for event in events]
    reached = set(hidden) if len(audiences) > 1 or hidden else None
    for audience in audiences:
        audience.hand_out(events, bodies, reached)
    told = len(reached - hidden) if reached is not None else audiences[0].live
    measures.DELIVERIES.inc(told * len(events))
    measures.FAN_OUT.observe(time.perf_counter() - begun)


def _hidden_from(event: Event) -> tuple[ObjectId, ...]:
    """The users who are not to hear it."""
    return event.hidden_from if isinstance(event, TypingChanged) else ()


def clock_of(event: Event | None) -> int | None:
    """The clock that a change of a message took; None for what no clock tells."""
    return event.message["clock"] if isinstance(event, MESSAGE_EVENTS) else None
