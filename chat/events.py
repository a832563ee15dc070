"""What happened: one closed union of frozen types.

An operation publishes after its write. An event carries the whole new state, so whoever receives it
need not read the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from bson import ObjectId

from models.member import Member
from models.message import MessageRow
from models.room import Room
from models.user import Profile


@dataclass(frozen=True, slots=True)
class MessageSent:
    room_id: ObjectId
    message: MessageRow
    sender: Profile | None = None


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """`mentioned` are those whom the message mentions since this edit, `mentioned_all` tells whether all."""

    room_id: ObjectId
    message: MessageRow
    mentioned: tuple[ObjectId, ...] = ()
    mentioned_all: bool = False


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    room_id: ObjectId
    message: MessageRow


@dataclass(frozen=True, slots=True)
class ReactionChanged:
    room_id: ObjectId
    message: MessageRow
    emoji: str
    user_id: ObjectId
    added: bool


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """A message tells of other replies than before. Its text is the same: nobody edited it."""

    room_id: ObjectId
    message: MessageRow


@dataclass(frozen=True, slots=True)
class FollowChanged:
    """For the devices of one user: how they stand to a thread."""

    room_id: ObjectId
    root_id: ObjectId
    following: bool
    read_seq: int


@dataclass(frozen=True, slots=True)
class Watermark:
    user_id: ObjectId
    read_seq: int
    delivered_seq: int
    at: datetime
    moved: Sequence[str] = ()
    """The marks that moved, `read` or `delivered` or both; none when only the state is told."""


@dataclass(frozen=True, slots=True)
class ReceiptsChanged:
    room_id: ObjectId
    receipts: tuple[Watermark, ...]


@dataclass(frozen=True, slots=True)
class PinChanged:
    """The user pinned a message, or let it be pinned no longer."""

    room_id: ObjectId
    message: MessageRow
    user_id: ObjectId
    pinned: bool


@dataclass(frozen=True, slots=True)
class MessageReported:
    """For the owners and admins of a group."""

    room_id: ObjectId
    message: MessageRow
    report_id: ObjectId
    reason: str


@dataclass(frozen=True, slots=True)
class ReportClosed:
    """For the owners and admins of a group."""

    room_id: ObjectId
    report_id: ObjectId


@dataclass(frozen=True, slots=True)
class InviteChanged:
    """For the owners and admins of a group: an invite was made, used or revoked."""

    room_id: ObjectId
    invite_id: ObjectId
    uses: int
    good: bool


@dataclass(frozen=True, slots=True)
class BlocksChanged:
    """For the user's own devices, and for the instances: the user blocked another, or took it back."""

    user_id: ObjectId
    other_id: ObjectId
    blocked: bool


@dataclass(frozen=True, slots=True)
class TypingChanged:
    room_id: ObjectId
    user_id: ObjectId
    typing: bool
    hidden_from: tuple[ObjectId, ...] = ()
    """Users who are not to hear it: one of the two blocked the other."""


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    user_id: ObjectId
    online: bool
    last_seen: datetime | None
    hidden_from: tuple[ObjectId, ...] = ()
    """Users who are not to hear it: one of the two blocked the other."""


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    profile: Profile


@dataclass(frozen=True, slots=True)
class RoomChanged:
    room_id: ObjectId
    room: Room


@dataclass(frozen=True, slots=True)
class MemberJoined:
    room_id: ObjectId
    member: Member


@dataclass(frozen=True, slots=True)
class MemberChanged:
    room_id: ObjectId
    member: Member


@dataclass(frozen=True, slots=True)
class MemberLeft:
    room_id: ObjectId
    user_id: ObjectId


@dataclass(frozen=True, slots=True)
class RoomSynced:
    """The current state of every message that changed since a clock, by clock. Read, never published.

    `known` are those among them that were sent before: at that clock they were there already.
    """

    room_id: ObjectId
    clock: int
    messages: tuple[MessageRow, ...]
    receipts: tuple[Watermark, ...]
    reset: bool
    known: frozenset[ObjectId] = frozenset()


@dataclass(frozen=True, slots=True)
class SharingChanged:
    """For the instances themselves, not for clients: the user shares what they read, or no longer does."""

    user_id: ObjectId
    shares: bool


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """For the instances themselves, not for clients: sockets of these sessions must close."""

    user_id: ObjectId
    session_ids: tuple[ObjectId, ...]


MessageEvent: TypeAlias = MessageSent | MessageEdited | MessageDeleted | ReactionChanged | ThreadChanged
"""The events that carry a clock."""

MESSAGE_EVENTS: Final = (MessageSent, MessageEdited, MessageDeleted, ReactionChanged, ThreadChanged)

Event: TypeAlias = (
    MessageEvent
    | FollowChanged
    | ReceiptsChanged
    | PinChanged
    | MessageReported
    | ReportClosed
    | InviteChanged
    | BlocksChanged
    | TypingChanged
    | PresenceChanged
    | ProfileChanged
    | RoomChanged
    | MemberJoined
    | MemberChanged
    | MemberLeft
    | RoomSynced
    | SharingChanged
    | SessionEnded
)

Channel: TypeAlias = str
"""Where an event is heard: `room:<id>` or `user:<id>`."""

RIGHTS: Final[Channel] = "rights"
"""Every instance listens here for rights that end, to forget what it believed."""


def room_channel(room_id: ObjectId) -> Channel:
    return f"room:{room_id}"


def user_channel(user_id: ObjectId) -> Channel:
    return f"user:{user_id}"
