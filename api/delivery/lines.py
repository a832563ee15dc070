"""Lines: live feeds that tell events in the same way, ready to be written to.

Feeds that share an envelope stand together, so that a delivery touches nothing of a feed but its `put`.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias

from api.delivery.feed import Body, Envelope, Feed, Put

Parcel: TypeAlias = tuple[Any, list[Put]]
"""What was packed, and to whom it goes."""


class Lines:
    """The feeds of one renderer in one audience."""

    __slots__ = ("_by_envelope",)

    def __init__(self) -> None:
        self._by_envelope: dict[Envelope, dict[Feed, Put]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_envelope)

    def __len__(self) -> int:
        return sum(map(len, self._by_envelope.values()))

    def __iter__(self) -> Iterator[Feed]:
        for feeds in self._by_envelope.values():
            yield from feeds

    def add(self, feed: Feed) -> None:
        self._by_envelope.setdefault(feed.envelope, {})[feed] = feed.put

    def remove(self, feed: Feed) -> None:
        feeds = self._by_envelope.get(feed.envelope, {})
        feeds.pop(feed, None)
        if not feeds:
            self._by_envelope.pop(feed.envelope, None)

    def parcels(self, bodies: Sequence[Body], reached: AbstractSet[Feed]) -> Iterator[Parcel]:
        """The bodies packed once for each envelope, for the feeds that `reached` does not hold."""
        for envelope, feeds in self._by_envelope.items():
            rest = [feeds[feed] for feed in feeds if feed not in reached] if reached else list(feeds.values())
            yield envelope.pack(bodies), rest


def send(feed: Feed, *bodies: Body) -> None:
    """Send this feed alone these bodies."""
    put_all([(feed.envelope.pack(bodies), [feed.put])])


def put_all(parcels: Iterable[Parcel]) -> None:
    """Send each parcel to whom it is for. This is where deliveries cost."""
    for packed, puts in parcels:
        for put in puts:
            try:
                put(packed)
            except RuntimeError:  # the connection was lost a moment ago: its socket is about to close
                continue
