"""Users as everyone sees them."""

from datetime import datetime
from enum import Enum

import strawberry
from bson import ObjectId

from chat import avatars
from models.user import Profile
from schema.context import Info
from schema.describing import OfViewer
from schema.node import Node
from schema.projection import PLAIN


@strawberry.enum(description="Whether somebody is connected, with any device.")
class Presence(Enum):
    ONLINE = strawberry.enum_value("ONLINE", description="At least one device is connected.")
    OFFLINE = strawberry.enum_value("OFFLINE", description="No device is connected.")


@strawberry.type(description="A person with an account.")
class User(Node):
    id: strawberry.ID = strawberry.field(description="Opaque, and the same for ever.")
    username: str = strawberry.field(description="The unique name: 3 to 32 of a-z, 0-9, _, . and -.")
    display_name: str = strawberry.field(description="The name to show.")
    user_id: strawberry.Private[ObjectId]
    avatar: strawberry.Private[str | None]
    left_at: strawberry.Private[datetime | None]

    @strawberry.field(description="The picture to show, if there is one. Good for a day.", metadata=PLAIN)
    def avatar_url(self, info: Info) -> str | None:
        return avatars.avatar_url(info.context.chat.core.storage, self.avatar)

    @strawberry.field(
        description="When the last device disconnected; null before the first time, and where one of the "
        "two blocked the other.",
        directives=[OfViewer()],
    )
    async def last_seen(self, info: Info) -> datetime | None:
        hidden = self.left_at is not None and await info.context.chat.is_apart(self.user_id)
        return None if hidden else self.left_at

    @strawberry.field(
        description="Whether the user is connected now; offline where one of the two blocked the other.",
        directives=[OfViewer()],
    )
    async def presence(self, info: Info) -> Presence:
        return presence_of(online=await info.context.online.load(self.user_id))


def presence_of(*, online: bool) -> Presence:
    return Presence.ONLINE if online else Presence.OFFLINE


def to_user(profile: Profile) -> User:
    return User(
        id=strawberry.ID(str(profile["_id"])),
        username=profile["username"],
        display_name=profile["display_name"],
        user_id=profile["_id"],
        avatar=profile.get("avatar"),
        left_at=profile.get("last_seen"),
    )


def deleted_user(user_id: ObjectId) -> User:
    """Stands for an account that no longer exists."""
    return User(
        id=strawberry.ID(str(user_id)),
        username="deleted",
        display_name="Deleted account",
        user_id=user_id,
        avatar=None,
        left_at=None,
    )


async def load_user(info: Info, user_id: ObjectId) -> User:
    """The user, or what stands for a deleted one."""
    profile = await info.context.profiles.load(user_id)
    return to_user(profile) if profile else deleted_user(user_id)
