"""Who may do what in a room: one table, and loading as the check.

Whoever cannot load a room cannot misuse it: an absent room and one that is not theirs are told alike.
"""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, cast

from bson import ObjectId
from structlog.contextvars import bind_contextvars

from chat.context import Context
from chat.errors import Blocked, MessageNotFound, NotAllowed, RoomNotFound
from models.base import parse_id
from models.member import Member, Role
from models.message import ROW_FIELDS, MessageRow
from models.room import Room, RoomKind


class Act(Enum):
    READ = auto()
    SEND = auto()
    LEAVE = auto()
    UPDATE_ROOM = auto()
    ADD_MEMBERS = auto()
    REMOVE_MEMBERS = auto()
    SET_ROLES = auto()
    DELETE_MESSAGES_OF_OTHERS = auto()
    MENTION_ALL = auto()
    PIN = auto()
    INVITE = auto()
    REPORT = auto()
    MODERATE = auto()
    """Read the audit list and the reports, and deal with them."""


EVERYONE: Final = frozenset(Role)
STAFF: Final = frozenset({Role.OWNER, Role.ADMIN})
OWNERS: Final = frozenset({Role.OWNER})
NOBODY: Final[frozenset[Role]] = frozenset()

ALLOWED: Final[dict[Act, dict[RoomKind, frozenset[Role]]]] = {
    Act.READ: {RoomKind.DIRECT: EVERYONE, RoomKind.GROUP: EVERYONE},
    Act.SEND: {RoomKind.DIRECT: EVERYONE, RoomKind.GROUP: EVERYONE},
    Act.LEAVE: {RoomKind.DIRECT: NOBODY, RoomKind.GROUP: EVERYONE},
    Act.UPDATE_ROOM: {RoomKind.DIRECT: NOBODY, RoomKind.GROUP: STAFF},
    Act.ADD_MEMBERS: {RoomKind.DIRECT: NOBODY, RoomKind.GROUP: STAFF},
    Act.REMOVE_MEMBERS: {RoomKind.DIRECT: NOBODY, RoomKind.GROUP: STAFF},
    Act.SET_ROLES: {RoomKind.DIRECT: NOBODY, RoomKind.GROUP: OWNERS},
    Act.DELETE_MESSAGES_OF_OTHERS: {RoomKind.DIRECT: NOBODY, RoomKind.GROUP: STAFF},
    Act.PIN: {RoomKind.DIRECT: EVERYONE, RoomKind.GROUP: STAFF},
    Act.INVITE: {RoomKind.DIRECT: NOBODY, RoomKind.GROUP: STAFF},
    Act.REPORT: {RoomKind.DIRECT: NOBODY, RoomKind.GROUP: EVERYONE},
    Act.MODERATE: {RoomKind.DIRECT: NOBODY, RoomKind.GROUP: STAFF},
    Act.MENTION_ALL: {RoomKind.DIRECT: NOBODY, RoomKind.GROUP: STAFF},
}

RANK: Final = {Role.MEMBER: 0, Role.ADMIN: 1, Role.OWNER: 2}


@dataclass(frozen=True, slots=True)
class RoomAccess:
    """A room, and its member who asks."""

    room: Room
    member: Member

    @property
    def room_id(self) -> ObjectId:
        return cast(ObjectId, self.room.id)

    def may(self, act: Act) -> bool:
        return self.member.role in ALLOWED[act][self.room.kind]


async def access_room(ctx: Context, room_id: str | ObjectId, need: Act = Act.READ) -> RoomAccess:
    """The room, for a member who may do this there. Raises RoomNotFound or NotAllowed.

    Sending needs only to know that they are a member, which is believed for a moment and then read again.
    """
    wanted = room_id if isinstance(room_id, ObjectId) else parse_id(room_id)
    user_id, reads = ctx.user_id, ctx.core.reads
    if wanted is None:
        raise RoomNotFound
    bind_contextvars(room_id=str(wanted))
    if need is Act.SEND:
        room, member = await reads.room_lately(wanted), await reads.member_lately((wanted, user_id))
    else:
        room, member = await asyncio.gather(reads.room(wanted), reads.member((wanted, user_id)))
    if room is None or member is None:
        raise RoomNotFound
    access = RoomAccess(room, member)
    await _refuse_unless(ctx, access, need)
    return access


async def _refuse_unless(ctx: Context, access: RoomAccess, need: Act) -> None:
    """Raises NotAllowed, or Blocked when the other one of a direct room is not to be written to."""
    if not access.may(need):
        raise NotAllowed
    if need is Act.SEND and access.room.kind is RoomKind.DIRECT:
        await refuse_blocked(ctx, access.room.other_of(ctx.user_id))


async def refuse_blocked(ctx: Context, other_id: ObjectId | None) -> None:
    """Raises Blocked when the asker or the other one wants to have nothing to do with the other."""
    if other_id is not None and other_id in (await ctx.core.reads.apart_lately(ctx.user_id) or ()):
        raise Blocked


async def access_message(
    ctx: Context, message_id: str, need: Act = Act.READ
) -> tuple[RoomAccess, MessageRow]:
    """The message and its room, for a member who may do this there. Raises MessageNotFound or NotAllowed."""
    wanted = parse_id(message_id)
    ctx.signed_in  # noqa: B018  (raises for strangers)
    found = wanted and await ctx.core.database["messages"].find_one({"_id": wanted}, ROW_FIELDS)
    if not found:
        raise MessageNotFound
    try:
        access = await access_room(ctx, found["room_id"])
    except RoomNotFound:
        raise MessageNotFound from None
    await _refuse_unless(ctx, access, need)
    return access, cast(MessageRow, found)


async def access_visible_room(ctx: Context, room_id: str) -> tuple[Room, Member | None]:
    """The room, for its members and, if it is a public group, for everyone; and how the asker is in it."""
    wanted = parse_id(room_id)
    user_id, reads = ctx.user_id, ctx.core.reads
    if wanted is None:
        raise RoomNotFound
    room, member = await asyncio.gather(reads.room(wanted), reads.member((wanted, user_id)))
    if room is None or (room.is_private and member is None):
        raise RoomNotFound
    return room, member
