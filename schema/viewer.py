"""The signed-in user's own side: rooms, sessions and what is unread."""

from datetime import datetime
from typing import cast

import strawberry
from bson import ObjectId

import models.session
from chat import accounts, rooms, sessions
from chat.blocks import blocked_users
from chat.mentions import my_mentions
from chat.sharing import shares_read_receipts
from chat.threads import my_threads, place_in_list, unread_threads
from chat.unread import Unread
from schema.context import Asked, Info
from schema.describing import After, First
from schema.messages import Message, found_connection, know_users_of
from schema.pagination import Connection, connection, read_places_cursor, read_time_cursor, time_cursor
from schema.rooms import Room, to_room
from schema.threads import FollowedThread, to_thread
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

    @strawberry.field(
        description="Whether others learn what the viewer reads, and the viewer what others read."
    )
    async def shares_read_receipts(self, info: Info) -> bool:
        return await shares_read_receipts(info.context.chat)

    @strawberry.field(description="The devices signed in, the last used first.")
    async def sessions(self, info: Info) -> list[Session]:
        current = info.context.chat.signed_in.session_id
        found = await sessions.list_sessions(info.context.chat)
        return [to_session(session, is_current=session.id == current) for session in found]

    @strawberry.field(
        description="The key to subscribe to push with, in base64url; null on a server that sends none."
    )
    def push_key(self, info: Info) -> str | None:
        service = info.context.chat.core.push.service
        return service.public_key if service else None

    @strawberry.field(description="The rooms of the viewer, the most recently active first.")
    async def rooms(self, info: Info, first: First = 50, after: After = None) -> Connection[Room]:
        place = read_time_cursor(after)
        page = await rooms.my_rooms(info.context.chat, first=info.context.page_size(first), after=place)
        cursors = [time_cursor(*rooms.place_in_list(room)) for room in page.rooms]
        nodes = [to_room(room) for room in page.rooms]
        return connection(nodes, cursors, has_next=page.has_next, has_previous=page.has_previous)

    @strawberry.field(description="Those whom the viewer blocked, by username.")
    async def blocked_users(self, info: Info) -> list[User]:
        return list(map(to_user, await blocked_users(info.context.chat)))

    @strawberry.field(description="The unread messages of all rooms together.")
    async def unread_count(self, info: Info) -> int:
        return sum(found.messages for found in await _unread_of_all_rooms(info))

    @strawberry.field(description="The unread messages of all rooms that mention the viewer.")
    async def mention_count(self, info: Info) -> int:
        return sum(found.mentions for found in await _unread_of_all_rooms(info))

    @strawberry.field(description="How many of the threads followed have replies that were not read.")
    async def unread_threads(self, info: Info) -> int:
        return await unread_threads(info.context.chat)

    @strawberry.field(description="Messages of others that mention the viewer, the newest first.")
    async def mentions(self, info: Info, first: First = 50, after: After = None) -> Connection[Message]:
        places = read_places_cursor(after)
        found = await my_mentions(info.context.chat, first=info.context.page_size(first), places=places)
        return await found_connection(info.context, found, places)

    @strawberry.field(description="The threads that the viewer follows, the one with the newest reply first.")
    async def threads(self, info: Info, first: First = 20, after: After = None) -> Connection[FollowedThread]:
        place = read_time_cursor(after)
        page = await my_threads(info.context.chat, first=info.context.page_size(first), after=place)
        await know_users_of(info.context, [thread.root for thread in page.threads])
        cursors = [time_cursor(*place_in_list(thread.root)) for thread in page.threads]
        nodes = list(map(to_thread, page.threads))
        return connection(nodes, cursors, has_next=page.has_next, has_previous=page.has_previous)


async def _unread_of_all_rooms(info: Info) -> list[Unread]:
    mine = await rooms.all_my_rooms(info.context.chat)
    for room, member in mine:
        info.context.memberships.prime(cast(ObjectId, room.id), member)
    return await info.context.unread.load_many([Asked(room) for room, _ in mine])


def to_session(session: models.session.Session, *, is_current: bool) -> Session:
    return Session(
        id=strawberry.ID(str(session.id)),
        device=session.device,
        created_at=session.created_at,
        used_at=session.used_at,
        is_current=is_current,
    )
