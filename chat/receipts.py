"""Receipts: how far each member has read and received, and what is unread."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bson import ObjectId

from chat.access import RoomAccess, access_message, access_room
from chat.context import Context, Core
from chat.errors import BadInput, RoomNotFound
from chat.events import MemberChanged, ReceiptsChanged, Watermark, user_channel
from chat.messages import heads
from chat.sharing import shares_read_receipts
from chat.spans import nodes_above, nodes_over
from models.base import utc_now
from models.member import Member
from models.message import MessageRow
from models.receipt import Receipt, ReceiptKind


async def mark_read(ctx: Context, room_id: str, seq: int) -> Member:
    """Move the asker's read mark forward to seq, and the delivered mark with it; never back."""
    return await _move(ctx, room_id, seq, (ReceiptKind.READ, ReceiptKind.DELIVERED))


async def mark_delivered(ctx: Context, room_id: str, seq: int) -> Member:
    """Move the asker's delivered mark forward to seq; never back."""
    return await _move(ctx, room_id, seq, (ReceiptKind.DELIVERED,))


async def mark_rooms_delivered(ctx: Context, marks: Mapping[str, int]) -> list[Member]:
    """Like `mark_delivered`, for several rooms at once. Rooms that the asker is not in are left out."""
    if len(marks) > ctx.core.rules.page_size:
        raise BadInput(f"There may be {ctx.core.rules.page_size} rooms at once.", field="marks")
    moved = await asyncio.gather(
        *(mark_delivered(ctx, room_id, seq) for room_id, seq in marks.items()), return_exceptions=True
    )
    for error in moved:
        if isinstance(error, BaseException) and not isinstance(error, RoomNotFound):
            raise error
    return [member for member in moved if isinstance(member, Member)]


async def mark_unread(ctx: Context, room_id: str, seq: int) -> RoomAccess:
    """Let the messages from seq on count as unread for the asker again. What others see stays as it is.

    Reading up to that message or past it ends it. A seq after the last one read changes nothing but that.
    """
    access = await access_room(ctx, room_id)
    if seq < 1:
        raise BadInput("The seq of a message is 1 or more.", field="seq")
    await ctx.core.limiter.hit("change", str(ctx.user_id))
    wanted = seq if seq <= access.member.furthest_seq else None
    return RoomAccess(access.room, await _begin_unread(ctx, access.member, wanted))


async def mark_message_read(ctx: Context, message_id: str) -> Member:
    """Like `mark_read`, up to a message."""
    access, row = await access_message(ctx, message_id)
    return await mark_read(ctx, str(access.room_id), row["seq"])


async def mark_message_delivered(ctx: Context, message_id: str) -> Member:
    """Like `mark_delivered`, up to a message."""
    access, row = await access_message(ctx, message_id)
    return await mark_delivered(ctx, str(access.room_id), row["seq"])


async def members_of_viewer(ctx: Context, room_ids: Sequence[ObjectId]) -> dict[ObjectId, Member]:
    """The asker's own memberships in these rooms."""
    members = await asyncio.gather(*(ctx.core.reads.member((room_id, ctx.user_id)) for room_id in room_ids))
    return {member.room_id: member for member in members if member is not None}


async def members_who_received(core: Core, room_id: ObjectId) -> list[Member]:
    """Every member of the room that has received anything."""
    query = {"room_id": room_id, "delivered_seq": {"$gt": 0}}
    rows = await core.database["members"].find(query).to_list()
    return [Member.model_validate(row) for row in rows]


def watermark(member: Member, moved: Sequence[ReceiptKind] = ()) -> Watermark:
    at = member.read_at or member.joined_at
    return Watermark(member.user_id, member.read_seq, member.delivered_seq, at, moved)


async def receipts_of(ctx: Context, row: MessageRow, kind: ReceiptKind) -> list[tuple[ObjectId, datetime]]:
    """Who reached this message with that mark, and when, the first first; its sender is not among them.

    An asker who does not share what they read learns of no other reader.
    """
    over = {"room_id": row["room_id"], "kind": kind.value, "spans": {"$in": nodes_above(row["seq"])}}
    moves = await ctx.core.database["receipts"].find(over, {"user_id": 1, "at": 1}).to_list()
    told = kind is not ReceiptKind.READ or await shares_read_receipts(ctx)
    others = [move for move in moves if move["user_id"] != row["sender_id"]]
    found = [(move["user_id"], move["at"]) for move in others if told or move["user_id"] == ctx.user_id]
    return sorted(found, key=lambda receipt: receipt[1])


