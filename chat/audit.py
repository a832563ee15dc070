"""The audit list of a room: what was done there with more rights than everyone has.

An entry is written after the act, under the next number of the room; the unique index refuses a number that
another instance was faster with. A page is a range of numbers.
"""

from dataclasses import dataclass
from typing import Final

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from chat.access import Act, RoomAccess, access_room
from chat.context import Context
from models.audit import AuditAct, AuditEntry
from models.database import Database

FIRST: Final = 1


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, the newest first."""

    entries: list[AuditEntry]
    has_next: bool


async def record(
    ctx: Context,
    access: RoomAccess,
    act: AuditAct,
    *,
    user_id: ObjectId | None = None,
    message_id: ObjectId | None = None,
    detail: str | None = None,
) -> None:
    """Write down what the asker has just done there."""
    while True:
        last = await _last_number(ctx.core.database, access.room_id)
        entry = AuditEntry(
            room_id=PydanticObjectId(access.room_id),
            number=last + 1,
            act=act,
            actor_id=PydanticObjectId(ctx.user_id),
            user_id=PydanticObjectId(user_id) if user_id else None,
            message_id=PydanticObjectId(message_id) if message_id else None,
            detail=detail,
        )
        try:
            await entry.insert()
        except DuplicateKeyError:
            continue
        hint = {"$max": {"last_audit": entry.number}}
        await ctx.core.database["rooms"].update_one({"_id": access.room_id}, hint)
        return


async def audit_page(ctx: Context, room_id: str | ObjectId, *, first: int, before: int | None) -> AuditPage:
    """The newest entries, or those before a number. For owners and admins of a group: raises NotAllowed."""
    access = await access_room(ctx, room_id, Act.MODERATE)
    end = before or await _last_number(ctx.core.database, access.room_id) + 1
    begin = max(FIRST, end - first)
    numbers = {"$gte": begin, "$lte": end - 1}
    found = await AuditEntry.find({"room_id": access.room_id, "number": numbers}).to_list()
    return AuditPage(sorted(found, key=lambda entry: entry.number, reverse=True), has_next=begin > FIRST)


async def _last_number(database: Database, room_id: ObjectId) -> int:
    """The number of the newest entry. The room has a hint at it, from which on it is read."""
    room = await database["rooms"].find_one({"_id": room_id}, {"last_audit": 1}) or {}
    hint = int(room.get("last_audit", 0))
    later = database["audit"].find({"room_id": room_id, "number": {"$gt": hint}}, {"number": 1})
    return max([hint, *(int(row["number"]) for row in await later.to_list())])
