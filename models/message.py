"""A message, numbered in its room by `seq` and in the room's changes by `clock`."""

from datetime import datetime
from typing import ClassVar, Final, NotRequired, TypedDict

from beanie import Document, PydanticObjectId
from bson import ObjectId
from pymongo import IndexModel

from models.base import index_of_pointers, plain_index, unique_index
from models.upload import AttachmentRow


class Reaction(TypedDict):
    emoji: str
    user_ids: list[ObjectId]


class Thread(TypedDict):
    """What the root of a thread tells of its replies: those up to `seq`, less deleted ones."""

    replies: int
    seq: int
    last_at: datetime | None
    repliers: list[ObjectId]
    """Who replied last, the newest first."""


class MessageRow(TypedDict):
    """A message as the driver reads it: what pages and events carry, without a model for each row."""

    _id: ObjectId
    room_id: ObjectId
    seq: int
    clock: int
    sender_id: ObjectId
    client_id: str
    content: str
    attachments: list[AttachmentRow]
    reactions: list[Reaction]
    mentions: list[ObjectId]
    mentions_all: NotRequired[bool]
    reply_to: NotRequired[ObjectId]
    thread: NotRequired[Thread]
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


class Message(Document):
    """The stored form of a message, and the indexes that give it its place.

    `clocks` holds every clock value that the message ever took, the newest last, so that the unique
    index keeps a value taken after an edit has moved the message on to a newer one. Ranges are read by
    `clock`: a half-open range of a list is not bounded by an index everywhere.
    """

    room_id: PydanticObjectId
    seq: int
    clock: int
    clocks: list[int]
    sender_id: PydanticObjectId
    client_id: str
    """What the sender named it; its own id if they did not."""
    body_hash: bytes
    """A digest of what was sent: tells a repeat from another message under the same client_id."""
    content: str
    attachments: list[dict[str, object]]
    reactions: list[dict[str, object]]
    mentions: list[PydanticObjectId]
    mentions_all: bool = False
    reply_to: PydanticObjectId | None = None
    thread: dict[str, object] | None = None
    """Of a message that was replied to."""
    terms: list[str]
    """What it is found by: see `chat/terms.py`."""
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None

    class Settings:
        name = "messages"
        indexes: ClassVar[list[IndexModel]] = [
            unique_index("room_id", "seq"),
            unique_index("room_id", "clock"),
            unique_index("room_id", "clocks"),
            unique_index("sender_id", "client_id"),
            index_of_pointers("reply_to", "seq"),
            plain_index("room_id", "terms", "seq"),
        ]


ROW_FIELDS: Final = dict.fromkeys(MessageRow.__annotations__, 1)
"""The projection that reads a MessageRow."""
