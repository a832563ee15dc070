"""What else happens when somebody uses the rights that not everyone has."""

from chat.access import RoomAccess
from chat.audit import record
from chat.context import Context
from chat.pins import remove_pin
from models.audit import AuditAct
from models.message import MessageRow


async def message_deleted(ctx: Context, access: RoomAccess, row: MessageRow) -> None:
    """Take the pin off a message that was deleted, and write down that another than its sender did it."""
    await remove_pin(ctx, access, row)
    if row["sender_id"] != ctx.user_id:
        act = AuditAct.MESSAGE_DELETED
        await record(ctx, access, act, user_id=row["sender_id"], message_id=row["_id"])
