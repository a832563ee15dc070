"""One ordered insert of messages, and what refused it."""

from collections.abc import Collection as Names
from collections.abc import Sequence
from dataclasses import dataclass

from pymongo.errors import BulkWriteError, DuplicateKeyError

from models.database import Collection, Row


@dataclass(frozen=True, slots=True)
class Refusal:
    """The unique index over these fields refused the document at `index`; those before it are stored."""

    index: int
    fields: Names[str]


async def insert(messages: Collection, documents: Sequence[Row]) -> Refusal | None:
    """Store the documents in order, up to the first that is refused. None when all are stored.

    Raises PyMongoError when that is not known, also when they are stored but not by a majority in time.
    """
    try:
        if len(documents) == 1:  # most come alone, and for one the driver does a fifth less
            await messages.insert_one(documents[0])
        else:
            await messages.insert_many(documents, ordered=True)
    except DuplicateKeyError as error:
        return Refusal(0, (error.details or {}).get("keyPattern", {}))
    except BulkWriteError as error:
        details = error.details or {}
        refused = next(iter(details.get("writeErrors", [])), None)
        if refused is None or details.get("writeConcernErrors"):
            raise
        return Refusal(refused["index"], refused.get("keyPattern", {}))
    return None
