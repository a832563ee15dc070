"""The rooms of a team, and what they are for."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

GROUPS_OF_ALL: Final = 0.6
EVERYONE: Final = 10_000  # as many as there are


@dataclass(frozen=True, slots=True)
class RoomKind:
    """`weight` is its share of what is said. A direct room has no name, and names its two members."""

    name: str | None
    topic: str | None
    themes: Sequence[str]
    size: int
    weight: float
    is_private: bool = False
    members: tuple[int, ...] = ()


GROUPS: Final = (
    RoomKind("General", "What concerns all of us", ["company", "random", "releases"], EVERYONE, 14),
    RoomKind("Engineering", "How things work, and why they do not", ["engineering", "data"], 14, 20),
    RoomKind("Product", "What we build next", ["product", "data", "support"], 12, 11),
    RoomKind("Design", "Pixels, words and colours", ["design", "docs"], 9, 9),
    RoomKind("Support", "People who wait for an answer", ["support", "mobile"], 10, 9),
    RoomKind("Incidents", "Say it here first", ["incidents"], 12, 5),
    RoomKind("Releases", "What goes out, and when", ["releases", "docs"], 16, 6),
    RoomKind("Random", "Everything else", ["random", "food", "music"], EVERYONE, 9),
    RoomKind("Leads", "Plans and worries", ["leads", "product"], 5, 3, is_private=True),
    RoomKind("Hiring", "Candidates stay in here", ["hiring"], 6, 2, is_private=True),
    RoomKind("Book club", "One book every four weeks", ["books", "food"], 8, 2),
    RoomKind("Running", "Slowly, but together", ["running", "random"], 7, 2),
    RoomKind("Mobile", "The apps", ["mobile", "engineering"], 7, 5),
    RoomKind("Documentation", "So that nobody has to ask twice", ["docs", "support"], 8, 3),
    RoomKind("Numbers", "Charts and what they mean", ["data", "product"], 7, 3),
    RoomKind("Lunch", "Where and when", ["food"], 18, 3),
    RoomKind("Music", "What we listen to", ["music", "random"], 9, 2),
)
PROJECTS: Final = """
    Aurora Basalt Comet Delta Ember Fjord Grove Harbour Indigo Juniper Kestrel Lagoon Meadow Nimbus
    Orchard Pebble Quarry River Summit Thicket Umbra Valley Willow Zephyr
"""


def room_kinds(dice: random.Random, count: int, people: int) -> list[RoomKind]:
    """So many rooms, some direct and the others groups; the first person is in many of the direct ones."""
    pairs = _pairs(dice, people)[: count - round(count * GROUPS_OF_ALL)]
    groups = [*GROUPS, *(_project(number) for number in range(count))][: count - len(pairs)]
    return [*groups, *(_direct(dice, pair) for pair in pairs)]


def _pairs(dice: random.Random, people: int) -> list[tuple[int, int]]:
    """Pairs of people, each once: every other one with the first person."""
    pairs = list(combinations(range(min(people, 200)), 2))
    dice.shuffle(pairs)
    mine = [pair for pair in pairs if 0 in pair]
    others = [pair for pair in pairs if 0 not in pair]
    together = min(len(mine), len(others))
    mixed = [pair for two in zip(mine, others, strict=False) for pair in two]
    return [*mixed, *mine[together:], *others[together:]]


def _direct(dice: random.Random, pair: tuple[int, int]) -> RoomKind:
    members = pair if dice.random() < 0.5 else pair[::-1]
    themes = ["direct", dice.choice(["engineering", "design", "product"])]
    return RoomKind(None, None, themes, 2, dice.uniform(0.5, 2.5), is_private=True, members=members)


def _project(number: int) -> RoomKind:
    names = PROJECTS.split()
    again = number // len(names)
    title = f"Project {names[number % len(names)]}" + (f" {again + 1}" if again else "")
    return RoomKind(title, None, ["engineering", "design", "product"], 6, 3, is_private=number % 2 == 1)
