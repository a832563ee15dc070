"""Messages: sending, editing and deleting them, and reading a room's history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from bson import ObjectId

from chat import attaching, pages, removal, text
from chat.access import Act, RoomAccess, access_message, access_room
from chat.context import Context, Core
from chat.drafts import Draft
from chat.errors import BadInput, Forbidden, MessageNotFound
from chat.events import MessageDeleted, MessageEdited, MessageSent, room_channel
from chat.heads import RoomHead, read_room_heads
from chat.mentions import find_mentions
from chat.moderation import told_of_deletion
from chat.pages import MessagePage
from chat.pins import remove_pin
from chat.slow_mode import turn
from chat.terms import terms_of
from chat.threads import thread_root, told_to_root
from models.base import parse_id, utc_now
from models.message import ROW_FIELDS, MessageRow
from models.room import Room


async def send_message(
    ctx: Context,
    *,
    room_id: str,
    content: str,
    client_id: str | None,
    attachment_ids: Sequence[str] = (),
    reply_to_id: str | None = None,
    written_at: datetime | None = None,
) -> MessageRow:
    """Store a message and tell the room; it is there for good when this returns.

    Sent again under the same client_id it is the message of the first time. Raises ClientIdTaken when the
    body differs, and the refusals of `access_room`, `text.message_content`, `attaching` and the limits.
    """
    access = await access_room(ctx, room_id, Act.SEND)
    limit = ctx.core.rules.content_characters
    content = text.message_content(content, limit, may_be_empty=bool(attachment_ids))
    mentions = await find_mentions(ctx, access, content)
    root = await thread_root(ctx, access, reply_to_id)
    draft = Draft(
        room_id=access.room_id,
        sender_id=ctx.user_id,
        client_id=_client_id(client_id),
        content=content,
        mentions=mentions.users,
        mentions_all=mentions.everyone,
        reply_to=root["_id"] if root else None,
        created_at=_written_at(ctx, written_at),
    )
    await ctx.core.limiter.hit("send", str(ctx.user_id))
    if attachment_ids:
        if stored := await attaching.sent_before(ctx, draft, attachment_ids):
            return await told_to_root(ctx, root, stored)
        draft = await attaching.with_attachments(ctx, draft, attachment_ids)
    async with turn(ctx, access, draft.client_id), attaching.claimed(ctx, draft):
        sent = await _send(ctx, access, draft)
    return await told_to_root(ctx, root, sent)


async def edit_message(ctx: Context, message_id: str, content: str) -> MessageRow:
    """Change the asker's own message, within the configured window; those it mentions anew are told."""
    access, before = await access_message(ctx, message_id, Act.SEND)
    has_files = bool(before["attachments"])
    content = text.message_content(content, ctx.core.rules.content_characters, may_be_empty=has_files)
    await ctx.core.limiter.hit("change", str(ctx.user_id))
    mentions = await find_mentions(ctx, access, content)

    def mutation(row: MessageRow) -> Mapping[str, Any] | None:
        if row["sender_id"] != ctx.user_id:
            raise Forbidden("Only its sender may edit a message.")
        _refuse_deleted(row)
        _refuse_after(ctx.core.rules.edit_window, row, "edited")
        nonlocal before
        before = row
        if content == row["content"]:
            return None
        fields = {
            "content": content,
            "edited_at": utc_now(),
            "mentions": list(mentions.users),
            "mentions_all": mentions.everyone,
        }
        return {**fields, "terms": terms_of({**row, **fields})}

    def announce(row: MessageRow) -> None:
        mentioned = tuple(user_id for user_id in row["mentions"] if user_id not in before["mentions"])
        mentioned_all = mentions.everyone and not before.get("mentions_all", False)
        event = MessageEdited(access.room_id, row, mentioned, mentioned_all)
        ctx.core.bus.publish(event, [room_channel(access.room_id)])

    return await ctx.core.writers.of(access.room).change(ObjectId(message_id), mutation, announce)


