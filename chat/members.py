"""Members: joining, adding, removing, leaving, roles and muting.

What must not leave a group without an owner goes through a transaction that moves the room's
`members_version` first: two such changes of one room at the same time cannot both see the other owner.
Who comes does not wait for it: whoever changed the members looks afterwards whether there is an owner.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias, cast

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession

from chat.access import RANK, Act, RoomAccess, access_room
from chat.audit import Done, Step, record
from chat.context import Context
from chat.errors import LastOwner, NotAllowed, NotFound, RoomNotFound, TooLarge
from chat.events import RIGHTS, MemberChanged, MemberLeft, room_channel, user_channel
from chat.heads import read_room_heads
from chat.rooms import announce_joined, existing_users
from models.audit import AuditAct
from models.base import parse_id
from models.database import Row
from models.member import Member, Role
from models.room import Room, RoomKind

ADDED_SHOWN: Final = 100
"""So many of the users added at once are named in the audit list."""

Tell: TypeAlias = Callable[[AsyncClientSession, list[Member]], Awaitable[Sequence[Done]]]
"""What else is written when members are made, and what is told of it."""


async def join_room(ctx: Context, room_id: str) -> Room:
    """Become a member of a public group; a member stays one. Raises RoomNotFound for a private room."""
    wanted = parse_id(room_id)
    user_id = ctx.user_id
    room = await ctx.core.reads.room(wanted) if wanted else None
    if room is None or room.id is None:
        raise RoomNotFound
    if await ctx.core.reads.member((room.id, user_id)) is not None:
        return room
    if room.is_private or room.kind is not RoomKind.GROUP:
        raise RoomNotFound
    await ctx.core.limiter.hit("change", str(user_id))
    await _insert_members(ctx, room, [user_id], _tell_nothing)
    return room


async def add_members(ctx: Context, room_id: str, user_ids: Sequence[str]) -> Room:
    """Put users into a group; who is in it already stays as they are."""
    access = await access_room(ctx, room_id, Act.ADD_MEMBERS)
    newcomers = await existing_users(ctx, user_ids)
    await ctx.core.limiter.hit("change", str(ctx.user_id))

    async def tell(_: AsyncClientSession, joined: list[Member]) -> Sequence[Done]:
        named = " ".join(str(member.user_id) for member in joined[:ADDED_SHOWN])
        return [Done(AuditAct.MEMBERS_ADDED, detail=named)]

    await _insert_members(ctx, access.room, newcomers, tell)
    return access.room


async def join_by_invite(ctx: Context, room: Room, use: Step) -> None:
    """Become a member of a group by an invite, which is used in the same transaction. A member stays one."""
    await _insert_members(ctx, room, [ctx.user_id], lambda session, _: use(session))


async def remove_member(ctx: Context, room_id: str, user_id: str) -> Room:
    """Take someone of a lower role out of a group, or oneself. Raises NotAllowed, NotFound or LastOwner."""
    wanted = parse_id(user_id)
    if wanted == ctx.user_id:
        await leave_room(ctx, room_id)
        return cast(Room, await ctx.core.reads.room(cast(ObjectId, parse_id(room_id))))
    access = await access_room(ctx, room_id, Act.REMOVE_MEMBERS)
    target = await _member_of(ctx, access.room_id, wanted)
    if RANK[target.role] >= RANK[access.member.role] and access.member.role is not Role.OWNER:
        raise NotAllowed
    await _take_out(ctx, access.room, target, Done(AuditAct.MEMBER_REMOVED, user_id=target.user_id))
    return access.room


async def leave_room(ctx: Context, room_id: str) -> None:
    """Go out of a group. Raises LastOwner for its last owner while others are in it."""
    access = await access_room(ctx, room_id, Act.LEAVE)
    await _take_out(ctx, access.room, access.member)


async def set_member_role(ctx: Context, room_id: str, user_id: str, role: Role) -> Member:
    """Give a member of a group another role. Raises LastOwner if it would be left without an owner."""
    access = await access_room(ctx, room_id, Act.SET_ROLES)
    target = await _member_of(ctx, access.room_id, parse_id(user_id))
    if target.role is role:
        return target

    async def change(session: AsyncClientSession) -> Sequence[Done]:
        if role is not Role.OWNER:
            await _keep_an_owner(ctx, access.room_id, target.user_id, session)
        changed = await ctx.core.database["members"].update_one(
            {"_id": target.id, "role": {"$ne": role.value}}, {"$set": {"role": role.value}}, session=session
        )
        done = Done(AuditAct.ROLE_CHANGED, user_id=target.user_id, detail=role.value)
        return [done] if changed.matched_count else []

    await _in_order(ctx, access.room_id, change)
    member = await _member_of(ctx, access.room_id, target.user_id)
    _announce_changed(ctx, member)
    return member


async def mute_room(ctx: Context, room_id: str, *, muted: bool) -> RoomAccess:
    """Silence a room's notifications for the asker, or let them sound again."""
    access = await access_room(ctx, room_id)
    await ctx.core.database["members"].update_one({"_id": access.member.id}, {"$set": {"muted": muted}})
    member = access.member.model_copy(update={"muted": muted})
    ctx.core.bus.publish(MemberChanged(access.room_id, member.for_themselves()), [user_channel(ctx.user_id)])
    return RoomAccess(access.room, member)


