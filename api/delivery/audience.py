"""An audience: the feeds that hear a topic, be they live, catching up or suspended.

Live feeds with the same renderer stand together, so that an event is rendered once for each group and then
handed to every feed in it.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from api.delivery.feed import Body, Feed, Renderer
from api.delivery.rendering import Past, render
from chat.events import (
    Event,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    ReactionChanged,
    RoomSynced,
    ThreadChanged,
)

MESSAGE_EVENTS: Final = (MessageSent, MessageEdited, MessageDeleted, ReactionChanged, ThreadChanged)


@dataclass(slots=True)
class CatchingUp:
    """A feed that is not live yet: it holds events while the past is read, then skips what it has seen.

    `since` is the clock that it catches up from, `seen` the one that it got to, once it is known.
    """

    since: int
    seen: int | None = None
    held: deque[Event] = field(default_factory=deque)


class Audience:
    """`load_past` gives what was missed since a clock, or None where there is no past to catch up on."""

    def __init__(self, load_past: Callable[[int], Awaitable[Past | None]]) -> None:
        self._load_past = load_past
        self._groups: dict[Renderer, dict[Feed, None]] = {}
        self._catching_up: dict[Feed, CatchingUp] = {}
        self._suspended: dict[Feed, int | None] = {}

    @property
    def is_empty(self) -> bool:
        return not (self._groups or self._catching_up or self._suspended)

    @property
    def groups(self) -> int:
        """How many renderers an event is given to."""
        return len(self._groups)

    def feeds(self) -> list[Feed]:
        live = [feed for group in self._groups.values() for feed in group]
        return [*live, *self._catching_up, *self._suspended]

    def add(self, feed: Feed, since: int | None = None) -> None:
        """Let the feed hear the topic; with a clock it is live again only after `catch_up`."""
        if since is not None:
            self.remove(feed)
            self._catching_up[feed] = CatchingUp(since)
        elif feed not in self._catching_up and feed not in self._suspended:
            self._groups.setdefault(feed.renderer, {})[feed] = None

    def remove(self, feed: Feed) -> None:
        """Let the feed hear the topic no more, from this call on."""
        self._catching_up.pop(feed, None)
        self._suspended.pop(feed, None)
        group = self._groups.get(feed.renderer, {})
        group.pop(feed, None)
        if not group:
            self._groups.pop(feed.renderer, None)

    def suspend(self, feed: Feed) -> None:
        """Let the feed miss what comes, until `resume`: its socket cannot take more."""
        if feed in self._suspended:
            return
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

    async def catch_up(self, feed: Feed) -> RoomSynced | None:
        """Send the feed what it missed since its clock, then what came meanwhile, then let it be live.

        Gives what was missed; None if the feed left meanwhile or cannot take it now.
        """
        state = self._catching_up.get(feed)
        if state is None:
            return None
        past = await self._load_past(state.since)
        if past is None:
            return None
        body = await past.rendered_by(feed.renderer)
        if self._catching_up.get(feed) is not state:
            return None
        feed.send(body)
        seen = past.synced.clock
        while state.held:
            event = state.held.popleft()
            clock = clock_of(event)
            if clock is None or clock > seen:
                body = await render(feed.renderer, event)
                if self._catching_up.get(feed) is not state:
                    break
                feed.send(body)
                seen = max(seen, clock or 0)
        state.seen = seen
        return past.synced

    def renderers(self) -> Iterable[Renderer]:
        """By which an event must be rendered before it is handed out."""
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
        clock = clock_of(event)
        for feed, state in list(self._catching_up.items()):
            if state.seen is None:
                state.held.append(event)
            elif clock is None or clock > state.seen:
                if reached is None or feed not in reached:
                    feed.send(bodies[feed.renderer])
                if clock is not None:
                    del self._catching_up[feed]
                    self.add(feed)


async def deliver(event: Event, audiences: Sequence[Audience]) -> None:
    """Render the event once for each renderer, then hand it out without a pause in between."""
    bodies: dict[Renderer, Body] = {}
    while missing := {found for audience in audiences for found in audience.renderers()} - bodies.keys():
        for renderer in missing:
            bodies[renderer] = await render(renderer, event)
    reached: set[Feed] | None = set() if len(audiences) > 1 else None
    for audience in audiences:
        audience.hand_out(event, bodies, reached)


def clock_of(event: Event | None) -> int | None:
    """The clock that a change of a message took; None for what no clock tells."""
    return event.message["clock"] if isinstance(event, MESSAGE_EVENTS) else None
