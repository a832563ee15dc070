"""What a client may say of threads, pins and what is unread."""

from api.bridge.client import Client
from api.bridge.payloads import Answer, FirstUnread, OfMessage, ThreadMark
from chat import pins, receipts, threads
from chat.threads import FollowedThread


async def mark_unread(client: Client, said: FirstUnread) -> Answer:
    await receipts.mark_unread(client.context, said.room_id, said.seq)
    return {}


async def follow_thread(client: Client, said: OfMessage) -> Answer:
    return _thread(await threads.follow_thread(client.context, said.message_id))


async def unfollow_thread(client: Client, said: OfMessage) -> Answer:
    return _thread(await threads.unfollow_thread(client.context, said.message_id))


async def thread_read(client: Client, said: ThreadMark) -> Answer:
    return _thread(await threads.mark_thread_read(client.context, said.message_id, said.seq))


async def pin_message(client: Client, said: OfMessage) -> Answer:
    await pins.pin_message(client.context, said.message_id)
    return {}


async def unpin_message(client: Client, said: OfMessage) -> Answer:
    await pins.unpin_message(client.context, said.message_id)
    return {}


def _thread(thread: FollowedThread) -> Answer:
    follow = thread.follow
    return {"messageId": str(follow.root_id), "isFollowed": follow.following, "readSeq": follow.read_seq}
