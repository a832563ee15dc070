"""What a client may say of other people: reports, blocks, and coming by an invite."""

from api.bridge.client import Client
from api.bridge.payloads import Answer, Code, OfUser, Report
from chat import blocks, invites, reports


async def report_message(client: Client, said: Report) -> Answer:
    await reports.report_message(client.context, said.message_id, said.reason)
    return {}


async def block_user(client: Client, said: OfUser) -> Answer:
    await blocks.block_user(client.context, said.user_id)
    return {}


async def unblock_user(client: Client, said: OfUser) -> Answer:
    await blocks.unblock_user(client.context, said.user_id)
    return {}


async def join_by_invite(client: Client, said: Code) -> Answer:
    return {"roomId": str((await invites.use_invite(client.context, said.code)).id)}
