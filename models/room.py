"""A place where people talk: the one room of two people, or a group."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from beanie import Document, PydanticObjectId
from bson import ObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from models.base import index_where_present, utc_now


class RoomKind(StrEnum):
    DIRECT = "direct"
    GROUP = "group"


class Room(Document):
    """`last_seq` and `clock` are hints that may lag behind the messages, never run ahead of them."""

    kind: RoomKind
    name: str | None = None
    name_key: str | None = None
    """The name case-folded: what a search by prefix compares."""
    topic: str | None = None
    is_private: bool = True
    avatar: str | None = None
    """Where the storage has its picture."""
    direct_key: str | None = None
    """The two user ids of a direct room in order, joined by a colon. Absent for a group."""
    created_by: PydanticObjectId | None = None
    created_at: datetime = Field(default_factory=utc_now)
    last_seq: int = 0
    clock: int = 0
    last_message_at: datetime = Field(default_factory=utc_now)
    slow_mode: int = 0
    """Seconds between two messages of one member; 0 when it is off."""
    last_audit: int = 0
    """A hint at the number of the newest entry of the audit list."""
    members_version: int = 0
    """Moves with every change of membership, which it puts in order."""

    def other_of(self, user_id: ObjectId) -> ObjectId | None:
        """The other one of a direct room of the user; None for a group."""
        pair = [ObjectId(member_id) for member_id in self.direct_key.split(":")] if self.direct_key else []
        return next((member_id for member_id in pair if member_id != user_id), None)

    class Settings:
        name = "rooms"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            index_where_present("direct_key", present="direct_key", unique=True),
            IndexModel(
                [("name_key", ASCENDING), ("_id", ASCENDING)],
                partialFilterExpression={"is_private": False},
            ),
        ]
