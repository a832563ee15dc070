"""Slow mode: so many seconds between two messages of one member of a group. Owners and admins are exempt."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from chat.access import STAFF, RoomAccess
from chat.context import Context
from chat.errors import ClientIdTaken, RateLimited, UploadTaken
from models.base import utc_now


@asynccontextmanager
async def turn(ctx: Context, access: RoomAccess, client_id: str | None) -> AsyncIterator[None]:
    """The member's turn to send. Raises RateLimited, with the seconds until the next one.

    A message that is stored already is let through: sending it again gives what is stored. The turn is
    given back if its name or its files turn out to be another message's. If the outcome of the send is
    unknown it is kept: the message may be there.
    """
    pause = timedelta(seconds=access.room.slow_mode)
    if not pause or access.member.role in STAFF:
        yield
        return
    taken = await _take(ctx, access, pause, client_id)
    try:
        yield
    except (ClientIdTaken, UploadTaken):
        if taken is not None:
            await ctx.core.database["members"].update_one(
                {"_id": access.member.id, "last_sent_at": taken}, {"$set": {"last_sent_at": None}}
            )
        raise


async def _take(ctx: Context, access: RoomAccess, pause: timedelta, client_id: str | None) -> datetime | None:
    """When the turn was taken; None where none is needed."""
    now, members = utc_now(), ctx.core.database["members"]
    free = {"$or": [{"last_sent_at": None}, {"last_sent_at": {"$lte": now - pause}}]}
    taken = await members.update_one({"_id": access.member.id, **free}, {"$set": {"last_sent_at": now}})
    if taken.matched_count:
        return now
    if await _is_stored(ctx, client_id):
        return None
    member = await members.find_one({"_id": access.member.id}, {"last_sent_at": 1}) or {}
    wait = member.get("last_sent_at", now) + pause - now
    raise RateLimited("This room is in slow mode.", retry_after=max(0.1, round(wait.total_seconds(), 1)))


async def _is_stored(ctx: Context, client_id: str | None) -> bool:
    if client_id is None:
        return False
    sent = {"sender_id": ctx.user_id, "client_id": client_id}
    return await ctx.core.database["messages"].find_one(sent, {"_id": 1}) is not None
