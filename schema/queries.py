"""What can be asked."""

from typing import Annotated, cast

import strawberry
from bson import ObjectId

from chat import invites, messages, people, receipts, rooms, search
from chat.errors import BadInput, ChatError
from schema.context import Info
from schema.describing import After, First, MessageId, RoomId, SearchQuery
from schema.messages import Message, found_connection, to_message
from schema.node import Node
from schema.pagination import Connection, connection, place_cursor, read_place_cursor, read_places_cursor
from schema.rooms import Room, to_room, visible_room
from schema.settings import ServerSettings, to_settings
from schema.users import User, to_user
from schema.viewer import Viewer


@strawberry.type(description="What can be asked.")
class Query:
    @strawberry.field(description="What is on here, and how much of anything is taken. For strangers, too.")
    def settings(self, info: Info) -> ServerSettings:
        return to_settings(info.context.chat.core.rules)

    @strawberry.field(description="Anything with an id: a user, a room or a message; null if there is none.")
    async def node(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The id.")]
    ) -> Node | None:
        info.context.chat.signed_in  # noqa: B018  (strangers see nothing)
        for find in (_find_room, _find_message, _find_user):
            try:
                return await find(info, id)
            except ChatError:
                continue
        return None

    @strawberry.field(description="The signed-in user.")
    def viewer(self, info: Info) -> Viewer:
        info.context.chat.signed_in  # noqa: B018  (raises for strangers)
        return Viewer()

    @strawberry.field(description="A room of the viewer, or a public group.")
    async def room(self, info: Info, id: RoomId) -> Room:
        return await visible_room(info, id)

    @strawberry.field(description="A message of a room of the viewer.")
    async def message(self, info: Info, id: MessageId) -> Message:
        return to_message(await messages.message(info.context.chat, id))

    @strawberry.field(description="A user, by id or by username.")
    async def user(
        self,
        info: Info,
        id: Annotated[strawberry.ID | None, strawberry.argument(description="Whose id.")] = None,
        username: Annotated[str | None, strawberry.argument(description="Whose username.")] = None,
    ) -> User:
        if (id is None) == (username is None):
            raise BadInput("Ask by id or by username.", field="id")
        return to_user(await people.user(info.context.chat, user_id=id, username=username))

    @strawberry.field(description="Users whose username or name begins like this, to talk to.")
    async def users(
        self,
        info: Info,
        search: Annotated[str, strawberry.argument(description="The beginning of a username or name.")],
        first: First = 20,
    ) -> list[User]:
        found = await people.search_users(info.context.chat, search, first=info.context.page_size(first))
        return [to_user(profile) for profile in found]

    @strawberry.field(description="Public groups, by name.")
    async def discover_rooms(
        self,
        info: Info,
        search: Annotated[str | None, strawberry.argument(description="The beginning of a name.")] = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[Room]:
        chat = info.context.chat
        place = read_place_cursor(after)
        page = await rooms.discover_rooms(
            chat, search=search, first=info.context.page_size(first), after=place
        )
        mine = await receipts.members_of_viewer(chat, [cast(ObjectId, room.id) for room in page.rooms])
        nodes = [to_room(room, is_open=room.id in mine) for room in page.rooms]
        cursors = [place_cursor(room.name_key or "", str(room.id)) for room in page.rooms]
        return connection(nodes, cursors, has_next=page.has_next, has_previous=page.has_previous)

    @strawberry.field(
        description="Messages of the viewer's rooms, or of one, that answer to a search, the newest first. "
        "A page may be short and yet have a next one: what is rare is looked for so far at a time."
    )
    async def search_messages(
        self,
        info: Info,
        query: SearchQuery,
        room_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="In this room alone.")
        ] = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[Message]:
        size, places = info.context.page_size(first), read_places_cursor(after)
        found = await search.search_messages(
            info.context.chat, query, room_id=room_id, first=size, places=places
        )
        return await found_connection(info.context, found, places)

    @strawberry.field(description="The group that an invite leads into, for who has the link.")
    async def invited_room(
        self,
        info: Info,
        code: Annotated[str, strawberry.argument(description="The secret part of the link.")],
    ) -> Room:
        room = await invites.invited_room(info.context.chat, code)
        member = await info.context.memberships.load(cast(ObjectId, room.id))
        return to_room(room, is_open=member is not None)


async def _find_room(info: Info, node_id: str) -> Node:
    return await visible_room(info, node_id)


async def _find_message(info: Info, node_id: str) -> Node:
    return to_message(await messages.message(info.context.chat, node_id))


async def _find_user(info: Info, node_id: str) -> Node:
    return to_user(await people.user(info.context.chat, user_id=node_id))
