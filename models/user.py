"""A person with an account."""

from datetime import datetime
from typing import ClassVar, Final, TypedDict

from beanie import Document
from bson import ObjectId
from pydantic import Field
from pymongo import IndexModel

from models.base import plain_index, unique_index, utc_now


class Profile(TypedDict):
    """What everyone may see of a user, as the driver reads it."""

    _id: ObjectId
    username: str
    display_name: str
    avatar: str | None
    last_seen: datetime | None


PROFILE_FIELDS: Final = dict.fromkeys(Profile.__annotations__, 1)
"""The projection that reads a Profile."""


class User(Document):
    """Username and email are stored in lower case, so their unique indexes ignore case."""

    username: str
    email: str
    password_hash: str
    display_name: str
    name_key: str
    """The display name case-folded: what a search by prefix compares."""
    avatar: str | None = None
    """Where the storage has their picture."""
    last_seen: datetime | None = None
    shares_read_receipts: bool = True
    """Whether others learn what they read, and they what others read."""
    sharing_changed_at: datetime | None = None
    created_at: datetime = Field(default_factory=utc_now)
    disabled_at: datetime | None = None

    class Settings:
        name = "users"
        indexes: ClassVar[list[IndexModel]] = [
            unique_index("username"),
            unique_index("email"),
            plain_index("name_key"),
            plain_index("sharing_changed_at"),
        ]
