"""The JSON that REST and Socket.IO share has the names and types of the contract."""

from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId
from pydantic import TypeAdapter

from api import errors, shapes
from chat.errors import ErrorCode, RateLimited
from chat.heads import Head, RoomHead
from chat.seals import Seals
from chat.storage_local import LocalStorage
from chat.unread import Unread
from models.base import utc_now
from models.message import MessageRow
from models.room import Room, RoomKind
from models.user import Profile

MESSAGE = (
    "id roomId seq clock senderId content attachments reactions replyTo replyCount mentions mentionsAll "
    "createdAt editedAt deletedAt tempId"
)


FILE = {
    "id": ObjectId(),
    "key": "a/b.png",
    "filename": "sunset.png",
    "mime": "image/png",
    "size": 1,
    "width": 1,
    "height": 1,
    "blurhash": None,
    "thumbnail_key": None,
}


def _row(**changes: Any) -> MessageRow:
    row: Any = {
        "_id": ObjectId(),
        "room_id": ObjectId(),
        "seq": 1,
        "clock": 1,
        "sender_id": ObjectId(),
        "client_id": "mine",
        "content": "Tea?",
        "attachments": [FILE],
        "reactions": [{"emoji": "🫖", "user_ids": [ObjectId()]}],
        "mentions": [],
        "created_at": utc_now(),
        "edited_at": None,
        "deleted_at": None,
    }
    found: MessageRow = row | changes
    return found


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path, Seals(["a secret"], "files"))


def test_a_message_has_the_fields_of_the_contract(storage: LocalStorage) -> None:
    found = shapes.message(_row(reply_to=ObjectId(), edited_at=utc_now(), deleted_at=utc_now()), storage)
    assert list(found) == MESSAGE.split()
    TypeAdapter(shapes.Message).validate_python(found, strict=True)


def test_a_message_tells_only_a_name_that_its_sender_gave_it(storage: LocalStorage) -> None:
    message_id = ObjectId()
    assert shapes.message(_row(), storage)["tempId"] == "mine"
    assert shapes.message(_row(_id=message_id, client_id=str(message_id)), storage)["tempId"] is None


def test_a_room_has_the_fields_of_its_type(storage: LocalStorage) -> None:
    profile: Profile = {
        "_id": ObjectId(),
        "username": "ada",
        "display_name": "Ada",
        "avatar": "a/b.webp",
        "last_seen": utc_now(),
    }
    room = Room.model_construct(id=ObjectId(), kind=RoomKind.DIRECT, created_at=utc_now())
    head = RoomHead(Head(1, 1), _row())
    found = shapes.room_of_viewer(room, head, storage, direct_user=profile, member_count=2, unread=Unread())
    TypeAdapter(shapes.RoomOfViewer).validate_python(found, strict=True)
    TypeAdapter(shapes.Account).validate_python(
        shapes.account(profile, "ada@example.org", storage, shares_read_receipts=True), strict=True
    )


@pytest.mark.parametrize("code", ErrorCode)
def test_every_error_has_a_status_and_one_shape(code: ErrorCode) -> None:
    assert 400 <= errors.STATUS[code] < 600
    error = RateLimited("Wait.", retry_after=1.5)
    assert errors.error_shape(error) == {
        "code": "RATE_LIMITED",
        "message": "Wait.",
        "field": None,
        "retryAfter": 1.5,
    }
