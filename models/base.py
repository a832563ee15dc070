"""Shared pieces of every document: identifiers and times."""

from datetime import UTC, datetime

from bson import ObjectId
from pymongo import ASCENDING, IndexModel


def utc_now() -> datetime:
    """The time now, in UTC, cut to the millisecond that MongoDB stores."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def parse_id(text: str) -> ObjectId | None:
    """The identifier written as 24 hexadecimal digits, or None when the text is none."""
    return ObjectId(text) if ObjectId.is_valid(text) else None


def unique_index(*fields: str) -> IndexModel:
    """A unique index over the fields, ascending."""
    return IndexModel([(field, ASCENDING) for field in fields], unique=True)


def plain_index(*fields: str) -> IndexModel:
    """An index over the fields, ascending."""
    return IndexModel([(field, ASCENDING) for field in fields])


def sparse_index(field: str) -> IndexModel:
    """An index over the documents that have the field."""
    return IndexModel([(field, ASCENDING)], sparse=True)


def index_of_pointers(pointer: str, *fields: str) -> IndexModel:
    """An index over the documents whose field `pointer` holds an id.

    A range tells that to every engine; that a field exists is not understood by all when they are asked for
    a value of it.
    """
    return IndexModel(
        [(field, ASCENDING) for field in (pointer, *fields)],
        partialFilterExpression={pointer: {"$gt": ObjectId(bytes(12))}},
    )


def index_where_present(*fields: str, present: str, unique: bool = False) -> IndexModel:
    """An index over the documents in which the field `present` exists."""
    return IndexModel(
        [(field, ASCENDING) for field in fields],
        unique=unique,
        partialFilterExpression={present: {"$exists": True}},
    )