async def delete_message(ctx: Context, message_id: str) -> MessageRow:
    """Leave a tombstone in the message's place. Owners and admins of a group may do so to every message."""
    access, found = await access_message(ctx, message_id)
    await ctx.core.limiter.hit("change", str(ctx.user_id))
    await attaching.part(ctx.core, found["attachments"])

    def mutation(row: MessageRow) -> Mapping[str, Any] | None:
        is_staff = access.may(Act.DELETE_MESSAGES_OF_OTHERS)
        if row["sender_id"] != ctx.user_id and not is_staff:
            raise Forbidden("Only its sender, an owner or an admin may delete a message.")
        if row["deleted_at"] is not None:
            return None
        if not is_staff:
            _refuse_after(ctx.core.rules.delete_window, row, "deleted")
        emptied: dict[str, Any] = {name: [] for name in ("attachments", "reactions", "mentions", "terms")}
        return {**emptied, "content": "", "mentions_all": False, "deleted_at": utc_now()}

    fresh = False

    def announce(row: MessageRow) -> None:
        nonlocal fresh
        fresh = True
        ctx.core.bus.publish(MessageDeleted(access.room_id, row), [room_channel(access.room_id)])

    writer, beside = ctx.core.writers.of(access.room), told_of_deletion(ctx, found)
    deleted = await writer.change(ObjectId(message_id), mutation, announce, beside)
    await removal.remove(ctx.core, [attachment["id"] for attachment in found["attachments"]])
    if fresh:
        await remove_pin(ctx, access, deleted)
    if "reply_to" in deleted:
        await ctx.core.thread_roots.count_anew(deleted["reply_to"])
    return deleted


async def message(ctx: Context, message_id: str) -> MessageRow:
    """A message of a room that the asker is in. Raises MessageNotFound."""
    _, row = await access_message(ctx, message_id)
    return row


async def messages_by_id(ctx: Context, message_ids: Sequence[ObjectId]) -> dict[ObjectId, MessageRow]:
    """Messages that something the asker may read points at."""
    query = {"_id": {"$in": list(message_ids)}}
    rows = await ctx.core.database["messages"].find(query, ROW_FIELDS).to_list()
    return {row["_id"]: cast(MessageRow, row) for row in rows}


async def ids_at(core: Core, room_id: ObjectId, seqs: Iterable[int]) -> dict[int, ObjectId]:
    """The ids of the messages at these places of a room."""
    query = {"room_id": room_id, "seq": {"$in": list(seqs)}}
    rows = await core.database["messages"].find(query, {"seq": 1}).to_list()
    return {row["seq"]: row["_id"] for row in rows}


async def heads(ctx: Context, rooms: Sequence[Room]) -> dict[ObjectId, RoomHead]:
    """The heads of rooms that the asker was given."""
    return await read_room_heads(ctx.core.database["messages"], rooms)


async def history(
    ctx: Context, room_id: str, *, limit: int, before: str | None = None, around: str | None = None
) -> MessagePage:
    """The newest messages of a room, or those around one, or else before one. Raises NotFound or BadInput."""
    access, most = await access_room(ctx, room_id), ctx.core.rules.page_size
    if not 1 <= limit <= most:
        raise BadInput(f"A page has 1 to {most} entries.", field="limit")
    if before is not None and around is None:
        end = await seq_of(ctx, access.room_id, before)
        return await pages.page_before(ctx, access.room_id, end, limit, end)
    last_seq = (await heads(ctx, [access.room]))[access.room_id].head.seq
    if around is not None:
        middle = await seq_of(ctx, access.room_id, around)
        return await pages.page_around(ctx, access.room_id, middle, limit, last_seq)
    return await pages.page_before(ctx, access.room_id, last_seq + 1, limit, last_seq)


async def seq_of(ctx: Context, room_id: ObjectId, message_id: str) -> int:
    """The place of a message in this room. Raises MessageNotFound."""
    query = {"_id": parse_id(message_id), "room_id": room_id}
    row = await ctx.core.database["messages"].find_one(query, {"seq": 1})
    if row is None:
        raise MessageNotFound
    return int(row["seq"])


async def _send(ctx: Context, access: RoomAccess, draft: Draft) -> MessageRow:
    sender = ctx.signed_in.profile

    def announce(row: MessageRow) -> None:
        ctx.core.typists.stop(access.room_id, draft.sender_id)
        ctx.core.bus.publish(MessageSent(access.room_id, row, sender), [room_channel(access.room_id)])
        ctx.core.push.message_sent(access.room, row, sender)

    return await ctx.core.writers.of(access.room).send(draft, announce)


def _client_id(client_id: str | None) -> str | None:
    return None if client_id is None else text.line(client_id, "clientId", text.CLIENT_ID_CHARACTERS)


def _written_at(ctx: Context, written_at: datetime | None) -> datetime:
    if written_at is None:
        return utc_now()
    if not ctx.core.rules.backdating:
        raise Forbidden("This server does not take messages of an earlier time.")
    if written_at.tzinfo is None or written_at > utc_now():
        raise BadInput("This must be an earlier time, with its offset.", field="createdAt")
    return written_at


def _refuse_deleted(row: MessageRow) -> None:
    if row["deleted_at"] is not None:
        raise MessageNotFound


def _refuse_after(window: timedelta | None, row: MessageRow, what: str) -> None:
    if window is not None and utc_now() - row["created_at"] >= window:
        raise Forbidden(f"This message can no longer be {what}.")
