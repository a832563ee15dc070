"""A file on its way into a message, or in one."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, TypedDict

from beanie import Document, PydanticObjectId
from bson import ObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from models.base import plain_index, utc_now

MESSAGE: Final = "message:"
"""How the name of a message's claim begins."""


class UploadState(StrEnum):
    PENDING = "pending"
    """Asked for: the file may be there, but nobody has looked at it."""
    READY = "ready"
    """Looked at and kept; nothing uses it yet."""
    USED = "used"
    """A message, a user or a room has it, or is about to."""
    LEAVING = "leaving"
    """Nothing uses it any longer: the sweep removes what is left of it."""


class AttachmentRow(TypedDict):
    """A file as the message that it belongs to carries it. Sizes in bytes and pixels."""

    id: ObjectId
    key: str
    """Where the storage has it."""
    filename: str
    mime: str
    size: int
    width: int | None
    height: int | None
    blurhash: str | None
    thumbnail_key: str | None


class Upload(Document):
    """A file that somebody sends, and everything in the storage under `<id>/`.

    `due_at` is when the sweep looks at it: it is there for as long as something about it is uncertain.
    """

    owner_id: PydanticObjectId
    room_id: PydanticObjectId | None = None
    """The room that it may be sent to; None for a picture of a user or a room."""
    client_id: str | None = None
    """What its owner named it, to ask for the same upload again."""
    filename: str
    declared_mime: str = "application/octet-stream"
    size: int
    """In bytes: as declared; once ready, as it is."""
    state: UploadState = UploadState.PENDING
    created_at: datetime = Field(default_factory=utc_now)
    due_at: datetime | None = None

    key: str | None = None
    mime: str | None = None
    sha256: str | None = None
    """Of what was received, where this server received it."""
    width: int | None = None
    height: int | None = None
    blurhash: str | None = None
    thumbnail_key: str | None = None

    used_by: str | None = None
    """Who claimed it: `message:<client id>:<digest of the body>`, `user:<id>` or `room:<id>`."""

    @property
    def is_in_a_message(self) -> bool:
        """Whether a message claimed it, and not a user or a room."""
        return str(self.used_by).startswith(MESSAGE)

    class Settings:
        name = "uploads"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            plain_index("owner_id", "size"),
            IndexModel(
                [("owner_id", ASCENDING), ("client_id", ASCENDING)],
                unique=True,
                partialFilterExpression={"client_id": {"$exists": True}},
            ),
            plain_index("due_at"),
        ]
