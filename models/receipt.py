"""The log of watermarks: one row for each move of a member's read or delivered mark."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from beanie import Document, PydanticObjectId
from pymongo import IndexModel

from models.base import plain_index


class ReceiptKind(StrEnum):
    DELIVERED = "delivered"
    READ = "read"


class Receipt(Document):
    """The user's mark moved over the messages from_seq … to_seq, both included, at that time.

    `spans` is that range as `chat.spans` writes it, by which a message finds the moves over it.
    """

    room_id: PydanticObjectId
    user_id: PydanticObjectId
    kind: ReceiptKind
    from_seq: int
    to_seq: int
    spans: list[int]
    at: datetime

    class Settings:
        name = "receipts"
        indexes: ClassVar[list[IndexModel]] = [plain_index("room_id", "kind", "spans")]
