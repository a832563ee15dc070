"""Terms: everything that a message is found by, stored with it and indexed under its room.

Marks hold a character that no gram holds, so that text can never pass for one.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bson import ObjectId

from chat.folding import fold
from chat.grams import grams_of_text

ALL: Final = "@all"
"""Marks a message that mentions every member."""

LINK: Final = re.compile(r"https?://[^\s]", re.IGNORECASE)
HAS_LINK: Final = "has:link"
HAS_FILE: Final = "has:file"
HAS_IMAGE: Final = "has:image"
IN_THREAD: Final = "is:thread"

TERMS_KEPT: Final = 2_000
"""Of a longer text the end is not found: 8,000 characters of prose have some 1,200 different grams."""


def mention_of(user_id: ObjectId) -> str:
    """Marks a message that mentions this user."""
    return f"@{user_id}"


def sent_by(user_id: ObjectId) -> str:
    """Marks a message of this sender."""
    return f"from:{user_id}"


def terms_of(row: Mapping[str, Any]) -> list[str]:
    """The terms of a message as it stands, each once; a deleted one has none."""
    if row["deleted_at"] is not None:
        return []
    terms = dict.fromkeys(marks_of(row))
    for gram in grams_of_text(searched_text(row)):
        terms[gram] = None
        if len(terms) >= TERMS_KEPT:
            break
    return list(terms)


def searched_text(row: Mapping[str, Any]) -> str:
    """What is searched of a message, folded: its text, and the names of its files."""
    names = [attachment["filename"] for attachment in row["attachments"]]
    return fold("\n".join([row["content"], *names]))


def marks_of(row: Mapping[str, Any]) -> Iterator[str]:
    """What a message is, beside its words."""
    yield sent_by(row["sender_id"])
    yield from map(mention_of, row["mentions"])
    if row.get("mentions_all"):
        yield ALL
    if LINK.search(row["content"]):
        yield HAS_LINK
    if row["attachments"]:
        yield HAS_FILE
    if any(attachment["mime"].startswith("image/") for attachment in row["attachments"]):
        yield HAS_IMAGE
    if "reply_to" in row or row.get("thread"):
        yield IN_THREAD
