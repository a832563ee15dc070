"""Endpoints of messages."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from bson import ObjectId
from pydantic import Field, with_config
from typing_extensions import TypedDict

from api import shapes
from api.rest.endpoint import Input, Query, endpoint
from chat import messages, reactions, receipts
from chat.context import Context
from chat.errors import ErrorCode
from models.receipt import ReceiptKind
from schema.scalars import written


class Page(Query):
    """Which messages of a room."""

    limit: Annotated[int, Field(ge=1)] = 50
    """How many at most."""
    before: str | None = None
    """A message of the room: those before it. Left out, the newest ones."""
    around: str | None = None
    """A message of the room, to stand in the middle of the page, whatever `before` says."""


class NewMessage(Input):
    """A message to send."""

    content: str
    temp_id: str | None = None
    """A name of the client's own making, such as a UUID. Sent again under it, a message is stored once."""
    attachments: list[str] = []
    """Finished uploads of the sender."""
    reply_to: str | None = None
    """The message of this room whose thread it continues."""


class Edit(Input):
    """Another text for a message."""

    content: str


@with_config(use_attribute_docstrings=True)
class Messages(TypedDict):
    """A page of messages, the oldest first."""

    messages: list[shapes.Message]
    hasMore: bool
    """Whether there are more before them."""
    hasNewer: bool
    """Whether there are more after them."""


class Receipt(TypedDict):
    """Who a message reached, and when."""

    userId: str
    at: str


class Receipts(TypedDict):
    """Who has read a message and whose devices have received it, the first first; not its sender."""

    readBy: list[Receipt]
    deliveredTo: list[Receipt]


@endpoint("GET", "/api/rooms/{roomId}/messages")
async def list_messages(ctx: Context, room_id: str, query: Page) -> Messages:
    """Messages of a room, the oldest first: the newest page, or the one before or around a message."""
    page = await messages.history(ctx, room_id, limit=query.limit, before=query.before, around=query.around)
    return {
        "messages": [shapes.message(row, ctx.core.storage) for row in page.messages],
        "hasMore": page.has_previous,
        "hasNewer": page.has_next,
    }


@endpoint("GET", "/api/messages/{messageId}")
async def show_message(ctx: Context, message_id: str) -> shapes.Message:
    """One message of a room of the signed-in user."""
    return shapes.message(await messages.message(ctx, message_id), ctx.core.storage)


@endpoint(
    "POST",
    "/api/rooms/{roomId}/messages",
    status=201,
    refuses=[ErrorCode.CONFLICT, ErrorCode.FORBIDDEN],
)
async def send_message(ctx: Context, room_id: str, body: NewMessage) -> shapes.Message:
    """Send a message. It is stored for good when the answer comes."""
    row = await messages.send_message(
        ctx,
        room_id=room_id,
        content=body.content,
        client_id=body.temp_id,
        attachment_ids=body.attachments,
        reply_to_id=body.reply_to,
    )
    return shapes.message(row, ctx.core.storage)


@endpoint("PATCH", "/api/messages/{messageId}", refuses=[ErrorCode.FORBIDDEN])
async def edit_message(ctx: Context, message_id: str, body: Edit) -> shapes.Message:
    """Change the text of a message of the signed-in user."""
    return shapes.message(await messages.edit_message(ctx, message_id, body.content), ctx.core.storage)


@endpoint("DELETE", "/api/messages/{messageId}", refuses=[ErrorCode.FORBIDDEN, ErrorCode.RATE_LIMITED])
async def delete_message(ctx: Context, message_id: str) -> shapes.Message:
    """Delete a message. It keeps its place, without its content."""
    return shapes.message(await messages.delete_message(ctx, message_id), ctx.core.storage)


REACTING = [ErrorCode.BAD_INPUT, ErrorCode.FORBIDDEN, ErrorCode.TOO_LARGE, ErrorCode.RATE_LIMITED]


@endpoint("PUT", "/api/messages/{messageId}/reactions/{emoji}", refuses=REACTING)
async def add_reaction(ctx: Context, message_id: str, emoji: str) -> shapes.Message:
    """Put an emoji on a message; one that is there stays."""
    return shapes.message(await reactions.add_reaction(ctx, message_id, emoji), ctx.core.storage)


@endpoint("DELETE", "/api/messages/{messageId}/reactions/{emoji}", refuses=REACTING)
async def remove_reaction(ctx: Context, message_id: str, emoji: str) -> shapes.Message:
    """Take the signed-in user's emoji off a message."""
    return shapes.message(await reactions.remove_reaction(ctx, message_id, emoji), ctx.core.storage)


@endpoint("POST", "/api/messages/{messageId}/read", status=204)
async def mark_read(ctx: Context, message_id: str) -> None:
    """Say that the signed-in user has read a room up to this message."""
    await receipts.mark_message_read(ctx, message_id)


@endpoint("POST", "/api/messages/{messageId}/delivered", status=204)
async def mark_delivered(ctx: Context, message_id: str) -> None:
    """Say that a device of the signed-in user has received a room up to this message."""
    await receipts.mark_message_delivered(ctx, message_id)


@endpoint("GET", "/api/messages/{messageId}/receipts")
async def list_receipts(ctx: Context, message_id: str) -> Receipts:
    """Who has read and received a message, and when."""
    row = await messages.message(ctx, message_id)
    kinds = (ReceiptKind.READ, ReceiptKind.DELIVERED)
    read, delivered = await asyncio.gather(*(receipts.receipts_of(ctx, row, kind) for kind in kinds))
    return {"readBy": _receipts(read), "deliveredTo": _receipts(delivered)}


def _receipts(found: Sequence[tuple[ObjectId, datetime]]) -> list[Receipt]:
    return [{"userId": str(user_id), "at": written(at)} for user_id, at in found]
