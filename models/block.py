"""That a user wants to have nothing to do with another."""

from datetime import datetime
from typing import ClassVar

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel

from models.base import plain_index, unique_index, utc_now


class Block(Document):
    user_id: PydanticObjectId
    blocked_id: PydanticObjectId
    at: datetime = Field(default_factory=utc_now)

    class Settings:
        name = "blocks"
        indexes: ClassVar[list[IndexModel]] = [
            unique_index("user_id", "blocked_id"),
            plain_index("blocked_id"),
        ]
