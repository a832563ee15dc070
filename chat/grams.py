"""Grams: the short pieces of folded text that an index can find words, their beginnings and their parts by.

- Words of three letters or more: every three letters in a row.
- Words of one or two: the word itself.
- Scripts that put no spaces between words: every character, and every two in a row. Emoji: each.

The commonest English words are left out: they are a quarter of all grams, and where one of them is all that
is asked for, looking at every message finds it as fast.
"""

import re
from collections.abc import Iterator
from typing import Final

UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    # Chinese and Japanese
    "\uac00-\ud7af\U00020000-\U0003ffff"  # Korean, whose words grow together; rare Chinese
)
SYMBOLS: Final = "\u2190-\u2bff\U0001f000-\U0001faff"
INDIC: Final = "\u0900-\u0963\u0966-\u0dff"  # whose vowels are no letters to Python

TOKEN: Final = re.compile(rf"[{UNSPACED}]+|[{SYMBOLS}]|(?:[^\W_{UNSPACED}{SYMBOLS}]|[{INDIC}])+")
SPELLED: Final = re.compile(rf"(?:[^\W_{UNSPACED}{SYMBOLS}]|[{INDIC}])")
"""A character of a word that has a beginning and an end."""

UNSPACED_TOKEN: Final = re.compile(f"[{UNSPACED}]")
SYMBOL: Final = re.compile(f"[{SYMBOLS}]")

LENGTH: Final = 3  # of a gram in a word
WHOLE: Final = "^"
"""Begins the term of a word that is too short for grams."""

ENGLISH: Final = """
    about all and any are but can could did does for from get had has have how into its just like more not now
    one our out see she should some than that the them then there they this was were what when which who will
    with would you your
"""
COMMON: Final = frozenset(ENGLISH.split())
PARTS_OF_COMMON: Final = frozenset(
    word[begin:end]
    for word in COMMON
    for begin in range(len(word) - LENGTH + 1)
    for end in range(begin + LENGTH, len(word) + 1)
)


def grams_of_text(folded: str) -> Iterator[str]:
    """Every term that the text can be found by, some more than once."""
    for token in TOKEN.findall(folded):
        if UNSPACED_TOKEN.match(token):
            yield from token
            yield from _in_a_row(token, 2)
        elif SYMBOL.match(token):
            yield token
        elif len(token) < LENGTH:
            yield WHOLE + token
        elif token not in COMMON:
            yield from _in_a_row(token, LENGTH)


def grams_of_part(folded: str) -> Iterator[str]:
    """Terms that every text holding this part has; none if there is nothing in it to be sure of.

    Words of one or two letters count as whole, longer ones may begin and end within others.
    """
    for token in TOKEN.findall(folded):
        if UNSPACED_TOKEN.match(token):
            yield from _in_a_row(token, min(len(token), 2))
        elif SYMBOL.match(token):
            yield token
        elif len(token) < LENGTH:
            yield WHOLE + token
        elif token not in PARTS_OF_COMMON:
            yield from _in_a_row(token, LENGTH)


def _in_a_row(token: str, length: int) -> Iterator[str]:
    return (token[begin : begin + length] for begin in range(len(token) - length + 1))
