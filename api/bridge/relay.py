"""What rooms are told over Socket.IO: each event as one packet for everybody, WebSocket and polling alike."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final
from weakref import WeakValueDictionary

from bson import ObjectId
from pymongo.errors import PyMongoError

from api import shapes
from api.bridge.packets import SEPARATOR, event
from api.delivery.feed import Body, Envelope, Sender
from api.delivery.outlet import Outlet
from chat import events, messages
from chat.context import Core
from chat.events import Event, MessageEvent, Watermark
from chat.storage import Storage
from models.message import MessageRow
from models.receipt import ReceiptKind
from schema.scalars import written


class Packets:
    """The envelope of Socket.IO: a body is any number of packets, each of which is sent by itself."""

    __slots__ = ("__weakref__", "_each")

    def __init__(self, each: Envelope) -> None:
        self._each = each

    def pack(self, bodies: Sequence[bytes]) -> Any:
        return self._each.pack([packet for body in bodies for packet in body.split(SEPARATOR) if packet])


class Relay:
    """Renders every event once for all clients of this instance."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._envelopes: WeakValueDictionary[int, Packets] = WeakValueDictionary()

    def sender(self, outlet: Outlet) -> Sender:
        """Sends bodies over the outlet. Outlets that share an envelope share what is packed, too."""
        each = outlet.sender()
        packets = self._envelopes.get(id(each.envelope))
        if packets is None:
            packets = self._envelopes[id(each.envelope)] = Packets(each.envelope)
        return Sender(packets, each.put)

    def render(self, told: Event) -> Body | Awaitable[Body]:
        """The packets of an event; none for one that Socket.IO has no word for."""
        if isinstance(told, events.ReceiptsChanged):
            return self._receipts(told)
        build = _BUILD.get(type(told))
        return b"" if build is None else build(told, self._core.storage)

    async def _receipts(self, told: events.ReceiptsChanged) -> Body:
        """Marks are told by the message that they stand at."""
        seqs = {mark.delivered_seq for mark in told.receipts} | {mark.read_seq for mark in told.receipts}
        try:
            ids = await messages.ids_at(self._core, told.room_id, seqs - {0})
        except PyMongoError:
            return b""  # state that is told again with the next mark
        return SEPARATOR.join([*_delivered(told, ids), *_read(told, ids)])


def _delivered(told: events.ReceiptsChanged, ids: dict[int, ObjectId]) -> list[bytes]:
    users: defaultdict[int, list[str]] = defaultdict(list)
    for mark in told.receipts:
        if ReceiptKind.DELIVERED in mark.moved and mark.delivered_seq in ids:
            users[mark.delivered_seq].append(str(mark.user_id))
    place = {"roomId": str(told.room_id)}
    return [
        event("message_delivered", {"messageId": str(ids[seq]), **place, "deliveredTo": delivered_to})
        for seq, delivered_to in users.items()
    ]


def _read(told: events.ReceiptsChanged, ids: dict[int, ObjectId]) -> list[bytes]:
    return [
        event(
            "message_read",
            {
                "messageId": str(ids[mark.read_seq]),
                "roomId": str(told.room_id),
                "readerId": str(mark.user_id),
                "readAt": written(mark.at),
            },
        )
        for mark in told.receipts
        if ReceiptKind.READ in mark.moved and mark.read_seq in ids
    ]


def receipt(mark: Watermark) -> dict[str, Any]:
    """How far a member has read and received a room."""
    return {
        "userId": str(mark.user_id),
        "readSeq": mark.read_seq,
        "deliveredSeq": mark.delivered_seq,
        "at": written(mark.at),
    }


def _message(name: str) -> Callable[[MessageEvent, Storage], bytes]:
    return lambda told, storage: event(name, shapes.message(told.message, storage))


def _reaction(told: events.ReactionChanged, _: Storage) -> bytes:
    payload = {
        "messageId": str(told.message["_id"]),
        "roomId": str(told.room_id),
        "reaction": told.emoji,
        "userId": str(told.user_id),
        "removed": not told.added,
        "clock": told.message["clock"],
    }
    return event("message_reaction", payload)


def _edited(told: events.MessageEdited, storage: Storage) -> bytes:
    newly = {"mentionedIds": list(map(str, told.mentioned)), "mentionedAll": told.mentioned_all}
    return event("message_edited", {**shapes.message(told.message, storage), **newly})


