"""Mutations of pins, invites and reports."""

from typing import Annotated

import strawberry

from chat import blocks, invites, pins, reports
from schema.context import Info
from schema.describing import MessageId, UserId
from schema.moderation import Invite, to_invite
from schema.rooms import Room, to_room

Code = Annotated[str, strawberry.argument(description="The secret part of the link.")]


@strawberry.input(description="A new invite.")
class CreateInviteInput:
    room_id: strawberry.ID = strawberry.field(description="The group.")
    expires_in: int = strawberry.field(
        default=int(invites.USUAL.total_seconds()),
        description="For how many seconds it is good: up to a year.",
    )
    max_uses: int | None = strawberry.field(
        default=None, description="How often it can be used: 1 to 10,000; without a limit if left out."
    )


@strawberry.type
class ModerationMutations:
    @strawberry.mutation(
        description="Pin a message: up to 50 in a room. For owners and admins; in a direct room for both."
    )
    async def pin_message(self, info: Info, message_id: MessageId) -> Room:
        return to_room((await pins.pin_message(info.context.chat, message_id)).room)

    @strawberry.mutation(description="Let a message be pinned no longer.")
    async def unpin_message(self, info: Info, message_id: MessageId) -> Room:
        return to_room((await pins.unpin_message(info.context.chat, message_id)).room)

    @strawberry.mutation(description="Make a link into a group. For owners and admins.")
    async def create_invite(
        self,
        info: Info,
        input: Annotated[CreateInviteInput, strawberry.argument(description="The invite.")],
    ) -> Invite:
        invite = await invites.create_invite(
            info.context.chat, input.room_id, expires_in=input.expires_in, max_uses=input.max_uses
        )
        return to_invite(invite)

    @strawberry.mutation(description="Let an invite be good no longer. For owners and admins.")
    async def revoke_invite(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The invite.")]
    ) -> bool:
        await invites.revoke_invite(info.context.chat, id)
        return True

    @strawberry.mutation(description="Become a member of the group that an invite leads into.")
    async def join_by_invite(self, info: Info, code: Code) -> Room:
        return to_room(await invites.use_invite(info.context.chat, code))

    @strawberry.mutation(description="Report a message of a group to its owners and admins.")
    async def report_message(
        self,
        info: Info,
        message_id: MessageId,
        reason: Annotated[str, strawberry.argument(description="One line of 1 to 500 characters.")],
    ) -> bool:
        await reports.report_message(info.context.chat, message_id, reason)
        return True

    @strawberry.mutation(
        description="Have nothing to do with a user: no messages alone, and neither hears of the other's "
        "typing and presence."
    )
    async def block_user(self, info: Info, user_id: UserId) -> bool:
        await blocks.block_user(info.context.chat, user_id)
        return True

    @strawberry.mutation(description="Take a block back.")
    async def unblock_user(self, info: Info, user_id: UserId) -> bool:
        await blocks.unblock_user(info.context.chat, user_id)
        return True

    @strawberry.mutation(description="Say that a report is dealt with. For owners and admins.")
    async def close_report(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The report.")]
    ) -> bool:
        await reports.close_report(info.context.chat, id)
        return True
