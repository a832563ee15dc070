"""Mutations of messages, reactions, receipts and typing."""

from datetime import datetime
from typing import Annotated

import strawberry

from chat import messages, reactions, receipts
from chat import typing as typing_
from schema.context import Info
from schema.describing import Emoji, MessageId, RoomId, Seq
from schema.members import Member, to_member
from schema.messages import Message, to_message
from schema.rooms import Room, to_room


@strawberry.input(description="A message to send.")
class SendMessageInput:
    room_id: strawberry.ID = strawberry.field(description="Where to.")
    content: str = strawberry.field(description="Up to 8,000 characters after trimming.")
    client_id: str = strawberry.field(
        description="A name of the client's own making, such as a UUID. Sent again under it, a message is "
        "stored once: the answer is the message of the first time."
    )
    attachment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Finished uploads of the viewer, up to 10."
    )
    reply_to_id: strawberry.ID | None = strawberry.field(
        default=None, description="The message of this room whose thread it continues."
    )
    created_at: datetime | None = strawberry.field(
        default=None, description="When it was written, if earlier. Only development servers take this."
    )


@strawberry.input(description="How far devices of the viewer have received a room.")
class RoomMark:
    room_id: strawberry.ID = strawberry.field(description="The room.")
    seq: int = strawberry.field(description="The seq of the last message received.")


@strawberry.type
class MessageMutations:
    @strawberry.mutation(description="Send a message. It is stored for good when the answer comes.")
    async def send_message(
        self, info: Info, input: Annotated[SendMessageInput, strawberry.argument(description="What.")]
    ) -> Message:
        row = await messages.send_message(
            info.context.chat,
            room_id=input.room_id,
            content=input.content,
            client_id=input.client_id,
            attachment_ids=input.attachment_ids,
            reply_to_id=input.reply_to_id,
            written_at=input.created_at,
        )
        return to_message(row)

    @strawberry.mutation(description="Change the text of a message of the viewer.")
    async def edit_message(
        self,
        info: Info,
        id: MessageId,
        content: Annotated[str, strawberry.argument(description="The new text.")],
    ) -> Message:
        return to_message(await messages.edit_message(info.context.chat, id, content))

    @strawberry.mutation(description="Delete a message. It keeps its place, without its content.")
    async def delete_message(self, info: Info, id: MessageId) -> Message:
        return to_message(await messages.delete_message(info.context.chat, id))

    @strawberry.mutation(description="Put an emoji on a message.")
    async def add_reaction(self, info: Info, message_id: MessageId, emoji: Emoji) -> Message:
        return to_message(await reactions.add_reaction(info.context.chat, message_id, emoji))

    @strawberry.mutation(description="Take the viewer's emoji off a message.")
    async def remove_reaction(self, info: Info, message_id: MessageId, emoji: Emoji) -> Message:
        return to_message(await reactions.remove_reaction(info.context.chat, message_id, emoji))

    @strawberry.mutation(description="Say that the viewer has read up to this seq. Only ever moves forward.")
    async def mark_read(self, info: Info, room_id: RoomId, seq: Seq) -> Member:
        return to_member(await receipts.mark_read(info.context.chat, room_id, seq))

    @strawberry.mutation(description="Say that a device of the viewer has received up to this seq.")
    async def mark_delivered(self, info: Info, room_id: RoomId, seq: Seq) -> Member:
        return to_member(await receipts.mark_delivered(info.context.chat, room_id, seq))

    @strawberry.mutation(
        description="Like `markDelivered`, for up to 100 rooms at once. Rooms that the viewer is not in are "
        "left out of the answer."
    )
    async def mark_rooms_delivered(
        self,
        info: Info,
        marks: Annotated[list[RoomMark], strawberry.argument(description="Each room once.")],
    ) -> list[Member]:
        wanted = {str(mark.room_id): mark.seq for mark in marks}
        return list(map(to_member, await receipts.mark_rooms_delivered(info.context.chat, wanted)))

    @strawberry.mutation(
        description="Let a room be unread for the viewer again, from this seq on, until they read up to it. "
        "Others see nothing of it."
    )
    async def mark_unread(
        self,
        info: Info,
        room_id: RoomId,
        seq: Annotated[int, strawberry.argument(description="The first message to be unread.")],
    ) -> Room:
        return to_room((await receipts.mark_unread(info.context.chat, room_id, seq)).room)

    @strawberry.mutation(description="Say that the viewer types, or no longer does.")
    async def set_typing(
        self,
        info: Info,
        room_id: RoomId,
        typing: Annotated[bool, strawberry.argument(description="Whether they type.")],
    ) -> bool:
        await typing_.set_typing(info.context.chat, room_id, typing=typing)
        return True
