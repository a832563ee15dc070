"""A whole workspace as lines of JSON, to keep or to move: out of one database and into another.

The first line tells the form; each other one is `{"in": collection, "document": …}` in MongoDB's canonical
Extended JSON (https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/), so that every type comes
back as it was. Sessions and push notices stay behind, since a copy should sign nobody in; files are copied
with the tools of their store.
"""

from collections.abc import AsyncIterator, Iterable
from itertools import islice
from typing import Any, Final

from bson import json_util
from pymongo import ReplaceOne

from models.database import DOCUMENTS, Database
from models.push_subscription import PushSubscription
from models.session import Session

FORM: Final = {"parley": "workspace", "version": 1}
BATCH: Final = 500  # documents in one write
OF_A_DEVICE: Final = (Session, PushSubscription)
COLLECTIONS: Final = tuple(each.Settings.name for each in DOCUMENTS if each not in OF_A_DEVICE)


class NotAWorkspace(Exception):
    """The lines are no workspace, or the database already holds one. The text says what."""


async def export(database: Database) -> AsyncIterator[str]:
    """The workspace, line by line."""
    yield _line(FORM)
    for name in COLLECTIONS:
        async for document in database[name].find({}):
            yield _line({"in": name, "document": document})


async def size(database: Database) -> int:
    """About how many lines `export` gives."""
    counts = [await database[name].estimated_document_count() for name in COLLECTIONS]
    return sum(counts) + 1


async def restore(database: Database, lines: Iterable[str], *, resume: bool) -> AsyncIterator[int]:
    """Store the workspace of these lines. Gives the number of documents after each write.

    Every document replaces the one of its id, so what was cut off can be done again, with `resume`. Raises
    NotAWorkspace for other lines, and for a database in which there is somebody unless it resumes.
    """
    source = iter(lines)
    if _read(next(source, "")) != FORM:
        raise NotAWorkspace("This is not an export of a workspace, or one of another version.")
    if not resume and await database["users"].find_one({}, {"_id": 1}):
        raise NotAWorkspace("This database is not empty: --resume goes on with an import that was cut off.")
    while batch := list(islice(source, BATCH)):
        for name, documents in _by_collection(batch).items():
            writes = [ReplaceOne({"_id": document["_id"]}, document, upsert=True) for document in documents]
            await database[name].bulk_write(writes, ordered=False)
        yield len(batch)


def _by_collection(lines: list[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        entry = _read(line)
        if entry.get("in") not in COLLECTIONS or "_id" not in entry.get("document", {}):
            raise NotAWorkspace("A line is no document of a workspace.")
        found.setdefault(entry["in"], []).append(entry["document"])
    return found


def _line(value: dict[str, Any]) -> str:
    return json_util.dumps(value, json_options=json_util.CANONICAL_JSON_OPTIONS)


def _read(line: str) -> dict[str, Any]:
    try:
        value = json_util.loads(line, json_options=json_util.CANONICAL_JSON_OPTIONS)
    except (ValueError, TypeError):
        raise NotAWorkspace("A line is not JSON: the file may be cut off.") from None
    return value if isinstance(value, dict) else {}
