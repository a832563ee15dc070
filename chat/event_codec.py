"""Events as bytes, for the way between instances.

BSON and not JSON: events carry documents, whose identifiers and times are BSON's own types.
"""

import dataclasses
from collections.abc import Callable
from typing import Any, Final, cast

import bson
from beanie import Document
from bson.codec_options import CodecOptions

from chat import events
from chat.events import Event
from models.member import Member
from models.room import Room

_TIMES_WITH_ZONE: Final[CodecOptions[dict[str, Any]]] = CodecOptions(tz_aware=True)

_TYPES: Final[dict[str, type]] = {
    kind.__name__: kind
    for kind in (
        events.MessageSent,
        events.MessageEdited,
        events.MessageDeleted,
        events.ReactionChanged,
        events.ThreadChanged,
        events.FollowChanged,
        events.ReceiptsChanged,
        events.PinChanged,
        events.MessageReported,
        events.ReportClosed,
        events.InviteChanged,
        events.BlocksChanged,
        events.TypingChanged,
        events.PresenceChanged,
        events.ProfileChanged,
        events.RoomChanged,
        events.MemberJoined,
        events.MemberChanged,
        events.MemberLeft,
        events.SharingChanged,
        events.SessionEnded,
    )
}

_REBUILD: Final[dict[str, Callable[[Any], Any]]] = {
    "room": Room.model_validate,
    "member": Member.model_validate,
    "receipts": lambda rows: tuple(events.Watermark(**row) for row in rows),
    "session_ids": tuple,
    "mentioned": tuple,
    "hidden_from": tuple,
}
"""How a field is built again when BSON gives back something plainer than what went in."""


def encode(event: Event) -> dict[str, Any]:
    """The event as a document of BSON's own types."""
    fields = {field.name: _plain(getattr(event, field.name)) for field in dataclasses.fields(event)}
    return {"type": type(event).__name__, **fields}


def decode(document: dict[str, Any]) -> Event:
    """The event that `encode` was given. Raises KeyError or TypeError for anything else."""
    kind = _TYPES[document.pop("type")]
    fields = {name: _REBUILD[name](value) if name in _REBUILD else value for name, value in document.items()}
    return cast(Event, kind(**fields))


def to_bytes(document: dict[str, Any]) -> bytes:
    return bson.encode(document)


def from_bytes(data: bytes) -> dict[str, Any]:
    """Raises bson.errors.InvalidBSON for anything that is not BSON."""
    return bson.decode(data, _TIMES_WITH_ZONE)


def _plain(value: object) -> object:
    if isinstance(value, Document):
        return value.model_dump(by_alias=True)
    if isinstance(value, tuple):
        return [dataclasses.asdict(item) if dataclasses.is_dataclass(item) else item for item in value]  # type: ignore[arg-type]
    return value
