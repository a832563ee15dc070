"""When things are said: over a year, at work, in bursts, with quiet weekends."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

DAYS: Final = 365
WEEKEND: Final = 0.04  # of what is said on a day of work
HOURS: Final = {
    7: 1,
    8: 4,
    9: 9,
    10: 10,
    11: 9,
    12: 4,
    13: 6,
    14: 9,
    15: 9,
    16: 8,
    17: 5,
    18: 2,
    19: 1,
    21: 1,
}
"""How much is said in an hour of the day, against the others."""
LATEST: Final = timedelta(minutes=1)  # before now
LEAST_PAUSE: Final = timedelta(seconds=4)


def starts(dice: random.Random, count: int, now: datetime) -> list[datetime]:
    """So many moments of the past year, in order: at some days much is said, and more towards the end."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [midnight - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    weights = [_weight(dice, day, number) for number, day in enumerate(days)]
    hours = dice.choices(list(HOURS), list(HOURS.values()), k=count)
    moments = [
        day + timedelta(hours=hour, seconds=dice.randrange(3_600))
        for day, hour in zip(dice.choices(days, weights, k=count), hours, strict=True)
    ]
    return sorted(moment if moment < now else moment - timedelta(days=1) for moment in moments)


def pause(dice: random.Random, text: str) -> timedelta:
    """How long the others wait for this message: thinking, then typing."""
    return timedelta(seconds=dice.expovariate(1 / 40) + len(text) / 6)


def in_order(moments: Sequence[datetime], now: datetime) -> list[datetime]:
    """The moments moved so that each is later than the one before, and all are past."""
    found = list(moments)
    for place in range(1, len(found)):
        found[place] = max(found[place], found[place - 1] + LEAST_PAUSE)
    latest = now - LATEST
    for place in range(len(found) - 1, -1, -1):
        found[place] = min(found[place], latest)
        latest = found[place] - timedelta(milliseconds=1)
    return found


def _weight(dice: random.Random, day: datetime, number: int) -> float:
    growth = 0.4 + number / DAYS
    at_work = WEEKEND if day.weekday() >= 5 else 1.0
    return growth * at_work * dice.lognormvariate(0, 0.7)
