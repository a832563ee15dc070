"""Reports: telling the owners and admins of a group about a message."""

from collections.abc import Sequence
from typing import Final, cast

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession

from chat import text
from chat.access import Act, access_message, access_room
from chat.audit import Done, record
from chat.context import Context
from chat.errors import MessageNotFound, NotFound
from chat.events import MessageReported, ReportClosed
from chat.staff import staff_channels
from models.audit import AuditAct
from models.base import parse_id
from models.report import Report

REASON_CHARACTERS: Final = 500
SHOWN: Final = 100


async def report_message(ctx: Context, message_id: str, reason: str) -> None:
    """Report a message of a group to its owners and admins; once for each message and user."""
    access, row = await access_message(ctx, message_id, Act.REPORT)
    reason = text.line(reason, "reason", REASON_CHARACTERS)
    if row["deleted_at"] is not None:
        raise MessageNotFound
    await ctx.core.limiter.hit("change", str(ctx.user_id))
    once = {"message_id": PydanticObjectId(row["_id"]), "reporter_id": PydanticObjectId(ctx.user_id)}
    report = Report(room_id=PydanticObjectId(access.room_id), reason=reason, **once)
    told = Done(AuditAct.MESSAGE_REPORTED, row["sender_id"], row["_id"], detail=reason)

    async def keep(session: AsyncClientSession) -> Sequence[Done]:
        if await Report.find_one(once, session=session):
            return []
        await report.insert(session=session)
        return [told]

    if not await record(ctx, access.room_id, keep):
        return
    event = MessageReported(access.room_id, row, cast(ObjectId, report.id), reason)
    ctx.core.bus.publish(event, await staff_channels(ctx, access.room_id))


async def open_reports(ctx: Context, room_id: str | ObjectId) -> list[Report]:
    """Reports that nobody has dealt with yet, the oldest first: up to 100. For owners and admins."""
    access = await access_room(ctx, room_id, Act.MODERATE)
    waiting = Report.find({"room_id": access.room_id, "closed_by": None}).limit(SHOWN)
    return sorted(await waiting.to_list(), key=lambda report: report.at)


async def close_report(ctx: Context, report_id: str) -> None:
    """Say that a report is dealt with. Raises NotFound."""
    wanted = parse_id(report_id)
    report = await Report.get(PydanticObjectId(wanted)) if wanted else None
    if report is None or await ctx.core.reads.member((report.room_id, ctx.user_id)) is None:
        raise NotFound("There is no such report.", field="id")
    access = await access_room(ctx, report.room_id, Act.MODERATE)
    told = Done(AuditAct.REPORT_CLOSED, message_id=report.message_id)

    async def close(session: AsyncClientSession) -> Sequence[Done]:
        closed = await ctx.core.database["reports"].update_one(
            {"_id": report.id, "closed_by": None}, {"$set": {"closed_by": ctx.user_id}}, session=session
        )
        return [told] if closed.matched_count else []

    if await record(ctx, access.room_id, close):
        event = ReportClosed(access.room_id, cast(ObjectId, report.id))
        ctx.core.bus.publish(event, await staff_channels(ctx, access.room_id))
