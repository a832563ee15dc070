"""Rooms and their members."""

from datetime import datetime
from typing import Annotated, cast

import strawberry
from bson import ObjectId

import models.room
from chat import avatars, members
from chat.access import access_visible_room
from chat.audit import audit_page
from chat.errors import RoomNotFound
from chat.heads import RoomHead
from chat.invites import room_invites
from chat.pins import pins_of
from chat.reports import open_reports
from chat.sharing import as_seen_by_asker
from chat.unread import first_unread
from models.room import RoomKind
from schema.context import Asked, Info
from schema.describing import After, First, OfViewer, describe_values
from schema.members import Member, to_member
from schema.message_pages import PAGE_DEFAULT, PageArguments, message_page
from schema.messages import Message, message_connection, to_message
from schema.moderation import (
    AuditRecord,
    Invite,
    Pin,
    Report,
    audit_connection,
    to_invite,
    to_pin,
    to_report,
)
from schema.node import Node
from schema.pagination import (
    Connection,
    connection,
    place_cursor,
    read_place_cursor,
    read_seq_cursor,
)
from schema.projection import PLAIN

strawberry.enum(RoomKind, description="What a room is.")
describe_values(RoomKind, DIRECT="The one room of two people.", GROUP="A room of any number of people.")


@strawberry.type(description="A place where people talk: the one room of two people, or a group.")
class Room(Node):
    id: strawberry.ID = strawberry.field(description="Opaque, and the same for ever.")
    kind: RoomKind = strawberry.field(description="Direct or group.")
    name: str | None = strawberry.field(description="The name of a group; null for a direct room.")
    topic: str | None = strawberry.field(description="What it is about.")
    is_private: bool = strawberry.field(description="Whether only those who are added can get in.")
    created_at: datetime = strawberry.field(description="When it was made.")
    slow_mode_seconds: int = strawberry.field(
        description="Seconds between two messages of one member; 0 for none. Owners and admins are exempt."
    )
    room: strawberry.Private[models.room.Room]
    is_open: strawberry.Private[bool]

    @strawberry.field(description="The picture of a group, if there is one. Good for a day.", metadata=PLAIN)
    def avatar_url(self, info: Info) -> str | None:
        return avatars.avatar_url(info.context.chat.core.storage, self.room.avatar)

    @strawberry.field(description="The seq of its last message; 0 while it is empty.")
    async def last_seq(self, info: Info) -> int:
        return (await self.load_head(info)).head.seq

    @strawberry.field(description="The clock of its last change: where to catch up from later.")
    async def clock(self, info: Info) -> int:
        return (await self.load_head(info)).head.clock

    @strawberry.field(description="Its last message; null for who is not in it.")
    async def last_message(self, info: Info) -> Message | None:
        row = (await self.load_head(info)).last_message if self.is_open else None
        return to_message(row) if row else None

    @strawberry.field(description="How many members it has.")
    async def member_count(self, info: Info) -> int:
        return await info.context.member_counts.load(self.room_id)

    @strawberry.field(description="Its members, for members.", directives=[OfViewer()])
    async def members(
        self, info: Info, first: First = PAGE_DEFAULT, after: After = None
    ) -> Connection[Member]:
        self._refuse_outsiders()
        place = read_place_cursor(after)
        found, more = await members.members_page(
            info.context.chat,
            self.room_id,
            first=info.context.page_size(first),
            after=place[1] if place else None,
        )
        await info.context.know_profiles(member.user_id for member in found)
        cursors = [place_cursor("", str(member.user_id)) for member in found]
        seen = await as_seen_by_asker(info.context.chat, found)
        return connection(list(map(to_member, seen)), cursors, has_next=more, has_previous=after is not None)

    @strawberry.field(
        description="Its messages in order of seq: one of first/after, last/before, or around. "
        "The newest 50 if none is given."
    )
    async def messages(
        self,
        info: Info,
        first: Annotated[int | None, strawberry.argument(description="The first so many: 1 to 100.")] = None,
        after: After = None,
        last: Annotated[int | None, strawberry.argument(description="The last so many: 1 to 100.")] = None,
        before: Annotated[
            str | None, strawberry.argument(description="End before the place that this cursor marks.")
        ] = None,
        around: Annotated[
            strawberry.ID | None, strawberry.argument(description="A message to stand in the middle.")
        ] = None,
    ) -> Connection[Message]:
        self._refuse_outsiders()
        page = await message_page(info, self, PageArguments(first, after, last, before, around))
        return await message_connection(info.context, page)

    @strawberry.field(description="Its pinned messages, the newest pin first.")
    async def pins(self) -> list[Pin]:
        self._refuse_outsiders()
        return list(map(to_pin, await pins_of(self.room_id)))

    @strawberry.field(description="Its invites that are good, the newest first. For owners and admins.")
    async def invites(self, info: Info) -> list[Invite]:
        return list(map(to_invite, await room_invites(info.context.chat, self.room_id)))

    @strawberry.field(
        description="Reports that nobody has dealt with, the oldest first: up to 100. For owners and admins."
    )
    async def reports(self, info: Info) -> list[Report]:
        return list(map(to_report, await open_reports(info.context.chat, self.room_id)))

    @strawberry.field(
        description="What was done here with more rights than everyone has, the newest first. For owners "
        "and admins."
    )
    async def audit(
        self, info: Info, first: First = PAGE_DEFAULT, after: After = None
    ) -> Connection[AuditRecord]:
        before = read_seq_cursor(after, "after") if after is not None else None
        size = info.context.page_size(first)
        page = await audit_page(info.context.chat, self.room_id, first=size, before=before)
        return audit_connection(page, has_previous=after is not None)

    @strawberry.field(description="The viewer's own membership, if any.", directives=[OfViewer()])
    async def viewer_member(self, info: Info) -> Member | None:
        member = await info.context.memberships.load(self.room_id)
        return to_member(member.for_themselves()) if member else None

    @strawberry.field(
        description="Messages that the viewer has not read, without their own and deleted ones.",
        directives=[OfViewer()],
    )
    async def unread_count(self, info: Info) -> int:
        return (await info.context.unread.load(Asked(self.room))).messages

    @strawberry.field(
        description="Those of the unread messages that mention the viewer.", directives=[OfViewer()]
    )
    async def mention_count(self, info: Info) -> int:
        return (await info.context.unread.load(Asked(self.room))).mentions

    @strawberry.field(
        description="The first message that the viewer has not read, if it is among the first 1,000 after "
        "what they have read. Null if there is none.",
        directives=[OfViewer()],
    )
    async def first_unread(self, info: Info) -> Message | None:
        member = await info.context.memberships.load(self.room_id)
        row = await first_unread(info.context.chat, member) if member else None
        return to_message(row) if row else None

    @property
    def room_id(self) -> ObjectId:
        return cast(ObjectId, self.room.id)

    async def load_head(self, info: Info) -> RoomHead:
        return await info.context.heads.load(Asked(self.room))

    def _refuse_outsiders(self) -> None:
        if not self.is_open:
            raise RoomNotFound


def to_room(room: models.room.Room, *, is_open: bool = True) -> Room:
    """`is_open` tells whether the viewer is in the room, so that its messages may be read."""
    return Room(
        id=strawberry.ID(str(room.id)),
        kind=room.kind,
        name=room.name,
        topic=room.topic,
        is_private=room.is_private,
        created_at=room.created_at,
        slow_mode_seconds=room.slow_mode,
        room=room,
        is_open=is_open,
    )


async def load_room(info: Info, room_id: ObjectId) -> Room:
    """A room that something the viewer may read belongs to."""
    room = await info.context.chat.core.reads.room(room_id)
    if room is None:
        raise RoomNotFound
    return to_room(room)


async def visible_room(info: Info, room_id: str) -> Room:
    """The room for its members; a public group also for others, without its messages."""
    room, member = await access_visible_room(info.context.chat, room_id)
    info.context.memberships.prime(cast(ObjectId, room.id), member)
    return to_room(room, is_open=member is not None)
