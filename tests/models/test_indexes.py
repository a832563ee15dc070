"""Indexes: those that the documents declare are in the database, and what must be unique is."""

from models.database import DOCUMENTS, connect


async def test_every_declared_index_is_in_the_database(database_url: str) -> None:
    async with connect(database_url, "parley_indexes") as database:
        for document in DOCUMENTS:
            settings = document.get_settings()
            declared = {
                (tuple(index.document["key"].items()), bool(index.document.get("unique")))
                for index in document.Settings.indexes
            }
            stored = {
                (tuple(index["key"].items()), bool(index.get("unique")))
                async for index in await database[str(settings.name)].list_indexes()
            }
            assert declared <= stored, settings.name
