"""What a subscription hears."""

from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from typing import Annotated, Any, Final, TypeAlias

import strawberry
from bson import ObjectId

from chat import events
from schema import moderation_events, user_events
from schema.context import Info
from schema.describing import RoomId
from schema.members import Member, to_member
from schema.messages import Message, to_message
from schema.rooms import Room, to_room
from schema.threads import FollowChanged, ThreadChanged

ROOM: Final = "The room."


@strawberry.type(description="A message was sent.")
class MessageSent:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    message: Message = strawberry.field(description="The message.")


@strawberry.type(description="A message's text was changed.")
class MessageEdited:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    message: Message = strawberry.field(description="The message as it is now.")
    mentioned_ids: list[strawberry.ID] = strawberry.field(
        description="Members that it mentions by @username since this change, and did not before."
    )
    mentioned_all: bool = strawberry.field(description="Whether it mentions all since this change.")


@strawberry.type(description="A message was deleted. It keeps its place, without its content.")
class MessageDeleted:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    message: Message = strawberry.field(description="The message as it is now.")


@strawberry.type(description="A reaction was put on a message or taken off it.")
class ReactionChanged:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    message: Message = strawberry.field(description="The message as it is now.")
    emoji: str = strawberry.field(description="Which reaction.")
    user_id: strawberry.ID = strawberry.field(description="Whose.")
    added: bool = strawberry.field(description="Whether it was put on, else taken off.")


@strawberry.type(description="How far a member has read and received a room.")
class Watermark:
    user_id: strawberry.ID = strawberry.field(description="Whose.")
    read_seq: int = strawberry.field(
        description="Read up to this seq; 0 for others while the viewer shares no read receipts."
    )
    delivered_seq: int = strawberry.field(description="Received up to this seq.")
    at: datetime = strawberry.field(description="When the mark was set.")


@strawberry.type(description="Members read or received more of a room.")
class ReceiptsChanged:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    receipts: list[Watermark] = strawberry.field(description="The marks that moved, as they are now.")


@strawberry.type(description="A member began or ceased to type. Typing ends by itself after 6 s.")
class TypingChanged:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    user_id: strawberry.ID = strawberry.field(description="Who.")
    typing: bool = strawberry.field(description="Whether they type now.")


@strawberry.type(description="A room's name, topic or privacy was changed.")
class RoomChanged:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    room: Room = strawberry.field(description="The room as it is now.")


@strawberry.type(description="Somebody became a member. Also tells users that they were added.")
class MemberJoined:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    member: Member = strawberry.field(description="The new member.")


@strawberry.type(description="A member's role was changed, or the viewer silenced the room.")
class MemberChanged:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    member: Member = strawberry.field(description="The member as they are now.")


@strawberry.type(description="Somebody left a room or was taken out of it.")
class MemberLeft:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    user_id: strawberry.ID = strawberry.field(description="Who.")


@strawberry.type(
    description="What changed in a room since a clock: the current state of each changed message."
)
class RoomSynced:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    clock: int = strawberry.field(description="The clock that the client has now.")
    messages: list[Message] = strawberry.field(description="The changed messages, by clock.")
    receipts: list[Watermark] = strawberry.field(description="How far every member has read and received.")
    reset: bool = strawberry.field(
        description="Too much changed: drop the room's messages and load the newest page."
    )


GraphQLEvent: TypeAlias = (
    MessageSent
    | MessageEdited
    | MessageDeleted
    | ReactionChanged
    | ReceiptsChanged
    | TypingChanged
    | user_events.PresenceChanged
    | RoomChanged
    | MemberJoined
    | MemberChanged
    | MemberLeft
    | RoomSynced
    | ThreadChanged
    | FollowChanged
    | moderation_events.PinChanged
    | moderation_events.MessageReported
    | moderation_events.BlocksChanged
    | moderation_events.ReportClosed
    | moderation_events.InviteChanged
    | user_events.ProfileChanged
)

Event = Annotated[GraphQLEvent, strawberry.union("Event", description="What a subscription hears.")]


@strawberry.input(description="How much of a room a client has seen.")
class RoomClock:
    room_id: strawberry.ID = strawberry.field(description=ROOM)
    clock: int = strawberry.field(description="The highest clock that the client has seen there.")


