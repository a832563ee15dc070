"""What was done in a room with more rights than everyone has: a list for its owners and admins."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import IndexModel

from models.base import unique_index, utc_now


class AuditAct(StrEnum):
    ROOM_UPDATED = "room_updated"
    SLOW_MODE_SET = "slow_mode_set"
    MEMBERS_ADDED = "members_added"
    MEMBER_REMOVED = "member_removed"
    ROLE_CHANGED = "role_changed"
    MESSAGE_DELETED = "message_deleted"
    MESSAGE_PINNED = "message_pinned"
    MESSAGE_UNPINNED = "message_unpinned"
    MESSAGE_REPORTED = "message_reported"
    REPORT_CLOSED = "report_closed"
    INVITE_CREATED = "invite_created"
    INVITE_REVOKED = "invite_revoked"
    INVITE_USED = "invite_used"


class Change(BaseModel):
    """A part of something that is another now. `true` and `false` stand for yes and no, None for nothing."""

    field: str
    """As faces call it, such as `isPrivate`."""
    before: str | None
    after: str | None


class AuditEntry(Document):
    """`number` counts the entries of a room: 1, 2, 3 … without holes."""

    room_id: PydanticObjectId
    number: int
    act: AuditAct
    actor_id: PydanticObjectId
    user_id: PydanticObjectId | None = None
    """Whom it was done to."""
    message_id: PydanticObjectId | None = None
    """Which message it was done to."""
    detail: str | None = None
    """The new name, role or number of seconds, or the reason given."""
    changes: list[Change] = Field(default_factory=list)
    """What became another, of a room that was changed."""
    at: datetime = Field(default_factory=utc_now)

    class Settings:
        name = "audit"
        indexes: ClassVar[list[IndexModel]] = [unique_index("room_id", "number")]
