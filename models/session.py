"""A signed-in device: the family of refresh tokens that descend from one sign-in."""

from datetime import datetime
from typing import ClassVar

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from models.base import plain_index, utc_now


class Session(Document):
    """Tokens are kept as SHA-256 hashes only; `generation` counts the rotations."""

    user_id: PydanticObjectId
    refresh_hash: bytes
    previous_hash: bytes | None = None
    generation: int = 0
    device: str | None = None
    created_at: datetime = Field(default_factory=utc_now)
    used_at: datetime = Field(default_factory=utc_now)
    """When the refresh token was last rotated."""
    expires_at: datetime
    revoked_at: datetime | None = None

    class Settings:
        name = "sessions"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("expires_at", ASCENDING)], expireAfterSeconds=0),
            plain_index("user_id"),
            plain_index("revoked_at"),
        ]
