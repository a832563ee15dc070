"""What a subscription hears of people, whichever room they share with the viewer."""

from datetime import datetime

import strawberry

from chat import events
from schema.users import Presence, User, presence_of, to_user


@strawberry.type(description="Somebody with whom the viewer shares a room came or went.")
class PresenceChanged:
    user_id: strawberry.ID = strawberry.field(description="Who.")
    presence: Presence = strawberry.field(description="Whether they are connected now.")
    last_seen: datetime | None = strawberry.field(description="When they left; null while online.")


@strawberry.type(
    description="Somebody with whom the viewer shares a room of up to 500, or the viewer, "
    "has another name or picture."
)
class ProfileChanged:
    user: User = strawberry.field(description="The user as they are now.")


def to_presence_changed(event: events.PresenceChanged) -> PresenceChanged:
    return PresenceChanged(
        user_id=strawberry.ID(str(event.user_id)),
        presence=presence_of(online=event.online),
        last_seen=event.last_seen,
    )


def to_profile_changed(event: events.ProfileChanged) -> ProfileChanged:
    return ProfileChanged(user=to_user(event.profile))
