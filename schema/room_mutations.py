"""Mutations of rooms and their members."""

from typing import Annotated

import strawberry

import models.room
from chat import members, rooms
from chat.sharing import as_seen_by_asker
from models.member import Role
from schema.context import Info
from schema.describing import RoomId, UserId
from schema.members import Member, to_member
from schema.rooms import Room, to_room

UserIds = Annotated[list[strawberry.ID], strawberry.argument(description="The users.")]


@strawberry.input(description="A new group.")
class CreateRoomInput:
    name: str = strawberry.field(description="1 to 80 characters.")
    topic: str | None = strawberry.field(default=None, description="Up to 250 characters.")
    is_private: bool = strawberry.field(default=True, description="Whether only those who are added get in.")
    member_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Users to begin with, besides the viewer."
    )


@strawberry.input(description="Changes of a group; what is left out stays.")
class UpdateRoomInput:
    room_id: strawberry.ID = strawberry.field(description="The group.")
    name: str | None = strawberry.field(default=None, description="1 to 80 characters.")
    topic: str | None = strawberry.field(default=None, description="Up to 250 characters; blank for none.")
    is_private: bool | None = strawberry.field(default=None, description="Whether only the added get in.")
    avatar_upload_id: strawberry.ID | None = strawberry.field(
        default=None, description="A finished upload to show, cut square and small; blank for no picture."
    )
    slow_mode_seconds: int | None = strawberry.field(
        default=None,
        description="Seconds between two messages of one member, up to 6 hours; 0 for none. "
        "Owners and admins are exempt.",
    )


@strawberry.type
class RoomMutations:
    @strawberry.mutation(description="Make a group, with the viewer as its owner.")
    async def create_room(
        self, info: Info, input: Annotated[CreateRoomInput, strawberry.argument(description="The group.")]
    ) -> Room:
        room = await rooms.create_room(
            info.context.chat,
            name=input.name,
            topic=input.topic,
            is_private=input.is_private,
            member_ids=input.member_ids,
        )
        return to_room(room)

    @strawberry.mutation(description="The one room of the viewer and this user, made at need.")
    async def open_direct_room(self, info: Info, user_id: UserId) -> Room:
        return to_room(await rooms.open_direct_room(info.context.chat, user_id))

    @strawberry.mutation(description="Change a group. For owners and admins.")
    async def update_room(
        self,
        info: Info,
        input: Annotated[UpdateRoomInput, strawberry.argument(description="What to change.")],
    ) -> Room:
        room = await rooms.update_room(
            info.context.chat,
            input.room_id,
            name=input.name,
            topic=input.topic,
            is_private=input.is_private,
            avatar_upload_id=input.avatar_upload_id,
            slow_mode=input.slow_mode_seconds,
        )
        return to_room(room)

    @strawberry.mutation(description="Become a member of a public group.")
    async def join_room(self, info: Info, room_id: RoomId) -> Room:
        return to_room(await members.join_room(info.context.chat, room_id))

    @strawberry.mutation(description="Go out of a group. Its last owner must make another one first.")
    async def leave_room(self, info: Info, room_id: RoomId) -> bool:
        await members.leave_room(info.context.chat, room_id)
        return True

    @strawberry.mutation(description="Put users into a group. For owners and admins.")
    async def add_members(self, info: Info, room_id: RoomId, user_ids: UserIds) -> Room:
        return to_room(await members.add_members(info.context.chat, room_id, user_ids))

    @strawberry.mutation(description="Take a user out of a group. For owners, and for admins over members.")
    async def remove_member(self, info: Info, room_id: RoomId, user_id: UserId) -> Room:
        room: models.room.Room = await members.remove_member(info.context.chat, room_id, user_id)
        return to_room(room, is_open=user_id != str(info.context.chat.user_id))

    @strawberry.mutation(description="Give a member another role. For owners.")
    async def set_member_role(
        self,
        info: Info,
        room_id: RoomId,
        user_id: UserId,
        role: Annotated[Role, strawberry.argument(description="The role.")],
    ) -> Member:
        member = await members.set_member_role(info.context.chat, room_id, user_id, role)
        return to_member(*await as_seen_by_asker(info.context.chat, [member]))

    @strawberry.mutation(description="Silence a room's notifications for the viewer, or let them sound.")
    async def mute_room(
        self,
        info: Info,
        room_id: RoomId,
        muted: Annotated[bool, strawberry.argument(description="Whether to silence it.")],
    ) -> Room:
        return to_room((await members.mute_room(info.context.chat, room_id, muted=muted)).room)
