"""Pins: up to 50 messages of a room that stay at hand."""

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from chat.access import Act, RoomAccess, access_message, access_room
from chat.audit import record
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
    if await _take_slot(ctx, access, row):
        _announce(ctx, access, row, pinned=True)
        await record(ctx, access, AuditAct.MESSAGE_PINNED, message_id=row["_id"])
    return access


async def unpin_message(ctx: Context, message_id: str) -> RoomAccess:
    """Let a message be pinned no longer; one that is not pinned is no error."""
    access, row = await access_message(ctx, message_id, Act.PIN)
    await ctx.core.limiter.hit("change", str(ctx.user_id))
    if await remove_pin(ctx, access, row):
        await record(ctx, access, AuditAct.MESSAGE_UNPINNED, message_id=row["_id"])
    return access


async def remove_pin(ctx: Context, access: RoomAccess, row: MessageRow) -> bool:
    """Take the pin off a message, if it has one, and tell the room."""
    removed = await ctx.core.database["pins"].delete_one(
        {"room_id": access.room_id, "message_id": row["_id"]}
    )
    if removed.deleted_count:
        _announce(ctx, access, row, pinned=False)
    return bool(removed.deleted_count)


async def room_pins(ctx: Context, room_id: str) -> list[Pin]:
    """The pins of a room, the newest first, for its members."""
    return await pins_of((await access_room(ctx, room_id)).room_id)


async def pins_of(room_id: ObjectId) -> list[Pin]:
    """The pins of a room that the asker was given, the newest first."""
    pins = await Pin.find({"room_id": room_id}).to_list()
    return sorted(pins, key=lambda pin: (pin.pinned_at, pin.slot), reverse=True)


async def _take_slot(ctx: Context, access: RoomAccess, row: MessageRow) -> bool:
    """False when the message is pinned already."""
    while True:
        pins = await pins_of(access.room_id)
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
        try:
            await pin.insert()
        except DuplicateKeyError:  # somebody else took the slot, or pinned the message
            continue
        return True


def _announce(ctx: Context, access: RoomAccess, row: MessageRow, *, pinned: bool) -> None:
    event = PinChanged(access.room_id, row, ctx.user_id, pinned)
    ctx.core.bus.publish(event, [room_channel(access.room_id)])
