"""What waits to be written in a room: messages without a number yet, and changes to those that have one."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, cast

from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession

from chat.terms import terms_of
from models.base import utc_now
from models.message import ROW_FIELDS, MessageRow
from models.upload import AttachmentRow

Announce: TypeAlias = Callable[[MessageRow], None]
"""Publishes the event of a write; called once, right after the write, in the order of the writes."""

Mutation: TypeAlias = Callable[[MessageRow], Mapping[str, Any] | None]
"""The fields to set on a message as it stands, or None when nothing changes. Raises ChatError to refuse."""

Beside: TypeAlias = Callable[[AsyncClientSession], Awaitable[object]]
"""Writes what must be there if and only if the change is, in its transaction. May run several times."""


def body_hash(
    room_id: ObjectId, reply_to: ObjectId | None, attachment_ids: Sequence[str], content: str
) -> bytes:
    """A digest of what is sent: equal for two sends of the same body to the same room."""
    body = "\n".join([str(room_id), str(reply_to), *attachment_ids, content])
    return hashlib.blake2b(body.encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as its sender gave it."""

    room_id: ObjectId
    sender_id: ObjectId
    client_id: str | None
    content: str
    attachments: tuple[AttachmentRow, ...] = ()
    mentions: tuple[ObjectId, ...] = ()
    mentions_all: bool = False
    reply_to: ObjectId | None = None
    created_at: datetime = field(default_factory=utc_now)
    id: ObjectId = field(default_factory=ObjectId)

    @property
    def body_hash(self) -> bytes:
        """Equal for two sends of the same body to the same room."""
        attachment_ids = [str(attachment["id"]) for attachment in self.attachments]
        return body_hash(self.room_id, self.reply_to, attachment_ids, self.content)

    def numbered(self, seq: int, clock: int) -> dict[str, Any]:
        """The document to store, at its place in the room."""
        document: dict[str, Any] = {
            "_id": self.id,
            "room_id": self.room_id,
            "seq": seq,
            "clock": clock,
            "clocks": [clock],
            "sender_id": self.sender_id,
            "client_id": self.client_id or str(self.id),
            "body_hash": self.body_hash,
            "content": self.content,
            "attachments": list(self.attachments),
            "reactions": [],
            "mentions": list(self.mentions),
            "created_at": self.created_at,
            "edited_at": None,
            "deleted_at": None,
        }
        if self.mentions_all:
            document["mentions_all"] = True
        if self.reply_to is not None:
            document["reply_to"] = self.reply_to
        document["terms"] = terms_of(document)
        return document


def row_of(document: Mapping[str, Any]) -> MessageRow:
    """The part of a stored document that readers see."""
    return cast(MessageRow, {name: document[name] for name in ROW_FIELDS if name in document})


@dataclass(slots=True)
class Pending:
    """A write that somebody awaits."""

    announce: Announce
    done: "asyncio.Future[MessageRow]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def succeed(self, row: MessageRow, *, announced: bool = True) -> None:
        if announced:
            self.announce(row)
        if not self.done.done():
            self.done.set_result(row)

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)
            self.done.exception()  # read, so that a write whose asker has gone is not reported as lost


@dataclass(slots=True)
class PendingSend(Pending):
    draft: Draft = field(kw_only=True)


@dataclass(slots=True)
class PendingChange(Pending):
    message_id: ObjectId = field(kw_only=True)
    mutation: Mutation = field(kw_only=True)
    beside: Beside | None = field(kw_only=True, default=None)
