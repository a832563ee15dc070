"""What REST and Socket.IO send: users, rooms and messages as JSON, in the same words as GraphQL.

The types are the contract: the OpenAPI document is made from them. Times are RFC 3339 in UTC with
milliseconds, identifiers are opaque text.
"""

from typing import Final, Literal

from pydantic import with_config
from typing_extensions import TypedDict

from chat.avatars import avatar_url
from chat.heads import RoomHead
from chat.storage import Storage
from chat.unread import Unread
from models.message import MessageRow
from models.message import Reaction as StoredReaction
from models.room import Room as StoredRoom
from models.upload import AttachmentRow
from models.user import Profile
from schema.scalars import written

documented: Final = with_config(use_attribute_docstrings=True)
"""Makes the docstrings of the fields their descriptions in JSON Schema."""


@documented
class Attachment(TypedDict):
    """A file that belongs to a message."""

    id: str
    url: str
    """Where to get the file. Expires."""
    filename: str
    mime: str
    """The type found from the bytes."""
    size: int
    """In bytes."""


class Reaction(TypedDict):
    """An emoji on a message, and who put it there, in the order they came."""

    emoji: str
    userIds: list[str]


@documented
class Message(TypedDict):
    """A message. It never moves: seq numbers the messages of a room without holes."""

    id: str
    roomId: str
    seq: int
    """Its place in the room: 1, 2, 3 … without holes."""
    clock: int
    """Numbers the changes of the room. The higher clock is the newer state of the message."""
    senderId: str
    content: str
    """The text. Empty once deleted."""
    attachments: list[Attachment]
    reactions: list[Reaction]
    replyTo: str | None
    """The message that opened the thread, if this is a reply."""
    replyCount: int
    """How many replies the thread has that it opened, less deleted ones."""
    mentions: list[str]
    """The users that it mentions by @username."""
    mentionsAll: bool
    """Whether it mentions all members."""
    createdAt: str
    editedAt: str | None
    deletedAt: str | None
    tempId: str | None
    """What the sender named it, to send it only once; null if they did not."""


@documented
class User(TypedDict):
    """A person with an account, as everyone sees them."""

    id: str
    username: str
    displayName: str
    avatarUrl: str | None
    lastSeen: str | None
    """When their last device disconnected; null before the first time."""


@documented
class Account(User):
    """The signed-in user's own account."""

    email: str
    sharesReadReceipts: bool
    """Whether others learn what the user reads, and the user what others read."""


@documented
class Room(TypedDict):
    """A place where people talk, as all its members see it."""

    id: str
    kind: Literal["direct", "group"]
    name: str | None
    """The name of a group; null for a direct room."""
    topic: str | None
    isPrivate: bool
    """Whether only those who are added can get in."""
    slowModeSeconds: int
    """Seconds between two messages of one member; 0 for none. Owners and admins are exempt."""
    createdAt: str


@documented
class RoomOfViewer(Room):
    """A room as one of its members sees it."""

    directUser: User | None
    """The other one of a direct room; null for a group."""
    memberCount: int
    lastSeq: int
    """The seq of its last message; 0 while it is empty."""
    clock: int
    """The clock of its last change: where to catch up from later."""
    lastMessage: Message | None
    unreadCount: int
    """Messages that the viewer has not read, without their own and deleted ones."""
    mentionCount: int
    """Those of them that mention the viewer."""


def message(row: MessageRow, storage: Storage) -> Message:
    return {
        "id": str(row["_id"]),
        "roomId": str(row["room_id"]),
        "seq": row["seq"],
        "clock": row["clock"],
        "senderId": str(row["sender_id"]),
        "content": row["content"],
        "attachments": [attachment(each, storage) for each in row["attachments"]],
        "reactions": [_reaction(reaction) for reaction in row["reactions"]],
        "replyTo": str(row["reply_to"]) if "reply_to" in row else None,
        "replyCount": row["thread"]["replies"] if row.get("thread") else 0,
        "mentions": list(map(str, row["mentions"])),
        "mentionsAll": row.get("mentions_all", False),
        "createdAt": written(row["created_at"]),
        "editedAt": written(row["edited_at"]) if row["edited_at"] else None,
        "deletedAt": written(row["deleted_at"]) if row["deleted_at"] else None,
        "tempId": row["client_id"] if row["client_id"] != str(row["_id"]) else None,
    }


def attachment(row: AttachmentRow, storage: Storage) -> Attachment:
    return {
        "id": str(row["id"]),
        "url": storage.url(row["key"], row["filename"]),
        "filename": row["filename"],
        "mime": row["mime"],
        "size": row["size"],
    }


def user(profile: Profile, storage: Storage) -> User:
    last_seen = profile.get("last_seen")
    return {
        "id": str(profile["_id"]),
        "username": profile["username"],
        "displayName": profile["display_name"],
        "avatarUrl": avatar_url(storage, profile.get("avatar")),
        "lastSeen": written(last_seen) if last_seen else None,
    }


def account(profile: Profile, email: str, storage: Storage, *, shares_read_receipts: bool) -> Account:
    return {**user(profile, storage), "email": email, "sharesReadReceipts": shares_read_receipts}


def room(stored: StoredRoom) -> Room:
    return {
        "id": str(stored.id),
        "kind": stored.kind.value,
        "name": stored.name,
        "topic": stored.topic,
        "isPrivate": stored.is_private,
        "slowModeSeconds": stored.slow_mode,
        "createdAt": written(stored.created_at),
    }


def room_of_viewer(
    stored: StoredRoom,
    head: RoomHead,
    storage: Storage,
    *,
    direct_user: Profile | None,
    member_count: int,
    unread: Unread,
) -> RoomOfViewer:
    return {
        **room(stored),
        "directUser": user(direct_user, storage) if direct_user else None,
        "memberCount": member_count,
        "lastSeq": head.head.seq,
        "clock": head.head.clock,
        "lastMessage": message(head.last_message, storage) if head.last_message else None,
        "unreadCount": unread.messages,
        "mentionCount": unread.mentions,
    }


def _reaction(reaction: StoredReaction) -> Reaction:
    return {"emoji": reaction["emoji"], "userIds": list(map(str, reaction["user_ids"]))}
