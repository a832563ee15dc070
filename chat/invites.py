"""Invites: links by which anybody with an account gets into a group, until they expire or are used up."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, cast

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession

from chat.access import Act, access_room
from chat.audit import Done, record
from chat.context import Context
from chat.errors import BadInput, InviteNotFound, TooLarge
from chat.events import InviteChanged
from chat.members import join_by_invite
from chat.staff import staff_channels
from models.audit import AuditAct
from models.base import parse_id, utc_now
from models.invite import Invite
from models.room import Room

CODE_BYTES: Final = 16
USUAL: Final = timedelta(days=7)
"""How long an invite is good that says nothing else."""

LONGEST: Final = timedelta(days=365)
KEPT: Final = 50
"""Invites that are good, of one room."""

MOST_USES: Final = 10_000


async def create_invite(ctx: Context, room_id: str, *, expires_in: int, max_uses: int | None) -> Invite:
    """Make a link into a group, good for so many seconds and uses. For owners and admins."""
    access = await access_room(ctx, room_id, Act.INVITE)
    if not 1 <= expires_in <= LONGEST.total_seconds():
        raise BadInput("An invite is good for a second up to a year.", field="expiresIn")
    if max_uses is not None and not 1 <= max_uses <= MOST_USES:
        raise BadInput(f"An invite can be used 1 to {MOST_USES:,} times.", field="maxUses")
    await ctx.core.limiter.hit("change", str(ctx.user_id))
    if len(await invites_of(access.room_id)) >= KEPT:
        raise TooLarge(f"A group has at most {KEPT} invites at once. Revoke one first.")
    invite = Invite(
        code=secrets.token_urlsafe(CODE_BYTES),
        room_id=PydanticObjectId(access.room_id),
        created_by=PydanticObjectId(ctx.user_id),
        expires_at=utc_now() + timedelta(seconds=expires_in),
        max_uses=max_uses,
    )

    async def make(session: AsyncClientSession) -> Sequence[Done]:
        await invite.insert(session=session)
        return [Done(AuditAct.INVITE_CREATED, detail=str(invite.id))]

    await record(ctx, access.room_id, make)
    await _tell(ctx, access.room_id, cast(PydanticObjectId, invite.id))
    return invite


async def revoke_invite(ctx: Context, invite_id: str) -> None:
    """Let a link be good no longer. Raises InviteNotFound."""
    invite = await Invite.get(PydanticObjectId(parse_id(invite_id))) if parse_id(invite_id) else None
    if invite is None or await ctx.core.reads.member((invite.room_id, ctx.user_id)) is None:
        raise InviteNotFound
    access = await access_room(ctx, invite.room_id, Act.INVITE)
    told = Done(AuditAct.INVITE_REVOKED, detail=str(invite.id))

    async def revoke(session: AsyncClientSession) -> Sequence[Done]:
        good = {"_id": invite.id, "revoked_at": None}
        changed = {"$set": {"revoked_at": utc_now()}}
        revoked = await ctx.core.database["invites"].update_one(good, changed, session=session)
        return [told] if revoked.matched_count else []

    if await record(ctx, access.room_id, revoke):
        await _tell(ctx, access.room_id, cast(PydanticObjectId, invite.id))


async def room_invites(ctx: Context, room_id: str | ObjectId) -> list[Invite]:
    """The links into a group that are good, the newest first. For owners and admins."""
    access = await access_room(ctx, room_id, Act.INVITE)
    return await invites_of(access.room_id)


async def invites_of(room_id: ObjectId) -> list[Invite]:
    found = await Invite.find({"room_id": room_id, "revoked_at": None}).to_list()
    return sorted(filter(_is_good, found), key=lambda invite: invite.created_at, reverse=True)


async def invited_room(ctx: Context, code: str) -> Room:
    """The group that a link leads into, for who has the link. Raises InviteNotFound."""
    ctx.signed_in  # noqa: B018  (strangers see nothing)
    invite = await _good_invite(ctx, code)
    room = await ctx.core.reads.room(invite.room_id)
    if room is None:
        raise InviteNotFound
    return room


async def use_invite(ctx: Context, code: str) -> Room:
    """Become a member by a link; for a member it is not counted. Raises InviteNotFound."""
    room = await invited_room(ctx, code)
    invite = await _good_invite(ctx, code)
    if await ctx.core.reads.member((invite.room_id, ctx.user_id)) is not None:
        return room
    await ctx.core.limiter.hit("change", str(ctx.user_id))
    used = cast(PydanticObjectId, invite.id)

    async def use(session: AsyncClientSession) -> Sequence[Done]:
        await _count_use(ctx, used, session)
        return [Done(AuditAct.INVITE_USED, detail=str(used))]

    await join_by_invite(ctx, room, use)
    await _tell(ctx, invite.room_id, used)
    return room


async def _good_invite(ctx: Context, code: str) -> Invite:
    await ctx.core.limiter.hit("search", str(ctx.user_id))
    invite = await Invite.find_one({"code": code}) if code.isascii() and "\x00" not in code else None
    if invite is None or not _is_good(invite):
        raise InviteNotFound
    return invite


async def _count_use(ctx: Context, invite_id: PydanticObjectId, session: AsyncClientSession) -> None:
    """Take one of the uses. Of two who take the last one at once, one gets InviteNotFound."""
    invite = await Invite.get(invite_id, session=session)
    if invite is None or not _is_good(invite):
        raise InviteNotFound
    uses = {"_id": invite_id, "uses": invite.uses, "revoked_at": None}
    taken = await ctx.core.database["invites"].update_one(uses, {"$inc": {"uses": 1}}, session=session)
    if not taken.matched_count:
        raise InviteNotFound


async def _tell(ctx: Context, room_id: ObjectId, invite_id: PydanticObjectId) -> None:
    """How it stands now. It is read anew: of two who use it at once the later tells of both."""
    invite = await Invite.get(invite_id)
    if invite is not None:
        event = InviteChanged(room_id, invite_id, invite.uses, _is_good(invite))
        ctx.core.bus.publish(event, await staff_channels(ctx, room_id))


def _is_good(invite: Invite) -> bool:
    used_up = invite.max_uses is not None and invite.uses >= invite.max_uses
    return invite.revoked_at is None and not used_up and invite.expires_at > utc_now()
