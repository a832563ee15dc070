"""Who follows which thread, and how far they have read it."""

from datetime import datetime
from typing import ClassVar

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel

from models.base import unique_index, utc_now


class Follow(Document):
    """Stays when the user no longer follows, so that nobody but they begins it again."""

    user_id: PydanticObjectId
    root_id: PydanticObjectId
    room_id: PydanticObjectId
    following: bool = True
    read_seq: int
    """The last reply that they have read, by its seq in the room. Only ever moves forward."""
    followed_at: datetime = Field(default_factory=utc_now)

    class Settings:
        name = "follows"
        indexes: ClassVar[list[IndexModel]] = [unique_index("user_id", "root_id")]
