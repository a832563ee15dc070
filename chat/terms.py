"""Terms: what a message can be found by, stored with it and indexed under its room.

Marks hold a character that no word holds, so that text can never pass for one.
"""

from collections.abc import Iterable
from typing import Final

from bson import ObjectId

ALL: Final = "@all"
"""Marks a message that mentions every member."""


def mention_of(user_id: ObjectId) -> str:
    """Marks a message that mentions this user."""
    return f"@{user_id}"


def terms_of(*, mentions: Iterable[ObjectId] = (), mentions_all: bool = False) -> list[str]:
    """Everything that a message is to be found by."""
    return [*map(mention_of, mentions), *([ALL] if mentions_all else [])]
