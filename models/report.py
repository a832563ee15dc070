"""That a member holds a message to be against the rules of a group."""

from datetime import datetime
from typing import ClassVar

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel

from models.base import plain_index, unique_index, utc_now


class Report(Document):
    """One for each message and user."""

    room_id: PydanticObjectId
    message_id: PydanticObjectId
    reporter_id: PydanticObjectId
    reason: str
    at: datetime = Field(default_factory=utc_now)
    closed_by: PydanticObjectId | None = None
    """Who of the owners and admins dealt with it."""

    class Settings:
        name = "reports"
        indexes: ClassVar[list[IndexModel]] = [
            unique_index("message_id", "reporter_id"),
            plain_index("room_id", "closed_by"),
        ]