async def _move(ctx: Context, room_id: str, seq: int, kinds: Sequence[ReceiptKind]) -> Member:
    """Gives the member as they see themselves."""
    access, shares = await asyncio.gather(access_room(ctx, room_id), shares_read_receipts(ctx))
    if seq < 0:
        raise BadInput("A seq is 0 or more.", field="seq")
    member = access.member
    if ReceiptKind.READ in kinds and member.unread_from is not None and seq >= member.unread_from:
        member = await _begin_unread(ctx, member, None)
    if not _behind(member, kinds, seq):
        return member.for_themselves()
    goal = min(seq, (await heads(ctx, [access.room]))[access.room_id].head.seq)
    while behind := _behind(member, kinds, goal):
        now = utc_now()
        moved = await _raise_marks(ctx, member, _raised(behind, goal, now, shares=shares))
        if moved is not None:
            await _tell(ctx, moved, behind, goal, now, shares=shares)
            return moved.for_themselves()
        member = (await access_room(ctx, access.room_id)).member  # another device was faster
    return member.for_themselves()


async def _tell(
    ctx: Context, moved: Member, behind: Mapping[ReceiptKind, int], goal: int, now: datetime, *, shares: bool
) -> None:
    """Log the moves and tell the room of them; of what is not shared only the user's own devices."""
    shared = {kind: mark for kind, mark in behind.items() if shares or kind is not ReceiptKind.READ}
    if shared:
        await _log(moved, shared, goal, now)
        await ctx.core.receipt_news.tell(moved.room_id, watermark(moved, tuple(shared)))
    if ReceiptKind.READ in behind:
        if not shares:
            own = replace(watermark(moved.for_themselves(), tuple(behind)), at=now)
            ctx.core.bus.publish(ReceiptsChanged(moved.room_id, (own,)), [user_channel(ctx.user_id)])
        ctx.core.push.read(ctx.user_id, moved.room_id, goal)


async def _begin_unread(ctx: Context, member: Member, seq: int | None) -> Member:
    """Let the unread begin here, or where the read mark stands, and tell the user's devices."""
    await ctx.core.database["members"].update_one({"_id": member.id}, {"$set": {"unread_from": seq}})
    changed: Member = member.model_copy(update={"unread_from": seq})
    ctx.core.bus.publish(
        MemberChanged(member.room_id, changed.for_themselves()), [user_channel(member.user_id)]
    )
    return changed


def _behind(member: Member, kinds: Sequence[ReceiptKind], goal: int) -> dict[ReceiptKind, int]:
    """The marks that have not reached the goal, and where they stand."""
    return {kind: mark for kind in kinds if (mark := _mark(member, kind)) < goal}


def _raised(behind: Mapping[ReceiptKind, int], goal: int, now: datetime, *, shares: bool) -> dict[str, Any]:
    """What these marks are once they have reached the goal."""
    fields: dict[str, Any] = {}
    if ReceiptKind.DELIVERED in behind:
        fields["delivered_seq"] = goal
    if ReceiptKind.READ in behind:
        fields |= {"read_seq": goal, "read_at": now} if shares else {"own_read_seq": goal}
    return fields


async def _raise_marks(ctx: Context, member: Member, fields: Mapping[str, Any]) -> Member | None:
    """Move these marks; None when the member's no longer stand where they stood."""
    stood = {mark: getattr(member, mark) for mark in ("read_seq", "own_read_seq", "delivered_seq")}
    moved = await ctx.core.database["members"].update_one({"_id": member.id, **stood}, {"$set": fields})
    return member.model_copy(update=dict(fields)) if moved.matched_count else None


async def _log(member: Member, moves: Mapping[ReceiptKind, int], goal: int, at: datetime) -> None:
    """One row for each mark that moved: from the message after its old place to the goal."""
    rows = [
        Receipt(
            room_id=member.room_id,
            user_id=member.user_id,
            kind=kind,
            from_seq=old + 1,
            to_seq=goal,
            spans=nodes_over(old + 1, goal),
            at=at,
        )
        for kind, old in moves.items()
    ]
    await Receipt.insert_many(rows)


def _mark(member: Member, kind: ReceiptKind) -> int:
    return member.furthest_seq if kind is ReceiptKind.READ else member.delivered_seq
