"""A message that is pinned in its room."""

from datetime import datetime
from typing import ClassVar, Final

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel

from models.base import unique_index, utc_now

SLOTS: Final = 50
"""How many messages a room can have pinned."""


class Pin(Document):
    """It takes one of the room's slots, 1 … SLOTS: the unique index keeps a room from having more."""

    room_id: PydanticObjectId
    slot: int
    message_id: PydanticObjectId
    pinned_by: PydanticObjectId
    pinned_at: datetime = Field(default_factory=utc_now)

    class Settings:
        name = "pins"
        indexes: ClassVar[list[IndexModel]] = [
            unique_index("room_id", "slot"),
            unique_index("room_id", "message_id"),
        ]
