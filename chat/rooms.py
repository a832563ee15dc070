"""Rooms: opening, making, changing, finding and listing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from chat import avatars, text
from chat.access import Act, access_room, refuse_blocked
from chat.audit import Done, record
from chat.context import Context
from chat.errors import BadInput, RoomNotFound, TooLarge, UserNotFound
from chat.events import RIGHTS, MemberJoined, RoomChanged, room_channel, user_channel
from models.audit import AuditAct, Change
from models.base import parse_id
from models.member import Member, Role
from models.room import Room, RoomKind

NOTED: Final = {"name": "name", "topic": "topic", "is_private": "isPrivate"}
"""What of a room the audit list tells the changes of, and what faces call it."""
LONGEST_PAUSE: Final = 6 * 3600  # seconds of slow mode
LAST_CHARACTER: Final = "\U0010ffff"
"""Behind every other character: the end of the range of names with a prefix."""


@dataclass(frozen=True, slots=True)
class RoomPage:
    rooms: list[Room]
    has_next: bool
    has_previous: bool


async def create_room(
    ctx: Context, *, name: str, topic: str | None, is_private: bool, member_ids: Sequence[str]
) -> Room:
    """Make a group with the asker as its owner. Raises UserNotFound if a member does not exist."""
    rules = ctx.core.rules
    owner_id = ctx.user_id
    name = text.line(name, "name", rules.room_name_characters)
    topic = text.optional_line(topic, "topic", rules.topic_characters)
    others = [user_id for user_id in await existing_users(ctx, member_ids) if user_id != owner_id]
    if len(others) >= rules.members_in_a_group:
        raise TooLarge(f"A group has at most {rules.members_in_a_group:,} members.", field="memberIds")
    await ctx.core.limiter.hit("change", str(owner_id))
    room = Room(
        kind=RoomKind.GROUP,
        name=name,
        name_key=text.name_key(name),
        topic=topic,
        is_private=is_private,
        created_by=PydanticObjectId(owner_id),
    )
    await room.insert()
    members = [
        _member(room, owner_id, Role.OWNER),
        *(_member(room, user_id, Role.MEMBER) for user_id in others),
    ]
    await Member.insert_many(members)
    announce_joined(ctx, members)
    return room


async def open_direct_room(ctx: Context, user_id: str) -> Room:
    """The one room of the asker and this user, made if there is none yet. Raises UserNotFound."""
    asker_id = ctx.user_id
    (other_id,) = await existing_users(ctx, [user_id])
    if other_id == asker_id:
        raise BadInput("A direct room needs someone else.", field="userId")
    pair = sorted([asker_id, other_id])
    key = ":".join(map(str, pair))
    room = await Room.find_one({"direct_key": key})
    if room is None:
        await refuse_blocked(ctx, other_id)
        room = await _make_direct_room(key)
    await _put_in(ctx, room, pair)
    return room


async def _make_direct_room(key: str) -> Room:
    """Whoever inserts first makes it; the unique key gives everyone else the same room."""
    try:
        room = Room(kind=RoomKind.DIRECT, direct_key=key)
        await room.insert()
    except DuplicateKeyError:
        found = await Room.find_one({"direct_key": key})
        assert found is not None
        return found
    return room


async def _put_in(ctx: Context, room: Room, user_ids: Sequence[ObjectId]) -> None:
    """Make members of those who are not, as after a crash between the room and its members."""
    present = await Member.find({"room_id": room.id}).to_list()
    missing = set(user_ids) - {member.user_id for member in present}
    for user_id in missing:
        member = _member(room, user_id, Role.MEMBER)
        try:
            await member.insert()
        except DuplicateKeyError:
            continue
        announce_joined(ctx, [member])


async def update_room(
    ctx: Context,
    room_id: str,
    *,
    name: str | None,
    topic: str | None,
    is_private: bool | None,
    avatar_upload_id: str | None = None,
    slow_mode: int | None = None,
) -> Room:
    """Change a group; None leaves a part as it is, a blank topic or picture removes it."""
    rules = ctx.core.rules
    access = await access_room(ctx, room_id, Act.UPDATE_ROOM)
    fields: dict[str, Any] = {}
    if name is not None:
        fields["name"] = text.line(name, "name", rules.room_name_characters)
        fields["name_key"] = text.name_key(fields["name"])
    if topic is not None:
        fields["topic"] = text.optional_line(topic, "topic", rules.topic_characters)
    if is_private is not None:
        fields["is_private"] = is_private
    if slow_mode is not None:
        if not 0 <= slow_mode <= LONGEST_PAUSE:
            raise BadInput(f"Slow mode has 0 to {LONGEST_PAUSE:,} seconds.", field="slowModeSeconds")
        fields["slow_mode"] = slow_mode
    if not fields and avatar_upload_id is None:
        return access.room
    await ctx.core.limiter.hit("change", str(ctx.user_id))
    if avatar_upload_id is not None:
        await avatars.set_avatar(ctx, avatars.Holder("rooms", access.room_id), avatar_upload_id)
    if fields:
        await _update(ctx, access.room_id, fields)
    room = await ctx.core.reads.room(access.room_id)
    if room is None:
        raise RoomNotFound
    ctx.core.bus.publish(RoomChanged(access.room_id, room), [room_channel(access.room_id), RIGHTS])
    return room


async def _update(ctx: Context, room_id: ObjectId, fields: dict[str, Any]) -> None:
    async def update(session: AsyncClientSession) -> Sequence[Done]:
        rooms = ctx.core.database["rooms"]
        before = await rooms.find_one_and_update({"_id": room_id}, {"$set": fields}, session=session)
        return _told(before or {}, fields)

    await record(ctx, room_id, update)


def _told(before: Mapping[str, Any], fields: Mapping[str, Any]) -> list[Done]:
    """What the audit list tells of an update: what was set, and what became another by it."""
    told = [name for name in NOTED if name in fields]
    changes = [
        Change(field=NOTED[name], before=_written(before.get(name)), after=_written(fields[name]))
        for name in told
        if before.get(name) != fields[name]
    ]
    detail = ", ".join(f"{name}: {fields[name]}" for name in told)
    done = [Done(AuditAct.ROOM_UPDATED, detail=detail, changes=changes)] if told else []
    if "slow_mode" in fields:
        done.append(Done(AuditAct.SLOW_MODE_SET, detail=str(fields["slow_mode"])))
    return done


def _written(value: str | bool | None) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value


async def my_rooms(ctx: Context, *, first: int, after: tuple[datetime, ObjectId] | None) -> RoomPage:
    """The asker's rooms, the most recently active first, after a place in that order."""
    rooms = await Room.find({"_id": {"$in": await ctx.core.reads.room_ids(ctx.user_id)}}).to_list()
    rooms.sort(key=place_in_list, reverse=True)
    later = [room for room in rooms if after is None or place_in_list(room) < after]
    return RoomPage(later[:first], has_next=len(later) > first, has_previous=len(later) < len(rooms))