async def members_page(
    ctx: Context, room_id: ObjectId, *, first: int, after: ObjectId | None
) -> tuple[list[Member], bool]:
    """Members of a room by user id, and whether there are more."""
    query: Row = {"room_id": room_id, **({"user_id": {"$gt": after}} if after else {})}
    rows = ctx.core.database["members"].find(query).sort("user_id").limit(first + 1)
    members = [Member.model_validate(row) async for row in rows]
    return members[:first], len(members) > first


async def _insert_members(ctx: Context, room: Room, user_ids: Sequence[ObjectId], tell: Tell) -> None:
    """Make members of those who are not, and tell of them."""
    room_id = PydanticObjectId(cast(ObjectId, room.id))
    present = await Member.find({"room_id": room_id}).count()
    if present + len(user_ids) > ctx.core.rules.members_in_a_group:
        raise TooLarge(f"A group has at most {ctx.core.rules.members_in_a_group:,} members.", field="userIds")
    head = (await read_room_heads(ctx.core.database["messages"], [room]))[room_id].head
    marks = {"joined_seq": head.seq, "read_seq": head.seq, "delivered_seq": head.seq}
    joined: list[Member] = []

    async def put_in(session: AsyncClientSession) -> Sequence[Done]:
        nonlocal joined
        asked = {"room_id": room_id, "user_id": {"$in": list(user_ids)}}
        there = {member.user_id for member in await Member.find(asked, session=session).to_list()}
        newcomers = [PydanticObjectId(user_id) for user_id in user_ids if user_id not in there]
        joined = [Member(room_id=room_id, user_id=user_id, **marks) for user_id in newcomers]
        if not joined:
            return []
        await Member.insert_many(joined, session=session)
        return await tell(session, joined)

    await record(ctx, room_id, put_in)
    announce_joined(ctx, joined)
    await give_an_owner(ctx, room_id)


async def _tell_nothing(_: AsyncClientSession, __: list[Member]) -> Sequence[Done]:
    return []


async def _take_out(ctx: Context, room: Room, member: Member, *told: Done) -> None:
    room_id = cast(ObjectId, room.id)

    async def take(session: AsyncClientSession) -> Sequence[Done]:
        await _keep_an_owner(ctx, room_id, member.user_id, session)
        taken = await ctx.core.database["members"].delete_one({"_id": member.id}, session=session)
        return told if taken.deleted_count else ()

    await _in_order(ctx, room_id, take)
    channels = [room_channel(room_id), user_channel(member.user_id), RIGHTS]
    ctx.core.bus.publish(MemberLeft(room_id, member.user_id), channels)
    await give_an_owner(ctx, room_id)


async def _keep_an_owner(
    ctx: Context, room_id: ObjectId, user_id: ObjectId, session: AsyncClientSession
) -> None:
    """Raises LastOwner when the user is the only owner of a group that has other members."""
    members = ctx.core.database["members"]
    leaving = await members.find_one({"room_id": room_id, "user_id": user_id}, session=session)
    if leaving is None or leaving["role"] != Role.OWNER:
        return
    others = {"room_id": room_id, "user_id": {"$ne": user_id}}
    if await members.find_one({**others, "role": Role.OWNER.value}, session=session):
        return
    if await members.find_one(others, session=session):
        raise LastOwner


async def give_an_owner(ctx: Context, room_id: ObjectId) -> None:
    """Make the longest member of a group its owner when it has none: the last one left as others came."""
    members = ctx.core.database["members"]
    if await members.find_one({"room_id": room_id, "role": Role.OWNER.value}, {"_id": 1}):
        return
    longest = await members.find_one({"room_id": room_id}, {"_id": 1}, sort=[("joined_at", 1), ("_id", 1)])
    owner = longest and await members.find_one_and_update(
        longest, {"$set": {"role": Role.OWNER.value}}, return_document=ReturnDocument.AFTER
    )
    if owner:
        _announce_changed(ctx, Member.model_validate(owner))


async def _in_order(ctx: Context, room_id: ObjectId, step: Step) -> None:
    """Run the step in a transaction of its own among the changes of the room's membership."""

    async def run(session: AsyncClientSession) -> Sequence[Done]:
        await ctx.core.database["rooms"].update_one(
            {"_id": room_id}, {"$inc": {"members_version": 1}}, session=session
        )
        return await step(session)

    await record(ctx, room_id, run)


async def _member_of(ctx: Context, room_id: ObjectId, user_id: ObjectId | None) -> Member:
    member = await ctx.core.reads.member((room_id, user_id)) if user_id else None
    if member is None:
        raise NotFound("This user is not in the room.", field="userId")
    return member


def _announce_changed(ctx: Context, member: Member) -> None:
    channels = [room_channel(member.room_id), user_channel(member.user_id)]
    ctx.core.bus.publish(MemberChanged(member.room_id, member), channels)
