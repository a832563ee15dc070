"""The plan: everything that a team will have said and done, the same for the same seed."""

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from heapq import nsmallest
from itertools import islice
from typing import Final

from scripts.seeding import conversations, names, times
from scripts.seeding.conversations import Line
from scripts.seeding.names import Person
from scripts.seeding.rooms import RoomKind, room_kinds

REACTIONS: Final = {
    "👍": 30,
    "❤️": 14,
    "😂": 9,
    "🎉": 12,
    "👀": 8,
    "🙏": 8,
    "🚀": 6,
    "✅": 6,
    "💯": 3,
    "☕": 2,
}
REACTED: Final = 0.11  # of the messages
EDITED: Final = 0.012
DELETED: Final = 0.006
CAUGHT_UP: Final = 0.6  # of the members have read everything
BEHIND: Final = 40  # messages at most that the others have not read
NOT_YET: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """`sender` and those in `reactions` are places in the list of people, `reply_to` is one in the room."""

    client_id: str
    sender: int
    content: str
    reply_to: int | None = None
    written_at: datetime = NOT_YET
    edited: str | None = None
    is_deleted: bool = False
    reactions: tuple[tuple[str, int], ...] = ()

    @property
    def steps(self) -> int:
        """How many requests it takes."""
        return 1 + len(self.reactions) + (self.edited is not None) + self.is_deleted


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """`members` are places in the list of people, the owner first; `read` is how far each has read."""

    kind: RoomKind
    members: tuple[int, ...]
    messages: Sequence[PlannedMessage]
    read: Sequence[int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Rooms come in the order of their last messages, the longest silent first."""

    people: Sequence[Person]
    rooms: Sequence[PlannedRoom]

    @property
    def steps(self) -> int:
        """How many requests it takes to carry it out."""
        said = sum(message.steps for room in self.rooms for message in room.messages)
        return len(self.people) + sum(1 + len(room.members) for room in self.rooms) + said


def make_plan(seed: int, *, people: int, rooms: int, messages: int, now: datetime) -> Plan:
    """What was said does not depend on `now`, only when it was said does."""
    team = names.people(random.Random(f"{seed} people"), people)
    kinds = room_kinds(random.Random(f"{seed} rooms"), rooms, people)
    shares = _shares([kind.weight for kind in kinds], messages)
    planned = [
        _room(f"{seed} room {number}", kind, team, share, now)
        for number, (kind, share) in enumerate(zip(kinds, shares, strict=True))
    ]
    never = now - timedelta(days=times.DAYS + 1)
    planned.sort(key=lambda room: room.messages[-1].written_at if room.messages else never)
    return Plan(team, planned)


def _shares(weights: Sequence[float], total: int) -> list[int]:
    """The total divided by weight, with nothing lost to rounding."""
    shares = [int(total * weight / sum(weights)) for weight in weights]
    for number in range(total - sum(shares)):
        shares[number % len(shares)] += 1
    return shares


def _room(key: str, kind: RoomKind, team: Sequence[Person], count: int, now: datetime) -> PlannedRoom:
    dice = random.Random(key)
    members = kind.members or _members(dice, kind, len(team))
    said = list(islice(_talk(key, dice, kind, members, team), count))
    moments = _moments(random.Random(f"{key} times"), said, now)
    messages = [replace(message, written_at=at) for (message, _), at in zip(said, moments, strict=True)]
    read = [max(0, count - _behind(dice)) for _ in members]
    return PlannedRoom(kind, members, messages, read)


def _talk(
    key: str, dice: random.Random, kind: RoomKind, members: Sequence[int], team: Sequence[Person]
) -> Iterator[tuple[PlannedMessage, int]]:
    """Messages without end, each with the number of its exchange."""
    known = conversations.load()
    place = 0
    for number, exchange in enumerate(known.deck(dice, kind.themes)):
        wanted = 1 + max(line.speaker for line in exchange)
        speakers = _speakers(dice, members, wanted)
        lines = known.filled(dice, exchange, [team[speaker].first_name for speaker in speakers])
        opener = place
        for line in lines:
            message = PlannedMessage(
                client_id=_client_id(key, place, speakers[line.speaker], line.text),
                sender=speakers[line.speaker],
                content=line.text,
                reply_to=opener if line.is_reply else None,
            )
            yield _with_aftermath(dice, message, line, members, is_last=line is lines[-1]), number
            place += 1


def _speakers(dice: random.Random, members: Sequence[int], wanted: int) -> list[int]:
    """Different members; those who come first in the room talk more."""
    turns = [(dice.random() * (1 + rank), member) for rank, member in enumerate(members)]
    return [member for _, member in nsmallest(wanted, turns)]


def _client_id(key: str, place: int, sender: int, text: str) -> str:
    """The same for the same message of the same plan, and for no other."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"parley seed {key} {place} {sender} {text}"))


def _with_aftermath(
    dice: random.Random, message: PlannedMessage, line: Line, members: Sequence[int], *, is_last: bool
) -> PlannedMessage:
    """What became of it: reactions, a slip of the pen that was mended, or nothing to be seen any more."""
    chance = dice.random()
    if chance < REACTED:
        return replace(message, reactions=_reactions(dice, [one for one in members if one != message.sender]))
    if chance < REACTED + EDITED and "```" not in line.text and len(line.text) > 20:
        slip = _slip(dice, line.text)
        return replace(message, content=slip, edited=line.text)
    if chance > 1 - DELETED and is_last:
        return replace(message, is_deleted=True)
    return message


def _reactions(dice: random.Random, others: Sequence[int]) -> tuple[tuple[str, int], ...]:
    found: dict[tuple[str, int], None] = {}
    for _ in range(min(1 + int(dice.expovariate(1.0)), 6)):
        emoji = dice.choices(list(REACTIONS), list(REACTIONS.values()))[0]
        found[emoji, dice.choice(others)] = None
    return tuple(found)


def _slip(dice: random.Random, text: str) -> str:
    """The text with two letters in the wrong order."""
    places = [place for place in range(len(text) - 1) if text[place : place + 2].isalpha()]
    places = [place for place in places if text[place] != text[place + 1]] or [0]
    place = dice.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _moments(
    dice: random.Random, said: Sequence[tuple[PlannedMessage, int]], now: datetime
) -> list[datetime]:
    begin = times.starts(dice, 1 + (said[-1][1] if said else 0), now)
    moments: list[datetime] = []
    exchange, at = -1, now
    for message, number in said:
        at = begin[number] if number != exchange else at
        exchange = number
        at += times.pause(dice, message.content)
        moments.append(at)
    return times.in_order(moments, now)


def _members(dice: random.Random, kind: RoomKind, people: int) -> tuple[int, ...]:
    """The first person, as whom one will look around, is in every public group."""
    found = dice.sample(range(people), min(kind.size, people))
    if not kind.is_private and 0 not in found:
        found[-1] = 0
    return tuple(found)


def _behind(dice: random.Random) -> int:
    """How many of the newest messages a member has not read."""
    return 0 if dice.random() < CAUGHT_UP else dice.randrange(1, BEHIND)
