"""What a client may say, one function for each event: read, call, answer.

An operation answers with what its acknowledgement holds besides `ok`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from api.bridge import people_events, thread_events
from api.bridge.client import EVERY_ROOM, Client, clocks
from api.bridge.payloads import (
    Answer,
    Code,
    Edit,
    FirstUnread,
    InRoom,
    Join,
    Mark,
    NewMessage,
    OfMessage,
    OfUser,
    Payload,
    Reaction,
    Report,
    ThreadMark,
    Token,
)
from api.bridge.relay import receipt
from api.checking import checked
from api.errors import as_told, error_shape
from chat import messages, reactions, receipts, typing
from chat.errors import BadInput, ChatError
from schema.scalars import written


async def authenticate(client: Client, said: Token) -> Answer:
    try:
        await client.authenticate(said.token)
    except ChatError as error:
        client.emit("auth_error", {"code": error.code, "message": error.message})
        raise
    answer = {"userId": str(client.context.user_id)}
    client.emit("authenticated", answer)
    return answer


async def join_room(client: Client, said: Join) -> Answer:
    missed = await client.join(said.room_id, clocks(said.room_id, said.since))
    places = [
        {"roomId": str(synced.room_id), "clock": synced.clock, "reset": synced.reset}
        | {"receipts": [receipt(mark) for mark in synced.receipts]}
        for synced in missed
    ]
    if said.room_id == EVERY_ROOM:
        return {"roomId": said.room_id, "rooms": places}
    if places:
        return places[0]
    if isinstance(said.since, int):  # the client cannot take it now: it is told once it has read on
        return {"roomId": said.room_id, "clock": said.since, "reset": False}
    return {"roomId": said.room_id, "clock": await client.clock_of(said.room_id)}


async def leave_room(client: Client, said: InRoom) -> Answer:
    client.leave(said.room_id)
    return {"roomId": said.room_id}


async def send_message(client: Client, said: NewMessage) -> Answer:
    row = await messages.send_message(
        client.context,
        room_id=said.room_id,
        content=said.content,
        client_id=said.temp_id,
        attachment_ids=said.attachments,
        reply_to_id=said.reply_to,
    )
    sent = {"id": str(row["_id"]), "seq": row["seq"], "createdAt": written(row["created_at"])}
    client.emit("message_ack", {"tempId": said.temp_id, **sent})
    return {"tempId": said.temp_id, **sent}


async def edit_message(client: Client, said: Edit) -> Answer:
    row = await messages.edit_message(client.context, said.message_id, said.new_content)
    return {"messageId": said.message_id, "clock": row["clock"]}


async def delete_message(client: Client, said: OfMessage) -> Answer:
    row = await messages.delete_message(client.context, said.message_id)
    return {"messageId": said.message_id, "clock": row["clock"]}


async def react_message(client: Client, said: Reaction) -> Answer:
    row, is_there = await reactions.toggle_reaction(client.context, said.message_id, said.reaction)
    return {"messageId": said.message_id, "clock": row["clock"], "removed": not is_there}


async def message_read(client: Client, said: Mark) -> Answer:
    await receipts.mark_message_read(client.context, said.message_id)
    return {}


async def message_delivered(client: Client, said: Mark) -> Answer:
    await receipts.mark_message_delivered(client.context, said.message_id)
    return {}


async def type_in_room(client: Client, said: InRoom) -> Answer:
    await typing.set_typing(client.context, said.room_id, typing=True)
    return {}


async def stop_typing(client: Client, said: InRoom) -> Answer:
    await typing.set_typing(client.context, said.room_id, typing=False)
    return {}


@dataclass(frozen=True, slots=True)
class ClientEvent:
    payload: TypeAdapter[Any]
    operation: Callable[[Client, Any], Awaitable[Answer]]


def _event(payload: type[Payload], operation: Callable[[Client, Any], Awaitable[Answer]]) -> ClientEvent:
    return ClientEvent(TypeAdapter(payload), operation)


EVENTS: Final[dict[str, ClientEvent]] = {
    "authenticate": _event(Token, authenticate),
    "join_room": _event(Join, join_room),
    "leave_room": _event(InRoom, leave_room),
    "send_message": _event(NewMessage, send_message),
    "message_read": _event(Mark, message_read),
    "message_delivered": _event(Mark, message_delivered),
    "typing": _event(InRoom, type_in_room),
    "stop_typing": _event(InRoom, stop_typing),
    "react_message": _event(Reaction, react_message),
    "edit_message": _event(Edit, edit_message),
    "delete_message": _event(OfMessage, delete_message),
    "mark_unread": _event(FirstUnread, thread_events.mark_unread),
    "follow_thread": _event(OfMessage, thread_events.follow_thread),
    "unfollow_thread": _event(OfMessage, thread_events.unfollow_thread),
    "thread_read": _event(ThreadMark, thread_events.thread_read),
    "pin_message": _event(OfMessage, thread_events.pin_message),
    "unpin_message": _event(OfMessage, thread_events.unpin_message),
    "report_message": _event(Report, people_events.report_message),
    "block_user": _event(OfUser, people_events.block_user),
    "unblock_user": _event(OfUser, people_events.unblock_user),
    "join_by_invite": _event(Code, people_events.join_by_invite),
}
"""All that a client may say. What the protocol reserves, such as `connect`, is not among it."""


async def respond(client: Client, name: str, arguments: Sequence[object]) -> Answer:
    """What an acknowledgement of the event says: `{ok: true, …}` or `{ok: false, error: {code, message}}`."""
    try:
        said = EVENTS.get(name)
        if said is None:
            raise BadInput("There is no such event.")
        if len(arguments) != 1:
            raise BadInput("This event carries one object.")
        return {"ok": True, **await said.operation(client, checked(arguments[0], said.payload))}
    except Exception as error:
        told = error_shape(as_told(error, f"socket.io {name}"))
        return {"ok": False, "error": {key: value for key, value in told.items() if value is not None}}
