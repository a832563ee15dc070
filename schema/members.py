"""Members of rooms."""

from datetime import datetime

import strawberry

import models.member
from models.member import Role
from schema.context import Info
from schema.describing import OfViewer, describe_values
from schema.users import User, load_user

strawberry.enum(Role, description="What a member may do in a group.")
describe_values(
    Role,
    OWNER="May do everything, and gives the roles.",
    ADMIN="May change the group, add and remove members, and delete messages.",
    MEMBER="May read and write.",
)


@strawberry.type(description="Somebody in a room.")
class Member:
    role: Role = strawberry.field(description="What they may do there.")
    joined_at: datetime = strawberry.field(description="Since when.")
    read_seq: int = strawberry.field(
        description="They have read up to this seq; 0 for others while the viewer shares no read receipts."
    )
    delivered_seq: int = strawberry.field(description="Their devices have received up to this seq.")
    read_at: datetime | None = strawberry.field(description="When they last read something new.")
    member: strawberry.Private[models.member.Member]

    @strawberry.field(description="Who.")
    async def user(self, info: Info) -> User:
        return await load_user(info, self.member.user_id)

    @strawberry.field(
        description="Whether the viewer silenced the room; null for other members.", directives=[OfViewer()]
    )
    def is_muted(self, info: Info) -> bool | None:
        return self.member.muted if self.member.user_id == info.context.chat.user_id else None

    @strawberry.field(
        description="Where the viewer said that the unread begins, though they read further; null for other "
        "members.",
        directives=[OfViewer()],
    )
    def unread_from(self, info: Info) -> int | None:
        return self.member.unread_from if self.member.user_id == info.context.chat.user_id else None


def to_member(member: models.member.Member) -> Member:
    return Member(
        role=member.role,
        joined_at=member.joined_at,
        read_seq=member.read_seq,
        delivered_seq=member.delivered_seq,
        read_at=member.read_at,
        member=member,
    )
