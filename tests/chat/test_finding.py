"""The parts of search without a server: folding, grams and needles agree with each other."""

import random
import re
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from bson import ObjectId

from chat.folding import fold, fold_in_place
from chat.needles import Needle
from chat.search import matches_of
from chat.terms import TERMS_KEPT, searched_text, terms_of

LETTERS: Final = "abcdeé Ö ß . _-+ \n 茶东京 가나 สวัสดี 🎉 e\u0301 ﬁ İ ١٢ दुनि ABC the there"


def row(content: str, **more: Any) -> dict[str, Any]:
    """A message as it is stored."""
    now = datetime.now(UTC)
    plain = {
        "attachments": [],
        "mentions": [],
        "sender_id": ObjectId(),
        "created_at": now,
        "deleted_at": None,
    }
    return {**plain, "content": content, **more}


def texts(count: int) -> list[str]:
    chance = random.Random(7)
    parts = LETTERS.split(" ")
    return [
        "".join(chance.choices([*parts, " ", *LETTERS], k=chance.randint(1, 30))).strip()
        for _ in range(count)
    ]


def test_whatever_is_found_in_a_text_has_terms_that_the_text_has() -> None:
    """So that no message which answers to a search is hidden from it by the index."""
    chance = random.Random(8)
    tried = 0
    for text in texts(800):
        folded = fold(text)
        begin, end = sorted(chance.choices(range(len(folded) + 1), k=2))
        for is_phrase in (False, True):
            needle = Needle(folded[begin:end].strip(), is_phrase)
            if needle.text and needle.is_in(folded):
                tried += 1
                assert set(needle.terms) <= set(terms_of(row(text))), (text, needle)
    assert tried > 300


def test_folding_in_place_is_folding() -> None:
    for text in texts(800):
        folded = fold_in_place(text)
        assert folded.text.strip() == fold(text), ascii(text)
        assert len(folded.text) == len(folded.begins) == len(folded.ends)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("tea", "Teapot, instead of tea", [(0, 3), (11, 14), (19, 22)]),
        ('"tea"', "Teapot, instead of tea", [(19, 22)]),
        ("ab", "ab cab abc", [(0, 2)]),
        ("abab", "xabababab", [(1, 9)]),
        ("one two", "twoone", [(0, 6)]),
        ("tea", "nothing", []),
        ("-tea from:me", "tea", []),
    ],
)
def test_what_is_marked(query: str, text: str, found: list[tuple[int, int]]) -> None:
    assert matches_of(query, text) == found


def test_the_terms_of_a_message_are_bounded_and_tell_what_it_is() -> None:
    sender = ObjectId()
    long = "".join(chr(0x4E00 + number) for number in range(8_000))
    assert len(terms_of(row(long))) == TERMS_KEPT
    assert terms_of(row("", deleted_at=datetime.now(UTC))) == []
    photo = {"filename": "Café plan.PNG", "mime": "image/png"}
    terms = terms_of(row("see https://x.org", sender_id=sender, attachments=[photo], reply_to=ObjectId()))
    assert {f"from:{sender}", "has:link", "has:file", "has:image", "is:thread", "caf", "png"} <= set(terms)


def test_no_text_passes_for_a_mark() -> None:
    sender = ObjectId()
    said = f"@{sender} @all from:{sender} has:link has:file has:image is:thread ^a"
    marks = {term for term in terms_of(row(said, sender_id=sender)) if re.search(r"[@:]", term)}
    assert marks == {f"from:{sender}"}


@pytest.mark.parametrize("unit", ["a", "a.", "(a+)+$", "é", "e\u0301\u0301", "🎉", "茶", "``", '"', "a b "])
@pytest.mark.parametrize("query", ["(a+)+$", "a " * 15, "aaa" * 80, '"a a', ".*.*.*"])
def test_hostile_text_and_queries_are_taken_literally_and_at_once(unit: str, query: str) -> None:
    """It ends at all: whatever tried every way to match would not."""
    text = (unit * 8_000)[:8_000]
    assert isinstance(matches_of(query, text), list)
    assert len(terms_of(row(text))) <= TERMS_KEPT
    assert searched_text(row(text))