async def all_my_rooms(ctx: Context) -> list[tuple[Room, Member]]:
    """Every room of the asker, with their membership."""
    members = await Member.find({"user_id": ctx.user_id}).to_list()
    rooms = await Room.find({"_id": {"$in": [member.room_id for member in members]}}).to_list()
    by_room = {member.room_id: member for member in members}
    return [(room, by_room[room.id]) for room in rooms if room.id is not None]


def place_in_list(room: Room) -> tuple[datetime, ObjectId]:
    """Where a room stands among a user's rooms."""
    return (room.last_message_at, cast(ObjectId, room.id))


async def discover_rooms(
    ctx: Context, *, search: str | None, first: int, after: tuple[str, ObjectId] | None
) -> RoomPage:
    """Public groups by name, those whose name begins with the words of the search."""
    await ctx.core.limiter.hit("search", str(ctx.user_id))
    prefix = text.name_key(text.storable(search or "", "search").strip())
    names = {"$lt": prefix + LAST_CHARACTER}
    found: list[Room] = []
    if after is not None:  # names are not unique: first the rest of the cursor's own name
        name_key, room_id = after
        same_name = {"is_private": False, "name_key": name_key, "_id": {"$gt": room_id}}
        found = await Room.find(same_name).sort("_id").limit(first + 1).to_list()
        names["$gt"] = name_key
    else:
        names["$gte"] = prefix
    further = Room.find({"is_private": False, "name_key": names}).sort("name_key", "_id")
    found += await further.limit(first + 1).to_list()
    return RoomPage(found[:first], has_next=len(found) > first, has_previous=after is not None)


async def existing_users(ctx: Context, user_ids: Sequence[str]) -> list[ObjectId]:
    """The users of these ids, without repeats. Raises UserNotFound if one does not exist."""
    wanted = list(dict.fromkeys(parse_id(user_id) for user_id in user_ids))
    found = await ctx.core.reads.profiles([user_id for user_id in wanted if user_id])
    if len(found) < len(wanted):
        raise UserNotFound
    return [user_id for user_id in wanted if user_id]


def announce_joined(ctx: Context, members: Sequence[Member]) -> None:
    """Tell each newcomer, and the room."""
    for member in members:
        channels = [room_channel(member.room_id), user_channel(member.user_id)]
        ctx.core.bus.publish(MemberJoined(member.room_id, member), channels)


def _member(room: Room, user_id: ObjectId, role: Role) -> Member:
    if room.id is None:
        raise RoomNotFound
    return Member(room_id=room.id, user_id=PydanticObjectId(user_id), role=role)
