"""What owners and admins of a group have at hand: pins, invites, reports and the audit list."""

from datetime import datetime

import strawberry
from bson import ObjectId

import models.invite
import models.pin
import models.report
from chat.audit import AuditPage
from chat.errors import MessageNotFound
from models.audit import AuditAct, AuditEntry
from schema.context import Info
from schema.describing import describe_values
from schema.messages import Message, to_message
from schema.pagination import Connection, connection, seq_cursor
from schema.users import User, load_user

strawberry.enum(AuditAct, description="What was done.")
describe_values(
    AuditAct,
    ROOM_UPDATED="Name, topic or privacy were changed: `changes` tells from what to what.",
    SLOW_MODE_SET="Slow mode was set to as many seconds as the detail says.",
    MEMBERS_ADDED="Users were added: their ids are in the detail.",
    MEMBER_REMOVED="A user was taken out.",
    ROLE_CHANGED="A user was given the role in the detail.",
    MESSAGE_DELETED="A message of a user was deleted.",
    MESSAGE_PINNED="A message was pinned.",
    MESSAGE_UNPINNED="A message was let go from the pins.",
    MESSAGE_REPORTED="A message of a user was reported, for the reason in the detail.",
    REPORT_CLOSED="A report of the message was dealt with.",
    INVITE_CREATED="An invite was made: its id is in the detail.",
    INVITE_REVOKED="An invite was revoked: its id is in the detail.",
    INVITE_USED="Somebody came by the invite in the detail.",
)


@strawberry.type(description="A pinned message.")
class Pin:
    pinned_at: datetime = strawberry.field(description="When it was pinned.")
    pin: strawberry.Private[models.pin.Pin]

    @strawberry.field(description="The message.")
    async def message(self, info: Info) -> Message:
        return await _message(info, self.pin.message_id)

    @strawberry.field(description="Who pinned it.")
    async def pinned_by(self, info: Info) -> User:
        return await load_user(info, self.pin.pinned_by)


@strawberry.type(description="A link by which anybody with an account gets into a group.")
class Invite:
    id: strawberry.ID = strawberry.field(description="Opaque, for `revokeInvite`.")
    code: str = strawberry.field(description="The secret part of the link, for `joinByInvite`.")
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime = strawberry.field(description="Until when it is good.")
    max_uses: int | None = strawberry.field(description="How often it can be used; null without a limit.")
    uses: int = strawberry.field(description="How often it was used.")
    invite: strawberry.Private[models.invite.Invite]

    @strawberry.field(description="Who made it.")
    async def created_by(self, info: Info) -> User:
        return await load_user(info, self.invite.created_by)


@strawberry.type(description="That a member holds a message to be against the rules of the group.")
class Report:
    id: strawberry.ID = strawberry.field(description="Opaque, for `closeReport`.")
    reason: str = strawberry.field(description="In the reporter's words.")
    at: datetime = strawberry.field(description="When it was reported.")
    report: strawberry.Private[models.report.Report]

    @strawberry.field(description="The message.")
    async def message(self, info: Info) -> Message:
        return await _message(info, self.report.message_id)

    @strawberry.field(description="Who reported it.")
    async def reporter(self, info: Info) -> User:
        return await load_user(info, self.report.reporter_id)


@strawberry.type(description="That a part of a group is another now.")
class AuditChange:
    field: str = strawberry.field(description="The field of `Room`: `name`, `topic` or `isPrivate`.")
    before: str | None = strawberry.field(
        description="What it was, as text; null if there was none. `true` and `false` for yes and no."
    )
    after: str | None = strawberry.field(description="What it is now, in the same way.")


@strawberry.type(description="Something that was done in a group with more rights than everyone has.")
class AuditRecord:
    id: strawberry.ID = strawberry.field(description="Opaque, and the same for ever.")
    act: AuditAct = strawberry.field(description="What was done.")
    at: datetime = strawberry.field(description="When.")
    message_id: strawberry.ID | None = strawberry.field(description="The message that it was done to.")
    detail: str | None = strawberry.field(description="What else there is to know: see the act.")
    changes: list[AuditChange] = strawberry.field(
        description="What became another, for `ROOM_UPDATED`; empty for all else."
    )
    entry: strawberry.Private[AuditEntry]

    @strawberry.field(description="Who did it.")
    async def actor(self, info: Info) -> User:
        return await load_user(info, self.entry.actor_id)

    @strawberry.field(description="Whom it was done to, if anybody.")
    async def user(self, info: Info) -> User | None:
        return await load_user(info, self.entry.user_id) if self.entry.user_id else None


def to_pin(pin: models.pin.Pin) -> Pin:
    return Pin(pinned_at=pin.pinned_at, pin=pin)


def to_invite(invite: models.invite.Invite) -> Invite:
    return Invite(
        id=strawberry.ID(str(invite.id)),
        code=invite.code,
        created_at=invite.created_at,
        expires_at=invite.expires_at,
        max_uses=invite.max_uses,
        uses=invite.uses,
        invite=invite,
    )


def to_report(report: models.report.Report) -> Report:
    return Report(id=strawberry.ID(str(report.id)), reason=report.reason, at=report.at, report=report)


def audit_connection(page: AuditPage, *, has_previous: bool) -> Connection[AuditRecord]:
    nodes = [_to_record(entry) for entry in page.entries]
    cursors = [seq_cursor(entry.number) for entry in page.entries]
    return connection(nodes, cursors, has_next=page.has_next, has_previous=has_previous)


def _to_record(entry: AuditEntry) -> AuditRecord:
    return AuditRecord(
        id=strawberry.ID(str(entry.id)),
        act=entry.act,
        at=entry.at,
        message_id=strawberry.ID(str(entry.message_id)) if entry.message_id else None,
        detail=entry.detail,
        changes=[
            AuditChange(field=change.field, before=change.before, after=change.after)
            for change in entry.changes
        ],
        entry=entry,
    )


async def _message(info: Info, message_id: ObjectId) -> Message:
    row = await info.context.messages.load(message_id)
    if row is None:
        raise MessageNotFound
    return to_message(row)
