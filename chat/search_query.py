"""What somebody types to search, taken apart.

    budget "tea at four" from:ada in:general has:file before:2026-05-01 is:thread -draft

All of it must hold. A word finds itself, what begins with it and what it is a part of; a phrase in quotes
only whole words; a minus in front turns either, or a condition, round. Everything else is taken literally.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from chat import text
from chat.errors import BadInput
from chat.folding import fold
from chat.needles import Needle

QUERY_CHARACTERS: Final = 256
NEEDLES: Final = 16

HAS: Final = {"file": "has:file", "link": "has:link", "image": "has:image"}
IS: Final = {"thread": "is:thread"}


@dataclass(frozen=True, slots=True)
class Condition:
    """A name that a message must answer to, or, excluded, must not."""

    name: str
    is_excluded: bool = False


@dataclass(slots=True)
class Query:
    """All of it must hold. `begin` and `end` are the time from which and before which a message was sent."""

    needles: list[Needle] = field(default_factory=list)
    excluded: list[Needle] = field(default_factory=list)
    senders: list[Condition] = field(default_factory=list)
    rooms: list[Condition] = field(default_factory=list)
    marks: list[Condition] = field(default_factory=list)
    begin: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query, or several in quotes. `key` is what stands before its first colon."""

    text: str
    key: str = ""
    is_phrase: bool = False
    is_excluded: bool = False


@lru_cache(maxsize=256)
def parse_query(typed: str) -> Query:
    """The query as it was typed. Treat it as read-only. Raises BadInput for one that asks for nothing."""
    if len(text.storable(typed, "query")) > QUERY_CHARACTERS:
        raise BadInput(f"A search has {QUERY_CHARACTERS} characters or fewer.", field="query")
    words = _words(typed)
    if len(words) > NEEDLES:
        raise BadInput(f"A search has {NEEDLES} words or fewer.", field="query")
    query = Query()
    for word in words:
        _take(query, word)
    if query == Query():
        raise BadInput("Say what to search for.", field="query")
    return query


def _words(typed: str) -> list[Word]:
    """The words, with quotes around several and around the value behind a colon."""
    words: list[Word] = []
    place = 0
    while place < len(typed):
        if typed[place].isspace():
            place += 1
            continue
        is_excluded = typed[place] == "-" and typed[place + 1 : place + 2].strip() != ""
        place += is_excluded
        word, place = _word(typed, place, is_excluded=is_excluded)
        if word.text:
            words.append(word)
    return words


def _word(typed: str, place: int, *, is_excluded: bool) -> tuple[Word, int]:
    end = place
    while end < len(typed) and not typed[end].isspace() and typed[end] != '"':
        end += 1
    begin, opened = typed[place:end], typed[end : end + 1] == '"'
    key = begin[:-1].lower() if begin.endswith(":") else ""
    if opened and (not begin or key in CONDITIONS):
        closed = typed.find('"', end + 1)
        closed = len(typed) if closed < 0 else closed
        return Word(typed[end + 1 : closed].strip(), key, not key, is_excluded), closed + 1
    if opened:  # a quotation mark within a word is part of it
        while end < len(typed) and not typed[end].isspace():
            end += 1
        begin = typed[place:end]
    key, colon, value = begin.partition(":")
    if colon and value and key.lower() in CONDITIONS:
        return Word(value, key.lower(), False, is_excluded), end
    return Word(begin, "", False, is_excluded), end


def _take(query: Query, word: Word) -> None:
    if word.key:
        CONDITIONS[word.key](query, word)
        return
    folded = fold(word.text)
    if folded:
        (query.excluded if word.is_excluded else query.needles).append(Needle(folded, word.is_phrase))


def _take_sender(query: Query, word: Word) -> None:
    query.senders.append(Condition(word.text.removeprefix("@").lower(), word.is_excluded))


def _take_room(query: Query, word: Word) -> None:
    query.rooms.append(Condition(word.text, word.is_excluded))


def _take_mark(query: Query, word: Word) -> None:
    known = HAS if word.key == "has" else IS
    if word.text.lower() not in known:
        raise BadInput(f"Search knows {', '.join(known.values())}.", field="query")
    query.marks.append(Condition(known[word.text.lower()], word.is_excluded))


def _take_before(query: Query, word: Word) -> None:
    _split_time(query, _moment(word), is_earlier=not word.is_excluded)


def _take_after(query: Query, word: Word) -> None:
    """After a day is from the next one on."""
    days = 1 if len(word.text) == len("2026-05-01") else 0
    _split_time(query, _moment(word, days=days), is_earlier=word.is_excluded)


def _split_time(query: Query, moment: datetime, *, is_earlier: bool) -> None:
    if is_earlier:
        query.end = min(moment, query.end or moment)
    else:
        query.begin = max(moment, query.begin or moment)


def _moment(word: Word, *, days: int = 0) -> datetime:
    try:
        moment = datetime.fromisoformat(word.text) + timedelta(days=days)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput(
            f"{word.key}: takes a day such as 2026-05-01, in UTC, or a time.", field="query"
        ) from None


CONDITIONS: Final = {
    "from": _take_sender,
    "in": _take_room,
    "has": _take_mark,
    "is": _take_mark,
    "before": _take_before,
    "after": _take_after,
}
