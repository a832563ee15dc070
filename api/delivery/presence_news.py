"""News of presence: what comes in one turn of the loop is told to every feed in one write.

A crowd that comes back is told to itself: of a thousand people who share their rooms each hears of all the
others. Handed out one by one that would be a million writes.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import TypeAlias

from api.delivery.audience import Audience
from api.delivery.feed import Body, Envelope, Feed, Put, Renderer
from api.delivery.lines import put_all
from api.delivery.rendering import render
from chat import endings, measures
from chat.events import PresenceChanged

News: TypeAlias = Sequence[tuple[PresenceChanged, Sequence[Audience]]]
"""What is to be told, and to whom."""

Bodies: TypeAlias = dict[tuple[Renderer, int], Body]
"""By renderer and place in the news."""


class PresenceNews:
    """Nothing has to wait for it, nor it for anything: no clock counts presence."""

    def __init__(self) -> None:
        self._waiting: list[tuple[PresenceChanged, Sequence[Audience]]] = []
        self._task: asyncio.Task[None] | None = None

    def put(self, event: PresenceChanged, audiences: Sequence[Audience]) -> None:
        """Tell it soon to each feed of these once, but to nobody from whom it is hidden."""
        self._waiting.append((event, audiences))
        if self._task is None:
            self._task = asyncio.create_task(self._tell())

    async def close(self) -> None:
        if self._task is not None:
            await endings.end([self._task])

    async def _tell(self) -> None:
        try:
            while self._waiting:
                news, self._waiting = self._waiting, []
                await _deliver(news)
        finally:
            self._task = None


async def _deliver(news: News) -> None:
    """Render each event once for each renderer, then hand all of them out without a pause in between."""
    begun = time.perf_counter()
    bodies: Bodies = {}
    while missing := _to_render(news) - bodies.keys():
        for renderer, place in missing:
            bodies[renderer, place] = await render(renderer, news[place][0])
    told = _hand_out(news, bodies)
    measures.DELIVERIES.inc(told)
    measures.FAN_OUT.observe(time.perf_counter() - begun)


def _to_render(news: News) -> set[tuple[Renderer, int]]:
    return {
        (renderer, place)
        for place, (_, audiences) in enumerate(news)
        for audience in audiences
        for renderer in audience.renderers()
    }


def _hand_out(news: News, bodies: Bodies) -> int:
    """Feeds that hear the same in the same words are given one parcel. Gives how much was told."""
    heard = _heard(news)
    for event, audiences in news:
        for audience in audiences:
            audience.hold(event, hidden_from=event.hidden_from)
    same: dict[tuple[Renderer, Envelope, tuple[int, ...]], list[Put]] = {}
    for feed, places in heard.items():
        same.setdefault((feed.renderer, feed.envelope, tuple(places)), []).append(feed.put)
    put_all(
        [
            (envelope.pack([bodies[renderer, place] for place in places]), puts)
            for (renderer, envelope, places), puts in same.items()
        ]
    )
    return sum(map(len, heard.values()))


def _heard(news: News) -> dict[Feed, list[int]]:
    """Of each feed that hears at once, the places of what it hears."""
    heard: dict[Feed, list[int]] = {}
    for place, (event, audiences) in enumerate(news):
        for audience in audiences:
            for feed in audience.hearing():
                places = heard.setdefault(feed, [])
                if feed.user_id not in event.hidden_from and place not in places[-1:]:
                    places.append(place)
    return {feed: places for feed, places in heard.items() if places}
