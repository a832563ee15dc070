"""The owners and admins of a group: where they are told what concerns them alone."""

from bson import ObjectId

from chat.access import STAFF
from chat.context import Context
from chat.events import Channel, user_channel


async def staff_channels(ctx: Context, room_id: ObjectId) -> list[Channel]:
    """The channels of those who are it now, one for each."""
    roles = {"$in": [role.value for role in STAFF]}
    rows = ctx.core.database["members"].find({"room_id": room_id, "role": roles}, {"user_id": 1})
    return [user_channel(row["user_id"]) async for row in rows]