def _follow(told: events.FollowChanged, _: Storage) -> bytes:
    payload = {
        "messageId": str(told.root_id),
        "roomId": str(told.room_id),
        "isFollowed": told.following,
        "readSeq": told.read_seq,
    }
    return event("thread_followed", payload)


def _pin(told: events.PinChanged, _: Storage) -> bytes:
    payload = {
        "messageId": str(told.message["_id"]),
        "roomId": str(told.room_id),
        "userId": str(told.user_id),
        "removed": not told.pinned,
    }
    return event("message_pinned", payload)


def _report(told: events.MessageReported, _: Storage) -> bytes:
    payload = {
        "reportId": str(told.report_id),
        "messageId": str(told.message["_id"]),
        "roomId": str(told.room_id),
        "reason": told.reason,
    }
    return event("message_reported", payload)


def _report_closed(told: events.ReportClosed, _: Storage) -> bytes:
    return event("report_closed", {"reportId": str(told.report_id), "roomId": str(told.room_id)})


def _invite(told: events.InviteChanged, _: Storage) -> bytes:
    ids = {"inviteId": str(told.invite_id), "roomId": str(told.room_id)}
    return event("invite_changed", {**ids, "uses": told.uses, "isGood": told.good})


def _block(told: events.BlocksChanged, _: Storage) -> bytes:
    return event("user_blocked", {"userId": str(told.other_id), "removed": not told.blocked})


def _typing(told: events.TypingChanged, _: Storage) -> bytes:
    payload = {"userId": str(told.user_id), "roomId": str(told.room_id), "typing": told.typing}
    return event("user_typing", payload)


def _presence(told: events.PresenceChanged, _: Storage) -> bytes:
    last_seen = written(told.last_seen) if told.last_seen else None
    status = "online" if told.online else "offline"
    return event("presence_update", {"userId": str(told.user_id), "status": status, "lastSeen": last_seen})


def _profile(told: events.ProfileChanged, storage: Storage) -> bytes:
    user = shapes.user(told.profile, storage)
    seen = {"displayName": user["displayName"], "avatarUrl": user["avatarUrl"]}
    return event("user_updated", {"userId": user["id"], "username": user["username"], **seen})


def _room(told: events.RoomChanged, _: Storage) -> bytes:
    return event("room_updated", {"roomId": str(told.room_id), "room": shapes.room(told.room)})


def _member(name: str) -> Callable[[events.MemberJoined | events.MemberChanged, Storage], bytes]:
    return lambda told, _: event(
        name,
        {
            "roomId": str(told.room_id),
            "userId": str(told.member.user_id),
            "role": told.member.role.value,
            "joinedAt": written(told.member.joined_at),
        },
    )


def _left(told: events.MemberLeft, _: Storage) -> bytes:
    return event("member_left", {"roomId": str(told.room_id), "userId": str(told.user_id)})


def _synced(told: events.RoomSynced, storage: Storage) -> bytes:
    """What was missed: new messages in order of seq, then what became of those before."""
    if told.reset:
        return event("room_reset", {"roomId": str(told.room_id), "clock": told.clock})
    sent = sorted((row for row in told.messages if row["_id"] not in told.known), key=lambda row: row["seq"])
    changed = [row for row in told.messages if row["_id"] in told.known]
    return SEPARATOR.join(
        [
            *(event("message", shapes.message(row, storage)) for row in sent),
            *(event(_what_became_of(row), shapes.message(row, storage)) for row in changed),
        ]
    )


def _what_became_of(row: MessageRow) -> str:
    return "message_deleted" if row["deleted_at"] else "message_edited"


_BUILD: Final[dict[type, Callable[[Any, Storage], bytes]]] = {
    events.MessageSent: _message("message"),
    events.MessageEdited: _edited,
    events.MessageDeleted: _message("message_deleted"),
    events.ReactionChanged: _reaction,
    events.ThreadChanged: _message("thread_updated"),
    events.FollowChanged: _follow,
    events.PinChanged: _pin,
    events.MessageReported: _report,
    events.ReportClosed: _report_closed,
    events.InviteChanged: _invite,
    events.BlocksChanged: _block,
    events.TypingChanged: _typing,
    events.PresenceChanged: _presence,
    events.ProfileChanged: _profile,
    events.RoomChanged: _room,
    events.MemberJoined: _member("member_joined"),
    events.MemberChanged: _member("member_changed"),
    events.MemberLeft: _left,
    events.RoomSynced: _synced,
}
