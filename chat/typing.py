"""Typing: saying that one writes in a room."""

from chat.access import Act, access_room
from chat.context import Context


async def set_typing(ctx: Context, room_id: str, *, typing: bool) -> None:
    """Say that the asker types in a room, or no longer does. It ends by itself: see `Typists`."""
    access = await access_room(ctx, room_id, Act.SEND)
    if typing:
        apart = await ctx.core.reads.apart_lately(ctx.user_id) or ()
        await ctx.core.typists.start(access.room_id, ctx.user_id, hidden_from=tuple(apart))
    else:
        ctx.core.typists.stop(access.room_id, ctx.user_id)
