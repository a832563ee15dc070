"""Endpoints of invites: links into a group."""

from pydantic import with_config
from typing_extensions import TypedDict

from api import shapes
from api.rest.endpoint import Input, Whole, endpoint
from api.rest.rooms import seen
from chat import invites
from chat.context import Context
from chat.errors import ErrorCode
from models.invite import Invite as StoredInvite
from schema.scalars import written


class NewInvite(Input):
    """A link to be made."""

    expires_in: Whole = int(invites.USUAL.total_seconds())
    """For how many seconds it is good: up to a year."""
    max_uses: Whole | None = None
    """How often it can be used; without a limit if left out."""


@with_config(use_attribute_docstrings=True)
class Invite(TypedDict):
    """A link by which anybody with an account gets into a group."""

    id: str
    code: str
    """The secret part of the link."""
    createdBy: str
    createdAt: str
    expiresAt: str
    maxUses: int | None
    uses: int
    """How often it was used."""


class Invites(TypedDict):
    """Invites that are good, the newest first."""

    invites: list[Invite]


@endpoint("GET", "/api/rooms/{roomId}/invites", refuses=[ErrorCode.FORBIDDEN])
async def list_invites(ctx: Context, room_id: str) -> Invites:
    """The invites of a group that are good, the newest first. For owners and admins."""
    return {"invites": list(map(_invite, await invites.room_invites(ctx, room_id)))}


@endpoint("POST", "/api/rooms/{roomId}/invites", status=201, refuses=[ErrorCode.FORBIDDEN])
async def create_invite(ctx: Context, room_id: str, body: NewInvite) -> Invite:
    """Make a link into a group. For owners and admins."""
    made = await invites.create_invite(ctx, room_id, expires_in=body.expires_in, max_uses=body.max_uses)
    return _invite(made)


@endpoint("DELETE", "/api/invites/{inviteId}", status=204, refuses=[ErrorCode.FORBIDDEN])
async def revoke_invite(ctx: Context, invite_id: str) -> None:
    """Let an invite be good no longer. For owners and admins."""
    await invites.revoke_invite(ctx, invite_id)


@endpoint("GET", "/api/join/{code}", refuses=[ErrorCode.RATE_LIMITED])
async def show_invited_room(ctx: Context, code: str) -> shapes.Room:
    """The group that an invite leads into, for who has the link."""
    return shapes.room(await invites.invited_room(ctx, code))


@endpoint("POST", "/api/join/{code}", refuses=[ErrorCode.RATE_LIMITED, ErrorCode.TOO_LARGE])
async def join_by_invite(ctx: Context, code: str) -> shapes.RoomOfViewer:
    """Become a member of the group that an invite leads into."""
    return await seen(ctx, str((await invites.use_invite(ctx, code)).id))


def _invite(invite: StoredInvite) -> Invite:
    return {
        "id": str(invite.id),
        "code": invite.code,
        "createdBy": str(invite.created_by),
        "createdAt": written(invite.created_at),
        "expiresAt": written(invite.expires_at),
        "maxUses": invite.max_uses,
        "uses": invite.uses,
    }
