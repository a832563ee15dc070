"""One ordered insert of messages, and what refused it."""

from collections.abc import Collection as Names
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pymongo.errors import BulkWriteError, WriteConcernError, WriteError

from models.database import Collection, Row

DUPLICATE_KEY: Final = 11_000
"""The server's code for a document that a unique index refuses."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The unique index over these fields refused the document at `index`; those before it are stored."""

    index: int
    fields: Names[str]


async def insert(messages: Collection, documents: Sequence[Row]) -> Refusal | None:
    """Store the documents in order, up to the first that is refused. None when all are stored.

    Raises PyMongoError when that is not known, also when they are stored but not by a majority in time.
    """
    if len(documents) == 1:
        return await _insert_one(messages, documents[0])
    try:
        await messages.insert_many(documents, ordered=True)
    except BulkWriteError as error:
        details = error.details or {}
        return refusal_in(
            details.get("writeErrors", ()), next(iter(details.get("writeConcernErrors", ())), None)
        )
    return None


async def _insert_one(messages: Collection, document: Row) -> Refusal | None:
    """Most come alone, and for the bare command the driver does a fifth less than for `insert_one`.

    What `insert_one` has more is a second try when the connection is lost: the writer tries again itself.
    """
    said = await messages.database.command(
        {"insert": messages.name, "documents": [document], "writeConcern": messages.write_concern.document}
    )
    return refusal_in(said.get("writeErrors", ()), said.get("writeConcernError"))


def refusal_in(errors: Sequence[Mapping[str, Any]], unconfirmed: Mapping[str, Any] | None) -> Refusal | None:
    """What refused a document, from the errors of an answer to `insert`; None when nothing did.

    `unconfirmed` tells that a majority did not confirm the write in time. Raises WriteConcernError for that,
    and WriteError when something else than a unique index refused.
    """
    if unconfirmed:
        raise WriteConcernError(unconfirmed.get("errmsg", ""), unconfirmed.get("code"), unconfirmed)
    for error in errors:
        if error["code"] != DUPLICATE_KEY:
            raise WriteError(error.get("errmsg", ""), error["code"], error)
        return Refusal(error["index"], error.get("keyPattern", {}))
    return None
