"""Endpoints of pins, reports, blocks and the audit list."""

from typing import Annotated

from pydantic import Field, with_config
from typing_extensions import TypedDict

from api import shapes
from api.rest.endpoint import Input, endpoint
from api.rest.paging import FirstPage
from chat import audit, blocks, messages, pins, reports
from chat.context import Context
from chat.errors import ErrorCode
from chat.storage import Storage
from models.audit import AuditEntry
from models.message import MessageRow
from models.pin import Pin as StoredPin
from models.report import Report as StoredReport
from schema.scalars import written


class Reason(Input):
    """Why a message is reported."""

    reason: str


class AuditQuery(FirstPage):
    """Which part of the audit list."""

    before: Annotated[int, Field(ge=1, le=2**53)] | None = None
    """The number of an entry: those before it. Left out, the newest ones."""


class Pin(TypedDict):
    """A pinned message."""

    message: shapes.Message
    pinnedBy: str
    pinnedAt: str


class Pins(TypedDict):
    """Pinned messages, the newest pin first."""

    pins: list[Pin]


class Report(TypedDict):
    """That a member holds a message to be against the rules of the group."""

    id: str
    message: shapes.Message
    reporterId: str
    reason: str
    at: str


class Reports(TypedDict):
    """Reports that nobody has dealt with, the oldest first: up to 100."""

    reports: list[Report]


class Blocked(TypedDict):
    """Users, by username."""

    users: list[shapes.User]


@with_config(use_attribute_docstrings=True)
class AuditChange(TypedDict):
    """That a part of a group is another now, as text: `true` and `false` for yes and no, null for nothing."""

    field: str
    """Of the room: `name`, `topic` or `isPrivate`."""
    before: str | None
    after: str | None


@with_config(use_attribute_docstrings=True)
class AuditRecord(TypedDict):
    """Something that was done in a group with more rights than everyone has."""

    id: str
    number: int
    """Its place in the list: 1, 2, 3 … without holes."""
    act: str
    actorId: str
    userId: str | None
    """Whom it was done to."""
    messageId: str | None
    """The message that it was done to."""
    detail: str | None
    changes: list[AuditChange]
    """What became another, of a room that was changed; empty for all else."""
    at: str


@with_config(use_attribute_docstrings=True)
class AuditList(TypedDict):
    """A page of the audit list, the newest first."""

    entries: list[AuditRecord]
    hasMore: bool
    """Whether there are more before them."""


ACTING = [ErrorCode.FORBIDDEN, ErrorCode.RATE_LIMITED]


@endpoint("GET", "/api/rooms/{roomId}/pins")
async def list_pins(ctx: Context, room_id: str) -> Pins:
    """The pinned messages of a room, the newest pin first."""
    found = await pins.room_pins(ctx, room_id)
    rows = await messages.messages_by_id(ctx, [pin.message_id for pin in found])
    return {"pins": [_pin(pin, rows[pin.message_id], ctx.core.storage) for pin in found]}


@endpoint("PUT", "/api/messages/{messageId}/pin", status=204, refuses=[*ACTING, ErrorCode.TOO_LARGE])
async def pin_message(ctx: Context, message_id: str) -> None:
    """Pin a message: up to 50 in a room. For owners and admins; in a direct room for both."""
    await pins.pin_message(ctx, message_id)


@endpoint("DELETE", "/api/messages/{messageId}/pin", status=204, refuses=ACTING)
async def unpin_message(ctx: Context, message_id: str) -> None:
    """Let a message be pinned no longer."""
    await pins.unpin_message(ctx, message_id)


@endpoint("POST", "/api/messages/{messageId}/report", status=204, refuses=ACTING)
async def report_message(ctx: Context, message_id: str, body: Reason) -> None:
    """Report a message of a group to its owners and admins."""
    await reports.report_message(ctx, message_id, body.reason)


@endpoint("GET", "/api/rooms/{roomId}/reports", refuses=[ErrorCode.FORBIDDEN])
async def list_reports(ctx: Context, room_id: str) -> Reports:
    """Reports that nobody has dealt with, the oldest first. For owners and admins."""
    found = await reports.open_reports(ctx, room_id)
    rows = await messages.messages_by_id(ctx, [report.message_id for report in found])
    return {"reports": [_report(each, rows[each.message_id], ctx.core.storage) for each in found]}


@endpoint("POST", "/api/reports/{reportId}/close", status=204, refuses=[ErrorCode.FORBIDDEN])
async def close_report(ctx: Context, report_id: str) -> None:
    """Say that a report is dealt with. For owners and admins."""
    await reports.close_report(ctx, report_id)


@endpoint("GET", "/api/rooms/{roomId}/audit", refuses=[ErrorCode.FORBIDDEN])
async def list_audit(ctx: Context, room_id: str, query: AuditQuery) -> AuditList:
    """What was done in a group with more rights than everyone has. For owners and admins."""
    first = query.within(ctx.core.rules)
    page = await audit.audit_page(ctx, room_id, first=first, before=query.before)
    return {"entries": list(map(_audit_record, page.entries)), "hasMore": page.has_next}


@endpoint("GET", "/api/users/me/blocks")
async def list_blocks(ctx: Context) -> Blocked:
    """Those whom the signed-in user blocked, by username."""
    return {"users": [shapes.user(found, ctx.core.storage) for found in await blocks.blocked_users(ctx)]}


@endpoint(
    "PUT",
    "/api/users/me/blocks/{userId}",
    status=204,
    refuses=[ErrorCode.BAD_INPUT, ErrorCode.RATE_LIMITED],
)
async def block_user(ctx: Context, user_id: str) -> None:
    """Have nothing to do with a user: no messages alone, no typing and presence to either."""
    await blocks.block_user(ctx, user_id)


@endpoint("DELETE", "/api/users/me/blocks/{userId}", status=204)
async def unblock_user(ctx: Context, user_id: str) -> None:
    """Take a block back."""
    await blocks.unblock_user(ctx, user_id)


def _pin(pin: StoredPin, row: MessageRow, storage: Storage) -> Pin:
    return {
        "message": shapes.message(row, storage),
        "pinnedBy": str(pin.pinned_by),
        "pinnedAt": written(pin.pinned_at),
    }


def _report(report: StoredReport, row: MessageRow, storage: Storage) -> Report:
    return {
        "id": str(report.id),
        "message": shapes.message(row, storage),
        "reporterId": str(report.reporter_id),
        "reason": report.reason,
        "at": written(report.at),
    }


def _audit_record(entry: AuditEntry) -> AuditRecord:
    return {
        "id": str(entry.id),
        "number": entry.number,
        "act": entry.act.value,
        "actorId": str(entry.actor_id),
        "userId": str(entry.user_id) if entry.user_id else None,
        "messageId": str(entry.message_id) if entry.message_id else None,
        "detail": entry.detail,
        "changes": [
            {"field": change.field, "before": change.before, "after": change.after}
            for change in entry.changes
        ],
        "at": written(entry.at),
    }
