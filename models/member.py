"""Who is in a room, as what, and how far they have read."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel

from models.base import plain_index, unique_index, utc_now


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"


class Member(Document):
    """The watermarks only ever move forward."""

    room_id: PydanticObjectId
    user_id: PydanticObjectId
    role: Role = Role.MEMBER
    joined_at: datetime = Field(default_factory=utc_now)
    joined_seq: int = 0
    """The room's last message when they came: what mentioned everyone before did not mean them."""
    read_seq: int = 0
    read_at: datetime | None = None
    own_read_seq: int | None = None
    """How far they read while they did not share it: nobody else is told."""
    delivered_seq: int = 0
    muted: bool = False
    last_sent_at: datetime | None = None
    """When they last sent something in slow mode."""
    unread_from: int | None = None
    """Where the user says that the unread begins, though they read further; gone when they read again."""

    @property
    def furthest_seq(self) -> int:
        """How far they read, told or not."""
        return max(self.read_seq, self.own_read_seq or 0)

    @property
    def seen_seq(self) -> int:
        """What counts as read for the user themselves."""
        return self.furthest_seq if self.unread_from is None else min(self.furthest_seq, self.unread_from - 1)

    def for_themselves(self) -> "Member":
        """The member as they see themselves: with what they read and do not share."""
        whole: Member = self.model_copy(update={"read_seq": self.furthest_seq})
        return whole

    def without_reading(self) -> "Member":
        """The member as somebody sees them who does not share what they read."""
        untold: Member = self.model_copy(update={"read_seq": 0, "read_at": None})
        return untold

    class Settings:
        name = "members"
        indexes: ClassVar[list[IndexModel]] = [
            unique_index("room_id", "user_id"),
            plain_index("user_id", "room_id"),
        ]
