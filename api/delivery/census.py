"""How much is listened to on an instance."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Census:
    """What there is at one moment. A group is the feeds of a topic that share one execution."""

    subscriptions: int
    topics: int
    groups: int
