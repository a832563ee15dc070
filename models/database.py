"""The connection to MongoDB, through PyMongo's own asyncio API and Beanie."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, TypeAlias

from beanie import Document, init_beanie
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from models.audit import AuditEntry
from models.block import Block
from models.follow import Follow
from models.invite import Invite
from models.member import Member
from models.message import Message
from models.pin import Pin
from models.pool import PoolFigures
from models.push_subscription import PushSubscription
from models.receipt import Receipt
from models.report import Report
from models.room import Room
from models.session import Session
from models.upload import Upload
from models.user import User

DOCUMENTS: Final[list[type[Document]]] = [
    User,
    Session,
    Room,
    Member,
    Message,
    Receipt,
    Follow,
    Upload,
    PushSubscription,
    Pin,
    AuditEntry,
    Block,
    Invite,
    Report,
]

SERVER_SELECTION_TIMEOUT_MS: Final = 2_000
SOCKET_TIMEOUT_MS: Final = 10_000
MAJORITY_TIMEOUT_MS: Final = 5_000

Row: TypeAlias = dict[str, Any]
Client: TypeAlias = AsyncMongoClient[Row]
Collection: TypeAlias = AsyncCollection[Row]
Database: TypeAlias = AsyncDatabase[Row]


@asynccontextmanager
async def connect(url: str, name: str, pool: PoolFigures | None = None) -> AsyncIterator[Database]:
    """Open the database, with every index in place, and close it at the end.

    Writes are acknowledged by a majority. Raises PyMongoError when the server cannot be reached.
    """
    client: Client = AsyncMongoClient(
        url,
        tz_aware=True,
        w="majority",
        wTimeoutMS=MAJORITY_TIMEOUT_MS,
        readConcernLevel="majority",
        serverSelectionTimeoutMS=SERVER_SELECTION_TIMEOUT_MS,
        socketTimeoutMS=SOCKET_TIMEOUT_MS,
        appname="parley",
        event_listeners=[pool] if pool else [],
    )
    try:
        database = client[name]
        await init_beanie(database=database, document_models=DOCUMENTS, skip_indexes=True)
        await _create_indexes()
        yield database
    finally:
        await client.close()


async def _create_indexes() -> None:
    """Create the indexes that are missing. Beanie's own way takes two over the same fields for one."""
    for document in DOCUMENTS:
        await document.get_pymongo_collection().create_indexes(document.Settings.indexes)


async def is_reachable(database: Database) -> bool:
    """Whether the database answers."""
    try:
        await database.command("ping")
    except PyMongoError:
        return False
    return True
