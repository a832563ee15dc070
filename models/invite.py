"""A link by which anybody with an account gets into a group."""

from datetime import datetime
from typing import ClassVar

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel

from models.base import plain_index, unique_index, utc_now


class Invite(Document):
    """Good until it expires, is used up or is revoked. `code` is the secret part of the link."""

    code: str
    room_id: PydanticObjectId
    created_by: PydanticObjectId
    created_at: datetime = Field(default_factory=utc_now)
    expires_at: datetime
    max_uses: int | None = None
    uses: int = 0
    revoked_at: datetime | None = None

    class Settings:
        name = "invites"
        indexes: ClassVar[list[IndexModel]] = [unique_index("code"), plain_index("room_id", "revoked_at")]
