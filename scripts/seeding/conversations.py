"""Conversations: exchanges read from conversations.txt, and filled in with people and words."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

FILE: Final = Path(__file__).with_name("conversations.txt")
SPEAKERS: Final = "ABCD"

_LINE: Final = re.compile(r"(?P<speaker>[ABCD])(?P<mark>[:>]) (?P<text>.+)", re.DOTALL)
_BLANK: Final = re.compile(r"\{([^{}\n]+)\}")
"""What is to be filled in, the innermost first."""


@dataclass(frozen=True, slots=True)
class Line:
    """`speaker` counts from 0. A reply belongs to the thread of the exchange's first line."""

    speaker: int
    text: str
    is_reply: bool


Exchange: TypeAlias = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Conversations:
    """Exchanges by theme, and what stands for each word in braces."""

    exchanges: Mapping[str, Sequence[Exchange]]
    words: Mapping[str, Sequence[str]]

    def deck(self, dice: random.Random, themes: Sequence[str]) -> Iterator[Exchange]:
        """Exchanges on these themes without end; before one comes again half of the others have come."""
        cards = [exchange for theme in themes for exchange in self.exchanges[theme]]
        while True:
            cards.append(cards.pop(dice.randrange((len(cards) + 1) // 2)))
            yield cards[-1]

    def filled(self, dice: random.Random, exchange: Exchange, speakers: Sequence[str]) -> list[Line]:
        """The exchange as these people, who are given by first name, have it."""
        known = {letter: speakers[turn % len(speakers)] for turn, letter in enumerate(SPEAKERS)}
        known |= {word: dice.choice(values) for word, values in self.words.items()}
        return [
            Line(line.speaker % len(speakers), _fill(dice, line.text, known), line.is_reply)
            for line in exchange
        ]


@cache
def load() -> Conversations:
    """What conversations.txt holds."""
    sections = dict(_sections(FILE.read_text(encoding="utf-8")))
    pairs = (line.split(": ", 1) for line in sections.pop("words").splitlines())
    words = {word: values.split(", ") for word, values in pairs}
    exchanges = {
        theme: [_exchange(block) for block in text.split("\n\n")] for theme, text in sections.items()
    }
    return Conversations(exchanges, words)


def _sections(text: str) -> Iterator[tuple[str, str]]:
    for section in text.split("\n== ")[1:]:
        title, _, body = section.partition("\n")
        yield title, body.strip()


def _exchange(block: str) -> Exchange:
    """An indented line continues the message above it."""
    return [_line(text.replace("\n  ", "\n")) for text in re.split(r"\n(?! )", block)]


def _line(text: str) -> Line:
    match = _LINE.fullmatch(text)
    if match is None:
        raise ValueError(f"No line of a conversation: {text}")
    return Line(SPEAKERS.index(match["speaker"]), match["text"], match["mark"] == ">")


def _fill(dice: random.Random, text: str, known: Mapping[str, str]) -> str:
    """The text with every blank filled in; what begins with a blank begins with a capital."""

    def value(match: re.Match[str]) -> str:
        return known.get(match[1]) or dice.choice(match[1].split("|"))

    begins_blank, found = text.startswith("{"), text
    while _BLANK.search(found):
        found = _BLANK.sub(value, found)
    return found[0].upper() + found[1:] if begins_blank else found
