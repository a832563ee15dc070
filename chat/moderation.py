"""What else happens when somebody uses the rights that not everyone has."""

from pymongo.asynchronous.client_session import AsyncClientSession

from chat.audit import Done, write_entries
from chat.context import Context
from chat.drafts import Beside
from models.audit import AuditAct
from models.message import MessageRow


def told_of_deletion(ctx: Context, row: MessageRow) -> Beside | None:
    """Writes down, in one transaction with the deletion, that another than its sender deletes the message."""
    if row["sender_id"] == ctx.user_id:
        return None
    done = Done(AuditAct.MESSAGE_DELETED, user_id=row["sender_id"], message_id=row["_id"])

    async def tell(session: AsyncClientSession) -> None:
        await write_entries(ctx, row["room_id"], [done], session)

    return tell
