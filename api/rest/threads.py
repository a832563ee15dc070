"""Endpoints of threads: their replies, and which of them somebody follows."""

import asyncio
from collections.abc import Sequence

from pydantic import with_config
from typing_extensions import TypedDict

from api import shapes
from api.rest.endpoint import Input, Whole, endpoint
from api.rest.paging import After, FirstPage
from chat import messages, threads
from chat.context import Context
from chat.errors import ErrorCode
from chat.threads import FollowedThread, place_in_list
from schema.pagination import read_time_cursor, time_cursor


class Replies(FirstPage):
    """Which replies of a thread."""

    after: str | None = None
    """A reply: those after it. Left out, the first ones."""


class ThreadMark(Input):
    """How far a thread was read."""

    seq: Whole
    """The seq of the last reply that was read."""


@with_config(use_attribute_docstrings=True)
class Thread(TypedDict):
    """A thread, and how the signed-in user stands to it."""

    message: shapes.Message
    """The message that opened it."""
    isFollowed: bool
    readSeq: int
    """The user has read its replies up to this seq."""
    unreadCount: int
    """Replies of others that they have not read, less deleted ones."""


@with_config(use_attribute_docstrings=True)
class Threads(TypedDict):
    """Threads, the one with the newest reply first."""

    threads: list[Thread]
    next: str | None
    """Give it as `after` to go on; null at the end."""
    unreadThreads: int
    """How many of all that the user follows have replies that they have not read."""


@with_config(use_attribute_docstrings=True)
class RepliesPage(TypedDict):
    """Replies in order of seq."""

    messages: list[shapes.Message]
    hasMore: bool
    """Whether there are more after them."""


@endpoint("GET", "/api/messages/{messageId}/replies")
async def list_replies(ctx: Context, message_id: str, query: Replies) -> RepliesPage:
    """The replies in the thread that a message opened, in order: the first ones, or those after one."""
    root, limit = await messages.message(ctx, message_id), query.within(ctx.core.rules)
    seq = await messages.seq_of(ctx, root["room_id"], query.after) if query.after is not None else 0
    page = await threads.replies_after(ctx, root, seq, limit)
    return {
        "messages": [shapes.message(row, ctx.core.storage) for row in page.messages],
        "hasMore": page.has_next,
    }


@endpoint("PUT", "/api/messages/{messageId}/follow", refuses=[ErrorCode.RATE_LIMITED])
async def follow_thread(ctx: Context, message_id: str) -> Thread:
    """Follow the thread of a message; what is there counts as read."""
    (shown,) = await _shown(ctx, [await threads.follow_thread(ctx, message_id)])
    return shown


@endpoint("DELETE", "/api/messages/{messageId}/follow", refuses=[ErrorCode.RATE_LIMITED])
async def unfollow_thread(ctx: Context, message_id: str) -> Thread:
    """Follow the thread of a message no longer, until the signed-in user replies or asks again."""
    (shown,) = await _shown(ctx, [await threads.unfollow_thread(ctx, message_id)])
    return shown


@endpoint("POST", "/api/messages/{messageId}/replies/read")
async def mark_thread_read(ctx: Context, message_id: str, body: ThreadMark) -> Thread:
    """Say that the signed-in user has read a thread up to a reply. Only ever moves forward."""
    (shown,) = await _shown(ctx, [await threads.mark_thread_read(ctx, message_id, body.seq)])
    return shown


@endpoint("GET", "/api/threads")
async def list_threads(ctx: Context, query: After) -> Threads:
    """The threads that the signed-in user follows, the one with the newest reply first."""
    place = read_time_cursor(query.after)
    page = await threads.my_threads(ctx, first=query.within(ctx.core.rules), after=place)
    last = time_cursor(*place_in_list(page.threads[-1].root)) if page.has_next else None
    shown, unread = await asyncio.gather(_shown(ctx, page.threads), threads.unread_threads(ctx))
    return {"threads": shown, "next": last, "unreadThreads": unread}


async def _shown(ctx: Context, found: Sequence[FollowedThread]) -> list[Thread]:
    counts = await threads.unread_replies(ctx, found)
    return [
        {
            "message": shapes.message(thread.root, ctx.core.storage),
            "isFollowed": thread.follow.following,
            "readSeq": thread.follow.read_seq,
            "unreadCount": count,
        }
        for thread, count in zip(found, counts, strict=True)
    ]
