"""Read receipts that a user does not share: nobody learns what they read, nor they what others read.

What was told before stays told. Delivered marks are told in any case.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from bson import ObjectId

from chat.context import Context
from chat.events import (
    Event,
    MemberChanged,
    MemberJoined,
    ReceiptsChanged,
    RoomSynced,
    SharingChanged,
    Watermark,
    user_channel,
)
from models.base import utc_now
from models.member import Member
from models.receipt import ReceiptKind

TellsReading: TypeAlias = ReceiptsChanged | MemberJoined | MemberChanged
"""The published events that tell how far somebody read."""

TELL_READING: Final = (ReceiptsChanged, MemberJoined, MemberChanged)


async def share_read_receipts(ctx: Context, *, shares: bool) -> None:
    """From now on share what the asker reads, and learn what others read, or neither."""
    await ctx.core.limiter.hit("change", str(ctx.user_id))
    changed = {"shares_read_receipts": shares, "sharing_changed_at": utc_now()}
    await ctx.core.database["users"].update_one({"_id": ctx.user_id}, {"$set": changed})
    ctx.core.bus.publish(SharingChanged(ctx.user_id, shares), [user_channel(ctx.user_id)])


async def shares_read_receipts(ctx: Context) -> bool:
    """Whether the asker shares what they read."""
    return await ctx.core.reads.shares_read_receipts(ctx.user_id) is not False


async def as_seen_by_asker(ctx: Context, members: Sequence[Member]) -> list[Member]:
    """The members with what the asker may know of their reading, their own whole."""
    shares = await shares_read_receipts(ctx)
    return [_seen(member, ctx.user_id, shares=shares) for member in members]


def is_about(event: TellsReading, user_id: ObjectId) -> bool:
    """Whether the event tells of nobody but the user."""
    if isinstance(event, ReceiptsChanged):
        return all(mark.user_id == user_id for mark in event.receipts)
    return event.member.user_id == user_id


def without_reading(event: Event) -> Event | None:
    """The event for those who do not share what they read; None if nothing is left of it."""
    if isinstance(event, MemberJoined | MemberChanged):
        return replace(event, member=event.member.without_reading())
    if isinstance(event, ReceiptsChanged):
        left = tuple(_unread(mark) for mark in event.receipts if tuple(mark.moved) != (ReceiptKind.READ,))
        return replace(event, receipts=left) if left else None
    return event


def synced_for(
    synced: RoomSynced, known: Watermark | None, own: Watermark | None, *, shares: bool
) -> RoomSynced:
    """What a user missed: their own mark whole, those of others only if they share theirs.

    `known` is their mark among the receipts, `own` as they themselves see it.
    """
    newest = _furthest(known, own)
    if shares and newest == known:
        return synced
    others = [mark if shares else _unread(mark) for mark in synced.receipts if mark is not known]
    return replace(synced, receipts=(*others, *([newest] if newest else [])))


def _furthest(known: Watermark | None, own: Watermark | None) -> Watermark | None:
    """A mark only ever moves forward. Who has received nothing has none."""
    if own is None or not own.delivered_seq:
        return known
    if known is None:
        return own
    if own.read_seq <= known.read_seq and own.delivered_seq <= known.delivered_seq:
        return known
    read, delivered = max(known.read_seq, own.read_seq), max(known.delivered_seq, own.delivered_seq)
    return replace(own, read_seq=read, delivered_seq=delivered)


def _seen(member: Member, user_id: ObjectId, *, shares: bool) -> Member:
    if member.user_id == user_id:
        return member.for_themselves()
    return member if shares else member.without_reading()


def _unread(mark: Watermark) -> Watermark:
    moved = tuple(kind for kind in mark.moved if kind != ReceiptKind.READ)
    return replace(mark, read_seq=0, moved=moved)
