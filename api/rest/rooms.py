"""Endpoints of rooms."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from bson import ObjectId
from pydantic import Discriminator, Tag
from typing_extensions import TypedDict

from api import shapes
from api.rest.endpoint import Input, Whole, endpoint
from chat import messages, people, receipts, rooms
from chat.access import access_room
from chat.context import Context
from chat.errors import ErrorCode
from chat.heads import Head
from chat.unread import unread
from models.member import Member
from models.room import Room


class NewGroup(Input):
    """A new group, with the signed-in user as its owner."""

    name: str
    topic: str | None = None
    is_private: bool = True
    """Whether only those who are added get in."""
    member_ids: list[str] = []
    """Users to begin with, besides the owner."""


class NewDirectRoom(Input):
    """The one room of the signed-in user and this one."""

    user_id: str


class RoomChange(Input):
    """What is to be another in a group; what is left out stays."""

    name: str | None = None
    topic: str | None = None
    """Blank for none."""
    is_private: bool | None = None
    """Whether only those who are added get in."""
    slow_mode_seconds: Whole | None = None
    """Seconds between two messages of one member; 0 for none."""


class FirstUnread(Input):
    """Where the unread messages begin."""

    seq: Whole
    """The seq of the first of them."""


def _kind(body: Any) -> str:
    return "#direct" if isinstance(body, Mapping) and "userId" in body else "#group"


NewRoom = Annotated[
    Annotated[NewGroup, Tag("#group")] | Annotated[NewDirectRoom, Tag("#direct")], Discriminator(_kind)
]


class Rooms(TypedDict):
    """The rooms of a user, the most recently active first."""

    rooms: list[shapes.RoomOfViewer]


@endpoint("GET", "/api/rooms")
async def list_rooms(ctx: Context) -> Rooms:
    """The rooms of the signed-in user, the most recently active first."""
    mine = await rooms.all_my_rooms(ctx)
    mine.sort(key=lambda place: rooms.place_in_list(place[0]), reverse=True)
    return {"rooms": await _as_seen(ctx, mine)}


@endpoint("POST", "/api/rooms", status=201, refuses=[ErrorCode.NOT_FOUND])
async def create_room(ctx: Context, body: NewRoom) -> shapes.RoomOfViewer:
    """Make a group, or open the direct room with a user."""
    if isinstance(body, NewDirectRoom):
        room = await rooms.open_direct_room(ctx, body.user_id)
        return await seen(ctx, str(room.id))
    room = await rooms.create_room(
        ctx, name=body.name, topic=body.topic, is_private=body.is_private, member_ids=body.member_ids
    )
    return await seen(ctx, str(room.id))


@endpoint("GET", "/api/rooms/{roomId}")
async def show_room(ctx: Context, room_id: str) -> shapes.RoomOfViewer:
    """One room of the signed-in user."""
    return await seen(ctx, room_id)


@endpoint("PATCH", "/api/rooms/{roomId}", refuses=[ErrorCode.FORBIDDEN])
async def update_room(ctx: Context, room_id: str, body: RoomChange) -> shapes.RoomOfViewer:
    """Change a group: its name, topic, privacy or slow mode. For owners and admins."""
    await rooms.update_room(
        ctx,
        room_id,
        name=body.name,
        topic=body.topic,
        is_private=body.is_private,
        slow_mode=body.slow_mode_seconds,
    )
    return await seen(ctx, room_id)


@endpoint("POST", "/api/rooms/{roomId}/unread")
async def mark_unread(ctx: Context, room_id: str, body: FirstUnread) -> shapes.RoomOfViewer:
    """Let a room be unread for the signed-in user again, from a message on, until they read up to it."""
    await receipts.mark_unread(ctx, room_id, body.seq)
    return await seen(ctx, room_id)


async def seen(ctx: Context, room_id: str) -> shapes.RoomOfViewer:
    """A room as the signed-in user sees it. Raises RoomNotFound."""
    access = await access_room(ctx, room_id)
    (room,) = await _as_seen(ctx, [(access.room, access.member)])
    return room


async def _as_seen(ctx: Context, mine: Sequence[tuple[Room, Member]]) -> list[shapes.RoomOfViewer]:
    heads = await messages.heads(ctx, [room for room, _ in mine])
    places: dict[ObjectId, tuple[Head, Member]] = {
        member.room_id: (heads[member.room_id].head, member) for _, member in mine
    }
    counts = await unread(ctx, places)
    sizes = await ctx.core.reads.member_counts(places)
    others = {member.room_id: room.other_of(ctx.user_id) for room, member in mine}
    faces = await people.profiles_for_asker(ctx, [other for other in others.values() if other])
    return [
        shapes.room_of_viewer(
            room,
            heads[member.room_id],
            ctx.core.storage,
            direct_user=faces.get(other) if (other := others[member.room_id]) else None,
            member_count=sizes.get(member.room_id, 0),
            unread=counts[member.room_id],
        )
        for room, member in mine
    ]
