"""Threads: the replies to a message, who follows them, and what is unread there."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

import structlog
from beanie import PydanticObjectId
from bson import ObjectId
from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from chat.access import RoomAccess, access_message
from chat.context import Context
from chat.errors import BadInput, NotFound
from chat.events import FollowChanged, user_channel
from chat.pages import MessagePage
from models.base import parse_id, utc_now
from models.database import Row
from models.follow import Follow
from models.message import ROW_FIELDS, MessageRow

log = structlog.get_logger()

FOLLOWS_LISTED: Final = 1_000
"""Threads whose order is looked at for a list of them, those opened last first."""
UNREAD_COUNTED: Final = 1_000
UNREAD_LOOKED_AT: Final = 100
"""Of so many threads with replies past their mark, the newest, it is looked whether one is to be read."""


@dataclass(frozen=True, slots=True)
class FollowedThread:
    """A thread, as someone follows it."""

    root: MessageRow
    follow: Follow


@dataclass(frozen=True, slots=True)
class ThreadPage:
    threads: list[FollowedThread]
    has_next: bool
    has_previous: bool


async def thread_root(ctx: Context, access: RoomAccess, reply_to_id: str | None) -> MessageRow | None:
    """The message that opened the thread: a reply to a reply belongs to the same thread.

    A deleted message keeps the thread that it opened, and opens none. Raises NotFound.
    """
    if reply_to_id is None:
        return None
    messages = ctx.core.database["messages"]
    row = await messages.find_one({"_id": parse_id(reply_to_id), "room_id": access.room_id}, ROW_FIELDS)
    if row is not None and "reply_to" in row:
        row = await messages.find_one({"_id": row["reply_to"]}, ROW_FIELDS)
    if row is None or (row["deleted_at"] is not None and not row.get("thread")):
        raise NotFound("There is no such message to reply to.", field="replyToId")
    return cast(MessageRow, row)


async def told_to_root(ctx: Context, root: MessageRow | None, sent: MessageRow) -> MessageRow:
    """The message that was sent, once the root of its thread tells of it, if it is a reply.

    Who sent it and who opened the thread follow the thread from now on.
    """
    if root is not None:
        await _follow_by_replying(ctx, root, sent)
        await ctx.core.thread_roots.count_on(root["_id"])  # whoever is told of it then finds that they follow
    return sent


async def replies_after(ctx: Context, root: MessageRow, seq: int, limit: int) -> MessagePage:
    """Replies of a thread past a seq, in order. A root that turns out to be behind is brought up to date."""
    query = {"reply_to": root["_id"], "seq": {"$gt": seq}}
    found = ctx.core.database["messages"].find(query, ROW_FIELDS).sort("seq").limit(limit + 1)
    rows = cast(list[MessageRow], await found.to_list())
    thread = root.get("thread")
    if rows and rows[-1]["seq"] > (thread["seq"] if thread else 0):
        await ctx.core.thread_roots.count_on(root["_id"])
    return MessagePage(rows[:limit], has_next=len(rows) > limit, has_previous=seq > 0)


async def follow_thread(ctx: Context, message_id: str) -> FollowedThread:
    """Follow the thread of a message; what is there already counts as read."""
    root = await _root_of(ctx, message_id)
    return await _save(ctx, root, {"$set": {"following": True}}, first={"read_seq": _last_seq(root)})


async def unfollow_thread(ctx: Context, message_id: str) -> FollowedThread:
    """Follow the thread no longer, until the asker replies or asks again."""
    root = await _root_of(ctx, message_id)
    return await _save(ctx, root, {"$set": {"following": False}}, first={"read_seq": _last_seq(root)})


async def mark_thread_read(ctx: Context, message_id: str, seq: int) -> FollowedThread:
    """Move the asker's read mark in the thread forward to seq; never back."""
    if seq < 0:
        raise BadInput("A seq is 0 or more.", field="seq")
    root = await _root_of(ctx, message_id)
    mark = {"$max": {"read_seq": min(seq, _last_seq(root))}}
    return await _save(ctx, root, mark, first={"following": False})


async def my_threads(ctx: Context, *, first: int, after: tuple[datetime, ObjectId] | None) -> ThreadPage:
    """The threads that the asker follows in their rooms, the one with the newest reply first."""
    followed = await _followed(ctx)
    later = [thread for thread in followed if after is None or place_in_list(thread.root) < after]
    return ThreadPage(later[:first], has_next=len(later) > first, has_previous=len(later) < len(followed))


async def unread_threads(ctx: Context) -> int:
    """How many of the threads that the asker follows have replies of others that they have not read.

    A thread answered longer ago than UNREAD_LOOKED_AT others counts if there is any reply past its mark.
    """
    behind = [thread for thread in await _followed(ctx) if thread.follow.read_seq < _last_seq(thread.root)]
    counts = await unread_replies(ctx, behind[:UNREAD_LOOKED_AT])
    return len([count for count in counts if count]) + len(behind[UNREAD_LOOKED_AT:])


