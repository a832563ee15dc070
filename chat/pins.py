"""Pins: up to 50 messages of a room that stay at hand."""

from collections.abc import Sequence

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession

from chat.access import Act, RoomAccess, access_message, access_room
from chat.audit import Done, record
from chat.context import Context
from chat.errors import MessageNotFound, TooLarge
from chat.events import PinChanged, room_channel
from models.audit import AuditAct
from models.message import MessageRow
from models.pin import SLOTS, Pin


async def pin_message(ctx: Context, message_id: str) -> RoomAccess:
    """Pin a message; one that is pinned stays so. For owners and admins, in a direct room for both.

    Raises TooLarge when the room has as many pins as it can hold.
    """
    access, row = await access_message(ctx, message_id, Act.PIN)
    if row["deleted_at"] is not None:
        raise MessageNotFound
    await ctx.core.limiter.hit("change", str(ctx.user_id))

    async def pin(session: AsyncClientSession) -> Sequence[Done]:
        taken = await _take_slot(ctx, access, row, session)
        return [Done(AuditAct.MESSAGE_PINNED, message_id=row["_id"])] if taken else []

    if await record(ctx, access.room_id, pin):
        _announce(ctx, access, row, pinned=True)
    return access


async def unpin_message(ctx: Context, message_id: str) -> RoomAccess:
    """Let a message be pinned no longer; one that is not pinned is no error."""
    access, row = await access_message(ctx, message_id, Act.PIN)
    await ctx.core.limiter.hit("change", str(ctx.user_id))

    async def unpin(session: AsyncClientSession) -> Sequence[Done]:
        freed = await _free_slot(ctx, row, session)
        return [Done(AuditAct.MESSAGE_UNPINNED, message_id=row["_id"])] if freed else []

    if await record(ctx, access.room_id, unpin):
        _announce(ctx, access, row, pinned=False)
    return access


async def remove_pin(ctx: Context, access: RoomAccess, row: MessageRow) -> None:
    """Take the pin off a message that was deleted, if it has one, and tell the room."""
    if await _free_slot(ctx, row):
        _announce(ctx, access, row, pinned=False)


async def room_pins(ctx: Context, room_id: str) -> list[Pin]:
    """The pins of a room, the newest first, for its members."""
    return await pins_of((await access_room(ctx, room_id)).room_id)


async def pins_of(room_id: ObjectId) -> list[Pin]:
    """The pins of a room that the asker was given, the newest first."""
    pins = await Pin.find({"room_id": room_id}).to_list()
    return sorted(pins, key=lambda pin: (pin.pinned_at, pin.slot), reverse=True)


async def _take_slot(ctx: Context, access: RoomAccess, row: MessageRow, session: AsyncClientSession) -> bool:
    """False when the message is pinned already. Raises DuplicateKeyError when somebody else was faster."""
    pins = await Pin.find({"room_id": access.room_id}, session=session).to_list()
    if any(pin.message_id == row["_id"] for pin in pins):
        return False
    free = set(range(1, SLOTS + 1)) - {pin.slot for pin in pins}
    if not free:
        raise TooLarge(f"A room has at most {SLOTS} pinned messages. Unpin one first.")
    pin = Pin(
        room_id=PydanticObjectId(access.room_id),
        slot=min(free),
        message_id=PydanticObjectId(row["_id"]),
        pinned_by=PydanticObjectId(ctx.user_id),
    )
    await pin.insert(session=session)
    return True


async def _free_slot(ctx: Context, row: MessageRow, session: AsyncClientSession | None = None) -> bool:
    """False when the message is not pinned."""
    pinned = {"room_id": row["room_id"], "message_id": row["_id"]}
    removed = await ctx.core.database["pins"].delete_one(pinned, session=session)
    return bool(removed.deleted_count)


def _announce(ctx: Context, access: RoomAccess, row: MessageRow, *, pinned: bool) -> None:
    event = PinChanged(access.room_id, row, ctx.user_id, pinned)
    ctx.core.bus.publish(event, [room_channel(access.room_id)])
