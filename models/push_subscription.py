"""Where a browser wants to be told of messages while no page of it is open (Push API, RFC 8030)."""

from datetime import datetime
from typing import ClassVar

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import IndexModel

from models.base import plain_index, unique_index, utc_now


class PushSubscription(Document):
    """One for each session at most. It is as good as its session: it ends with it."""

    user_id: PydanticObjectId
    session_id: PydanticObjectId
    endpoint: str
    """The URL at the browser's push service."""
    p256dh: str
    """The browser's public key, base64url: notices are encrypted for it (RFC 8291)."""
    auth: str
    """The browser's secret for the same, base64url."""
    shown: list[PydanticObjectId] = Field(default_factory=list)
    """Rooms for which a notice may still lie on the screen."""
    created_at: datetime = Field(default_factory=utc_now)

    class Settings:
        name = "push_subscriptions"
        indexes: ClassVar[list[IndexModel]] = [
            unique_index("endpoint"),
            plain_index("session_id"),
            plain_index("user_id"),
        ]
