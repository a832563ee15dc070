"""Folding: text as search compares it, without case, accents, widths and the differences between spaces."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

MARKS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0487"  # accents of Latin, Greek and Cyrillic letters
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # points of Hebrew
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"  # signs and the lengthening stroke of Arabic
    "\u00ad\u200b\u2060\ufe0e\ufe0f\ufeff]"  # what has no width
)
"""What says how a letter sounds or looks, not which it is. In other scripts such signs are letters."""

LETTERS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "þ": "th"}
    | dict.fromkeys("\u2018\u2019", "'")
    | dict.fromkeys("\u201c\u201d\u201e", '"')
    | dict.fromkeys("\u2010\u2011\u2013\u2014", "-")
)
"""What Unicode does not take apart, as people write it who lack it on their keyboard."""

CLUSTER: Final = re.compile(r".[\u0300-\u036f\u1160-\u11ff\u3099\u309a]*", re.DOTALL)
"""A character with what follows it in one letter: accents, or the parts of a Korean syllable."""

WORD: Final = re.compile(r"\S+")

LAST_OF_ONE_UNIT: Final = "\uffff"
"""Characters past this one take two code units of UTF-16."""


def fold(text: str) -> str:
    """The text folded; any run of spaces and line breaks is one space."""
    folded = text.lower() if text.isascii() else _fold(text)
    return " ".join(folded.split())


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and for each of its characters where in the original it was, in UTF-16 code units."""

    text: str
    begins: Sequence[int]
    ends: Sequence[int]


def fold_in_place(text: str) -> Folded:
    """Like `fold`, with where everything came from."""
    return _lower_in_place(text) if text.isascii() else _fold_in_place(text)


def _lower_in_place(text: str) -> Folded:
    begins: list[int] = []
    for word in WORD.finditer(text):
        if begins:
            begins.append(begins[-1] + 1)
        begins += range(*word.span())
    return Folded(fold(text), begins, [place + 1 for place in begins])


def _fold_in_place(text: str) -> Folded:
    characters: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    begin = 0
    for cluster in CLUSTER.findall(text):
        end = begin + len(cluster) + sum(character > LAST_OF_ONE_UNIT for character in cluster)
        for character in _fold_cluster(cluster):
            if character != " " or (characters and characters[-1] != " "):
                characters.append(character)
                begins.append(begin)
                ends.append(end)
        begin = end
    return Folded("".join(characters), begins, ends)


@lru_cache(maxsize=4_096)
def _fold_cluster(cluster: str) -> str:
    folded = _fold(cluster)
    return " " if folded.isspace() else folded


def _fold(text: str) -> str:
    bare = MARKS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).casefold().translate(LETTERS)
