"""What the suite over all faces asks of each: one protocol, in words that belong to none of them.

A refusal is raised as `Refused`, with the code that the face gave. Who a face acts as, it is told on opening.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ClassVar, Protocol, TypeAlias

from tests.fixtures.people import Person


class Can(Enum):
    """What a face may offer. What the contract does not give it, it does not list."""

    SEND = auto()
    EDIT = auto()
    DELETE = auto()
    REACT = auto()
    MARK = auto()
    """Read and delivered marks."""
    TYPE = auto()
    HEAR = auto()
    """Live events of a room, with catching up from a clock; who hears is online."""
    PAGE = auto()
    """Pages of history, and unread counts."""
    FIND = auto()
    """Threads, pins, mentions and searches."""
    UNREAD = auto()
    FOLLOW = auto()
    PIN = auto()
    REPORT = auto()
    BLOCK = auto()
    JOIN = auto()
    """By an invite."""
    MODERATE = auto()
    """Invites, slow mode, reports and the audit list."""


@dataclass(frozen=True)
class Message:
    """A message, as every face must show it."""

    id: str
    room_id: str
    seq: int
    clock: int
    sender_id: str
    content: str
    temp_id: str | None
    reactions: dict[str, tuple[str, ...]]
    reply_to: str | None
    created_at: str
    edited_at: str | None
    deleted_at: str | None


@dataclass(frozen=True)
class Sent:
    """What a sender is told at least."""

    id: str
    seq: int
    created_at: str


@dataclass(frozen=True)
class Heard:
    """A live event.

    | kind | message | user_id | value |
    | --- | --- | --- | --- |
    | sent, edited, deleted | as it is now | | |
    | reacted | | whose | (message id, emoji, whether it was put on) |
    | read, delivered | | whose | seq, or the id of the message |
    | typing | | who | whether they type |
    | presence | | who | whether they are online |
    | renamed | | who | how they are called now |
    | joined, left | | who | |
    | pinned | | who did it | (message id, whether it is pinned now) |
    | thread | as it is now | | how many replies |
    | ended | | | |

    After `ended` there is nothing more to hear: the listener is no longer in the room.
    """

    kind: str
    message: Message | None = None
    user_id: str | None = None
    value: Any = None


class Ear(Protocol):
    heard: list[Heard]
    """Everything so far, in order."""

    async def until(self, kind: str, **wanted: Any) -> Heard:
        """The next event of this kind whose fields are those wanted. Fails after LISTEN_SECONDS."""


class Face(Protocol):
    """One user at one face. Marks name the message, so that a face may tell it by id or by seq."""

    name: ClassVar[str]
    offers: ClassVar[frozenset[Can]]

    @classmethod
    def open(cls, person: Person) -> "AbstractAsyncContextManager[Face]":
        """Connect as the person. Raises Refused when the face does not let them in."""

    async def send(
        self, room_id: str, content: str, *, temp_id: str | None = None, reply_to: str | None = None
    ) -> Sent:
        """Send a message. Given no temp_id, the face makes one if it must."""

    async def edit(self, message_id: str, content: str) -> None:
        """Change a message's text."""

    async def delete(self, message_id: str) -> None:
        """Delete a message."""

    async def react(self, message_id: str, emoji: str) -> None:
        """Put an emoji on a message that has none of the user's."""

    async def unreact(self, message_id: str, emoji: str) -> None:
        """Take the user's emoji off a message that has it."""

    async def mark_read(self, room_id: str, message: Sent) -> None:
        """Mark the room as read up to the message."""

    async def mark_delivered(self, room_id: str, message: Sent) -> None:
        """Mark the room as received up to the message."""

    async def set_typing(self, room_id: str, *, typing: bool) -> None:
        """Say that the user types there, or no longer does."""

    def hear(self, room_id: str, since: int | None = None) -> AbstractAsyncContextManager[Ear]:
        """Listen to a room, live from the first line of the block on. What was missed comes first as sent."""

    async def page(self, room_id: str, *, limit: int, before: str | None = None) -> list[Message]:
        """The newest messages of a room, or those before one, the oldest first."""

    async def unread(self, room_id: str) -> int:
        """How much of the room is unread."""

    async def replies(self, message_id: str) -> list[str]:
        """The ids of the replies in the thread of a message, in order."""

    async def pins(self, room_id: str) -> list[str]:
        """The ids of the pinned messages of a room, the newest pin first."""

    async def mentions(self) -> list[str]:
        """The ids of the messages that mention the user, the newest first."""

    async def search(self, query: str, room_id: str | None = None) -> list[str]:
        """The ids of the messages that answer to a search, the newest first."""

    async def mark_unread(self, room_id: str, seq: int) -> None:
        """Let the room be unread from this message on."""

    async def follow(self, message_id: str) -> None:
        """Follow the thread of a message."""

    async def unfollow(self, message_id: str) -> None:
        """Follow the thread of a message no longer."""

    async def pin(self, message_id: str) -> None:
        """Pin a message."""

    async def unpin(self, message_id: str) -> None:
        """Let a message be pinned no longer."""

    async def report(self, message_id: str, reason: str) -> None:
        """Report a message to the owners and admins."""

    async def block(self, user_id: str) -> None:
        """Have nothing to do with a user."""

    async def unblock(self, user_id: str) -> None:
        """Take a block back."""

    async def join(self, code: str) -> str:
        """Come in by an invite. Gives the id of the room."""

    async def invite(self, room_id: str, max_uses: int | None = None) -> tuple[str, str]:
        """Make an invite. Gives its id and its code."""

    async def revoke(self, invite_id: str) -> None:
        """Let an invite be good no longer."""

    async def set_slow_mode(self, room_id: str, seconds: int) -> None:
        """Set the seconds between two messages of one member."""

    async def reports(self, room_id: str) -> list[tuple[str, str]]:
        """The messages that were reported, and why, the oldest report first."""

    async def audit(self, room_id: str) -> list[str]:
        """What was done with more rights than everyone has, in lower case, the newest first."""


FaceType: TypeAlias = type[Face]
