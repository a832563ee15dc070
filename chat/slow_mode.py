"""Slow mode: so many seconds between two messages of one member of a group. Owners and admins are exempt."""

from datetime import timedelta

from chat.access import STAFF, RoomAccess
from chat.context import Context
from chat.errors import RateLimited
from models.base import utc_now


async def wait_for_turn(ctx: Context, access: RoomAccess, client_id: str | None) -> None:
    """Take the member's turn to send. Raises RateLimited, with the seconds until the next one.

    A message that is stored already is let through: sending it again gives what is stored.
    """
    pause = timedelta(seconds=access.room.slow_mode)
    if not pause or access.member.role in STAFF:
        return
    now, members = utc_now(), ctx.core.database["members"]
    free = {"$or": [{"last_sent_at": None}, {"last_sent_at": {"$lte": now - pause}}]}
    taken = await members.update_one({"_id": access.member.id, **free}, {"$set": {"last_sent_at": now}})
    if taken.matched_count or await _is_stored(ctx, client_id):
        return
    member = await members.find_one({"_id": access.member.id}, {"last_sent_at": 1}) or {}
    wait = member.get("last_sent_at", now) + pause - now
    raise RateLimited("This room is in slow mode.", retry_after=max(0.1, round(wait.total_seconds(), 1)))


async def _is_stored(ctx: Context, client_id: str | None) -> bool:
    if client_id is None:
        return False
    sent = {"sender_id": ctx.user_id, "client_id": client_id}
    return await ctx.core.database["messages"].find_one(sent, {"_id": 1}) is not None
