"""The signed-in user's own side: rooms, sessions and what is unread."""

from datetime import datetime
from typing import cast

import strawberry
from bson import ObjectId

import models.session
from chat import accounts, messages, receipts, rooms, sessions
from schema.context import Info
from schema.describing import After, First
from schema.pagination import Connection, connection, read_time_cursor, time_cursor
from schema.rooms import Room, to_room
from schema.users import User, to_user


@strawberry.type(description="A sign-in on a device.")
class Session:
    id: strawberry.ID = strawberry.field(description="Opaque, for `revokeSession`.")
    device: str | None = strawberry.field(description="What the client called the device.")
    created_at: datetime = strawberry.field(description="When it signed in.")
    used_at: datetime = strawberry.field(description="When it last renewed its tokens.")
    is_current: bool = strawberry.field(description="Whether this request comes from it.")


@strawberry.type(description="The signed-in user.")
class Viewer:
    @strawberry.field(description="What others see.")
    def user(self, info: Info) -> User:
        return to_user(info.context.chat.signed_in.profile)

    @strawberry.field(description="The address of the account; nobody else sees it.")
    async def email(self, info: Info) -> str:
        return await accounts.email_of(info.context.chat)

    @strawberry.field(description="The devices signed in, the last used first.")
    async def sessions(self, info: Info) -> list[Session]:
        current = info.context.chat.signed_in.session_id
        found = await sessions.list_sessions(info.context.chat)
        return [to_session(session, is_current=session.id == current) for session in found]

    @strawberry.field(description="The rooms of the viewer, the most recently active first.")
    async def rooms(self, info: Info, first: First = 50, after: After = None) -> Connection[Room]:
        place = read_time_cursor(after)
        page = await rooms.my_rooms(info.context.chat, first=info.context.page_size(first), after=place)
        cursors = [time_cursor(*rooms.place_in_list(room)) for room in page.rooms]
        nodes = [to_room(room) for room in page.rooms]
        return connection(nodes, cursors, has_next=page.has_next, has_previous=page.has_previous)

    @strawberry.field(description="The unread messages of all rooms together.")
    async def unread_count(self, info: Info) -> int:
        chat = info.context.chat
        mine = await rooms.all_my_rooms(chat)
        heads = await messages.heads(chat, [room for room, _ in mine])
        places = {
            cast(ObjectId, room.id): (heads[cast(ObjectId, room.id)].head, member) for room, member in mine
        }
        return sum((await receipts.unread_counts(chat, places)).values())


def to_session(session: models.session.Session, *, is_current: bool) -> Session:
    return Session(
        id=strawberry.ID(str(session.id)),
        device=session.device,
        created_at=session.created_at,
        used_at=session.used_at,
        is_current=is_current,
    )
