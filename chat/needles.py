"""Needles: what is looked for in a text, and where it is found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from chat.folding import Folded
from chat.grams import LENGTH, SPELLED, TOKEN, grams_of_part

PLACES_MARKED: Final = 200
"""Of one needle in one text."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A word or a phrase, folded. A phrase, and a word that is too short for grams, is found whole."""

    text: str
    is_phrase: bool = False

    @property
    def terms(self) -> list[str]:
        """Terms that every text in which this is found has, each once."""
        return list(dict.fromkeys(grams_of_part(self.text)))

    def is_in(self, folded: str) -> bool:
        return _pattern(self).search(folded) is not None


def matches(needles: Sequence[Needle], text: Folded) -> list[tuple[int, int]]:
    """From where to where the needles are found in the original text, in order and without overlaps."""
    found = sorted(
        (text.begins[match.start()], text.ends[match.end() - 1])
        for needle in needles
        for match in islice(_pattern(needle).finditer(text.text), PLACES_MARKED)
    )
    joined: list[tuple[int, int]] = []
    for begin, end in found:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


@lru_cache(maxsize=1_024)
def _pattern(needle: Needle) -> re.Pattern[str]:
    """The needle itself, literally, and where it must be whole nothing that goes on from it."""
    words = [token for token in TOKEN.finditer(needle.text) if SPELLED.match(token[0])]
    pattern = re.escape(needle.text)
    if words:
        first, last = words[0], words[-1]
        if first.start() == 0 and (needle.is_phrase or len(first[0]) < LENGTH):
            pattern = f"(?<!{SPELLED.pattern}){pattern}"
        if last.end() == len(needle.text) and (needle.is_phrase or len(last[0]) < LENGTH):
            pattern = f"{pattern}(?!{SPELLED.pattern})"
    return re.compile(pattern)
