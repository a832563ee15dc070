"""A database whose answers are kept, so that the second time they come from memory, without any waiting."""

from collections.abc import Mapping
from typing import Any, cast

import bson

from models.database import Collection, Database, Row


class RecordedDatabase:
    """Stands for a database, for finds that are read as lists. What is asked twice is read once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._collections: dict[str, RecordedCollection] = {}

    def __getitem__(self, name: str) -> "RecordedCollection":
        if name not in self._collections:
            self._collections[name] = RecordedCollection(self._database[name])
        return self._collections[name]

    @classmethod
    def of(cls, database: Database) -> Database:
        return cast(Database, cls(database))


class RecordedCollection:
    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._answers: dict[bytes, list[Row]] = {}

    def find(self, query: Mapping[str, Any], fields: Mapping[str, Any] | None = None) -> "RecordedCursor":
        return RecordedCursor(self._collection, self._answers, query, fields)


class RecordedCursor:
    def __init__(
        self,
        collection: Collection,
        answers: dict[bytes, list[Row]],
        query: Mapping[str, Any],
        fields: Mapping[str, Any] | None,
    ) -> None:
        self._collection = collection
        self._answers = answers
        self._query = query
        self._fields = fields

    async def to_list(self) -> list[Row]:
        key = bson.encode({"query": self._query, "fields": self._fields})
        if key not in self._answers:
            self._answers[key] = await self._collection.find(self._query, self._fields).to_list()
        return list(self._answers[key])