Since = Annotated[
    list[RoomClock],
    strawberry.argument(description="Rooms to catch up on first, each from the highest clock seen."),
]
SinceClock = Annotated[
    int | None, strawberry.argument(description="Catch up first, from the highest clock seen.")
]


@strawberry.type(description="What can be listened to, over graphql-transport-ws.")
class Subscription:
    @strawberry.subscription(
        description="Everything in every room of the viewer, and the viewer's own changes."
    )
    async def events(self, info: Info, since: Since = ()) -> AsyncGenerator[Event, None]:  # type: ignore[assignment]
        clocks = {str(place.room_id): place.clock for place in since}
        async for event in info.context.listen(None, clocks):
            yield to_event(event)

    @strawberry.subscription(description="Everything in one room of the viewer.")
    async def room_events(
        self, info: Info, room_id: RoomId, since: SinceClock = None
    ) -> AsyncGenerator[Event, None]:
        clocks = {} if since is None else {str(room_id): since}
        async for event in info.context.listen(room_id, clocks):
            yield to_event(event)


def to_event(event: events.Event) -> GraphQLEvent:
    """The event as GraphQL tells it. Raises KeyError for one that is not for clients."""
    return _BUILD[type(event)](event)


def _id(value: ObjectId) -> strawberry.ID:
    return strawberry.ID(str(value))


def _watermark(mark: events.Watermark) -> Watermark:
    return Watermark(
        user_id=_id(mark.user_id), read_seq=mark.read_seq, delivered_seq=mark.delivered_seq, at=mark.at
    )


_BUILD: Final[dict[type, Callable[[Any], GraphQLEvent]]] = {
    events.MessageSent: lambda e: MessageSent(room_id=_id(e.room_id), message=to_message(e.message)),
    events.MessageEdited: lambda e: MessageEdited(
        room_id=_id(e.room_id),
        message=to_message(e.message),
        mentioned_ids=list(map(_id, e.mentioned)),
        mentioned_all=e.mentioned_all,
    ),
    events.MessageDeleted: lambda e: MessageDeleted(room_id=_id(e.room_id), message=to_message(e.message)),
    events.ReactionChanged: lambda e: ReactionChanged(
        room_id=_id(e.room_id),
        message=to_message(e.message),
        emoji=e.emoji,
        user_id=_id(e.user_id),
        added=e.added,
    ),
    events.ThreadChanged: lambda e: ThreadChanged(room_id=_id(e.room_id), message=to_message(e.message)),
    events.FollowChanged: lambda e: FollowChanged(
        room_id=_id(e.room_id),
        message_id=_id(e.root_id),
        is_followed=e.following,
        read_seq=e.read_seq,
    ),
    events.ReceiptsChanged: lambda e: ReceiptsChanged(
        room_id=_id(e.room_id), receipts=[_watermark(mark) for mark in e.receipts]
    ),
    events.PinChanged: moderation_events.to_pin_changed,
    events.MessageReported: moderation_events.to_message_reported,
    events.ReportClosed: moderation_events.to_report_closed,
    events.InviteChanged: moderation_events.to_invite_changed,
    events.BlocksChanged: moderation_events.to_blocks_changed,
    events.TypingChanged: lambda e: TypingChanged(
        room_id=_id(e.room_id), user_id=_id(e.user_id), typing=e.typing
    ),
    events.PresenceChanged: user_events.to_presence_changed,
    events.ProfileChanged: user_events.to_profile_changed,
    events.RoomChanged: lambda e: RoomChanged(room_id=_id(e.room_id), room=to_room(e.room)),
    events.MemberJoined: lambda e: MemberJoined(room_id=_id(e.room_id), member=to_member(e.member)),
    events.MemberChanged: lambda e: MemberChanged(room_id=_id(e.room_id), member=to_member(e.member)),
    events.MemberLeft: lambda e: MemberLeft(room_id=_id(e.room_id), user_id=_id(e.user_id)),
    events.RoomSynced: lambda e: RoomSynced(
        room_id=_id(e.room_id),
        clock=e.clock,
        messages=[to_message(row) for row in e.messages],
        receipts=[_watermark(mark) for mark in e.receipts],
        reset=e.reset,
    ),
}
