"""What a subscription hears of pins, reports, invites and blocks."""

import strawberry

from chat import events
from schema.messages import Message, to_message


@strawberry.type(description="A message was pinned, or is pinned no longer.")
class PinChanged:
    room_id: strawberry.ID = strawberry.field(description="The room.")
    message: Message = strawberry.field(description="The message.")
    user_id: strawberry.ID = strawberry.field(description="Who did it.")
    pinned: bool = strawberry.field(description="Whether it is pinned now.")


@strawberry.type(description="A message was reported. Only owners and admins of the group hear it.")
class MessageReported:
    room_id: strawberry.ID = strawberry.field(description="The group.")
    message: Message = strawberry.field(description="The message.")
    report_id: strawberry.ID = strawberry.field(description="For `closeReport`.")
    reason: str = strawberry.field(description="In the reporter's words.")


@strawberry.type(description="A report was dealt with. Only owners and admins of the group hear it.")
class ReportClosed:
    room_id: strawberry.ID = strawberry.field(description="The group.")
    report_id: strawberry.ID = strawberry.field(description="Which report.")


@strawberry.type(
    description="An invite was made, used or revoked. Only owners and admins of the group hear it."
)
class InviteChanged:
    room_id: strawberry.ID = strawberry.field(description="The group.")
    invite_id: strawberry.ID = strawberry.field(description="Which invite.")
    uses: int = strawberry.field(description="How often it was used.")
    is_good: bool = strawberry.field(description="Whether one can still join by it.")


@strawberry.type(description="The viewer blocked a user, or took it back. Only their own devices hear it.")
class BlocksChanged:
    user_id: strawberry.ID = strawberry.field(description="Whom.")
    blocked: bool = strawberry.field(description="Whether they are blocked now.")


def to_blocks_changed(event: events.BlocksChanged) -> BlocksChanged:
    return BlocksChanged(user_id=strawberry.ID(str(event.other_id)), blocked=event.blocked)


def to_pin_changed(event: events.PinChanged) -> PinChanged:
    return PinChanged(
        room_id=strawberry.ID(str(event.room_id)),
        message=to_message(event.message),
        user_id=strawberry.ID(str(event.user_id)),
        pinned=event.pinned,
    )


def to_message_reported(event: events.MessageReported) -> MessageReported:
    return MessageReported(
        room_id=strawberry.ID(str(event.room_id)),
        message=to_message(event.message),
        report_id=strawberry.ID(str(event.report_id)),
        reason=event.reason,
    )


def to_report_closed(event: events.ReportClosed) -> ReportClosed:
    return ReportClosed(
        room_id=strawberry.ID(str(event.room_id)), report_id=strawberry.ID(str(event.report_id))
    )


def to_invite_changed(event: events.InviteChanged) -> InviteChanged:
    return InviteChanged(
        room_id=strawberry.ID(str(event.room_id)),
        invite_id=strawberry.ID(str(event.invite_id)),
        uses=event.uses,
        is_good=event.good,
    )