async def _followed(ctx: Context) -> list[FollowedThread]:
    """The threads that the asker follows in their rooms, the one with the newest reply first."""
    rooms = set(await ctx.core.reads.room_ids(ctx.user_id))
    rows = ctx.core.database["follows"].find({"user_id": ctx.user_id}).sort("root_id", -1)
    listed = [Follow.model_validate(row) for row in await rows.limit(FOLLOWS_LISTED).to_list()]
    follows = {follow.root_id: follow for follow in listed if follow.following and follow.room_id in rooms}
    found = ctx.core.database["messages"].find({"_id": {"$in": list(follows)}}, ROW_FIELDS)
    roots = sorted(cast(list[MessageRow], await found.to_list()), key=place_in_list, reverse=True)
    return [FollowedThread(root, follows[PydanticObjectId(root["_id"])]) for root in roots]


async def follows_of_viewer(ctx: Context, root_ids: Sequence[ObjectId]) -> dict[ObjectId, Follow]:
    """How the asker stands to these threads; one that they never followed or read is left out."""
    query = {"user_id": ctx.user_id, "root_id": {"$in": list(root_ids)}}
    rows = await ctx.core.database["follows"].find(query).to_list()
    return {row["root_id"]: Follow.model_validate(row) for row in rows}


async def unread_replies(ctx: Context, threads: Sequence[FollowedThread]) -> list[int]:
    """For each thread: the replies of others past the asker's mark, less deleted ones."""
    return list(await asyncio.gather(*(_unread(ctx, thread) for thread in threads)))


def place_in_list(root: MessageRow) -> tuple[datetime, ObjectId]:
    """Where a thread stands among those that somebody follows: by its last reply."""
    thread = root.get("thread")
    return (thread and thread["last_at"]) or root["created_at"], root["_id"]


async def _unread(ctx: Context, thread: FollowedThread) -> int:
    read = thread.follow.read_seq
    if read >= _last_seq(thread.root):
        return 0
    past = {"reply_to": thread.root["_id"], "seq": {"$gt": read}}
    rows = ctx.core.database["messages"].find(past, {"_id": 0, "sender_id": 1, "deleted_at": 1})
    counted = await rows.limit(UNREAD_COUNTED).to_list()
    return len([row for row in counted if row["sender_id"] != ctx.user_id and not row["deleted_at"]])


async def _follow_by_replying(ctx: Context, root: MessageRow, reply: MessageRow) -> None:
    """The reply is stored and must not fail for this: what is not written now is by the next one."""
    opener, replier = root["sender_id"], reply["sender_id"]
    mark = {"$set": {"following": True}, "$max": {"read_seq": reply["seq"]}}
    updates = {
        opener: _upsert(root, opener, {}, first={"following": True, "read_seq": root["seq"]}),
        replier: _upsert(root, replier, mark, first={}),
    }
    try:
        await ctx.core.database["follows"].bulk_write(list(updates.values()), ordered=False)
    except PyMongoError as error:
        log.warning("threads.not_followed", root_id=str(root["_id"]), reason=type(error).__name__)


async def _save(ctx: Context, root: MessageRow, change: Row, *, first: Row) -> FollowedThread:
    follows, user_id = ctx.core.database["follows"], ctx.user_id
    await ctx.core.limiter.hit("change", str(user_id))
    await follows.bulk_write([_upsert(root, user_id, change, first=first)])
    follow = Follow.model_validate(await follows.find_one({"user_id": user_id, "root_id": root["_id"]}))
    event = FollowChanged(root["room_id"], root["_id"], follow.following, follow.read_seq)
    ctx.core.bus.publish(event, [user_channel(user_id)])
    return FollowedThread(root, follow)


def _upsert(root: MessageRow, user_id: ObjectId, change: Row, *, first: Row) -> UpdateOne:
    """Change how the user stands to the thread; `first` is what else holds if it is the first time."""
    begin = {"room_id": root["room_id"], "followed_at": utc_now(), **first}
    key = {"user_id": user_id, "root_id": root["_id"]}
    return UpdateOne(key, {**change, "$setOnInsert": begin}, upsert=True)


async def _root_of(ctx: Context, message_id: str) -> MessageRow:
    """The message that opened the thread of this one. Raises MessageNotFound."""
    _, row = await access_message(ctx, message_id)
    if "reply_to" in row:
        _, row = await access_message(ctx, str(row["reply_to"]))
    return row


def _last_seq(root: MessageRow) -> int:
    thread = root.get("thread")
    return thread["seq"] if thread else root["seq"]
