"""Threads that somebody follows."""

from typing import Annotated

import strawberry

import chat.threads
from chat import threads
from models.message import MessageRow
from schema.context import Info
from schema.describing import MessageId
from schema.messages import Message, to_message

ThreadSeq = Annotated[int, strawberry.argument(description="The seq of the last reply that was read.")]


@strawberry.type(description="A thread, and how the viewer stands to it.")
class FollowedThread:
    is_followed: bool = strawberry.field(
        description="Whether the viewer follows it: by replying, by being replied to, or by asking."
    )
    read_seq: int = strawberry.field(description="The viewer has read its replies up to this seq.")
    followed: strawberry.Private[chat.threads.FollowedThread]

    @strawberry.field(description="The message that opened it.")
    def message(self) -> Message:
        return to_message(self.followed.root)

    @strawberry.field(description="Replies of others that the viewer has not read, less deleted ones.")
    async def unread_count(self, info: Info) -> int:
        (count,) = await threads.unread_replies(info.context.chat, [self.followed])
        return count


@strawberry.type(
    description="A message tells of other replies than before: see replyCount, lastReplyAt and repliers. "
    "Its text is the same."
)
class ThreadChanged:
    room_id: strawberry.ID = strawberry.field(description="The room.")
    message: Message = strawberry.field(description="The message that opened the thread, as it is now.")


@strawberry.type(description="The viewer follows a thread, no longer does, or read it, on any device.")
class FollowChanged:
    room_id: strawberry.ID = strawberry.field(description="The room.")
    message_id: strawberry.ID = strawberry.field(description="The message that opened the thread.")
    is_followed: bool = strawberry.field(description="Whether the viewer follows it now.")
    read_seq: int = strawberry.field(description="The viewer has read its replies up to this seq.")


@strawberry.type
class ThreadMutations:
    @strawberry.mutation(description="Follow the thread of a message; what is there counts as read.")
    async def follow_thread(self, info: Info, message_id: MessageId) -> FollowedThread:
        return to_thread(await threads.follow_thread(info.context.chat, message_id))

    @strawberry.mutation(description="Follow a thread no longer, until the viewer replies or asks again.")
    async def unfollow_thread(self, info: Info, message_id: MessageId) -> FollowedThread:
        return to_thread(await threads.unfollow_thread(info.context.chat, message_id))

    @strawberry.mutation(
        description="Say that the viewer has read a thread up to this seq. Only ever moves forward."
    )
    async def mark_thread_read(self, info: Info, message_id: MessageId, seq: ThreadSeq) -> FollowedThread:
        return to_thread(await threads.mark_thread_read(info.context.chat, message_id, seq))


def to_thread(followed: chat.threads.FollowedThread) -> FollowedThread:
    return FollowedThread(
        is_followed=followed.follow.following, read_seq=followed.follow.read_seq, followed=followed
    )


async def load_follow(info: Info, root: MessageRow) -> FollowedThread | None:
    """How the viewer stands to the thread of this root."""
    follow = await info.context.follows.load(root["_id"])
    return to_thread(chat.threads.FollowedThread(root, follow)) if follow else None
