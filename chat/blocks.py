"""Blocks: two users who have nothing to do with each other, whichever of them wanted it.

They cannot write to each other alone, and neither hears of the other's typing, presence and when they left.
In a group that both are in their messages are there for all.
"""

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from chat.context import Context
from chat.errors import BadInput
from chat.events import RIGHTS, BlocksChanged, user_channel
from chat.people import profiles_for_asker
from chat.rooms import existing_users
from models.block import Block
from models.user import Profile


async def block_user(ctx: Context, user_id: str) -> None:
    """Have nothing to do with a user from now on; one that is blocked stays so. Raises UserNotFound."""
    (blocked_id,) = await existing_users(ctx, [user_id])
    if blocked_id == ctx.user_id:
        raise BadInput("You cannot block yourself.", field="userId")
    await ctx.core.limiter.hit("change", str(ctx.user_id))
    try:
        block = Block(user_id=PydanticObjectId(ctx.user_id), blocked_id=PydanticObjectId(blocked_id))
        await block.insert()
    except DuplicateKeyError:
        return
    await _tell(ctx, blocked_id, blocked=True)


async def unblock_user(ctx: Context, user_id: str) -> None:
    """Take a block back; one that is not there is no error."""
    (blocked_id,) = await existing_users(ctx, [user_id])
    await ctx.core.database["blocks"].delete_one({"user_id": ctx.user_id, "blocked_id": blocked_id})
    await _tell(ctx, blocked_id, blocked=False)


async def blocked_users(ctx: Context) -> list[Profile]:
    """Those whom the asker blocked, by username."""
    rows = await ctx.core.database["blocks"].find({"user_id": ctx.user_id}, {"blocked_id": 1}).to_list()
    profiles = await profiles_for_asker(ctx, [row["blocked_id"] for row in rows])
    return sorted(profiles.values(), key=lambda profile: profile["username"])


async def _tell(ctx: Context, other_id: ObjectId, *, blocked: bool) -> None:
    """Let every instance forget what it believed, the asker's devices know, and both see the other anew."""
    event = BlocksChanged(ctx.user_id, other_id, blocked)
    ctx.core.bus.publish(event, [RIGHTS, user_channel(ctx.user_id)])
    await ctx.core.presence.tell_each_other(ctx.user_id, other_id)
