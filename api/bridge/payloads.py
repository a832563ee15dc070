"""What the events of a client carry, and what answers them."""

from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict, NonNegativeInt
from pydantic.alias_generators import to_camel

Answer: TypeAlias = dict[str, Any]


class Payload(BaseModel):
    """What an event carries: names as in JSON, nothing converted; what is unknown is passed over."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, strict=True)


class Token(Payload):
    token: str


class InRoom(Payload):
    room_id: str


class Join(Payload):
    room_id: str
    since: NonNegativeInt | dict[str, NonNegativeInt] | None = None


class NewMessage(Payload):
    room_id: str
    content: str = ""
    attachments: list[str] = []
    temp_id: str | None = None
    reply_to: str | None = None


class OfMessage(Payload):
    message_id: str


class Mark(Payload):
    """The message says which room it is in."""

    message_id: str
    room_id: str | None = None


class Reaction(Payload):
    message_id: str
    reaction: str


class Edit(Payload):
    message_id: str
    new_content: str


class FirstUnread(Payload):
    room_id: str
    seq: int


class ThreadMark(Payload):
    message_id: str
    seq: int


class Report(Payload):
    message_id: str
    reason: str


class OfUser(Payload):
    user_id: str


class Code(Payload):
    code: str
