"""Accounts, rooms and histories written straight into the database, as Parley stores them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from bson import ObjectId
from pymongo.synchronous.database import Database

from chat.drafts import Draft
from models.base import utc_now
from models.member import Role
from models.room import RoomKind
from models.user import Profile

BATCH = 1_000
CONTENT = "The kettle is on, and there are biscuits in the blue tin if anybody would like one with it."


@dataclass(frozen=True, slots=True)
class Room:
    """A room and how many messages it has."""

    id: ObjectId
    size: int


def add_people(database: Database[dict[str, Any]], count: int) -> list[Profile]:
    """Accounts that nobody can sign in to."""
    numbers = database["users"].estimated_document_count()
    profiles: list[Profile] = [
        {
            "_id": ObjectId(),
            "username": f"person-{numbers + n}",
            "display_name": f"Person {numbers + n}",
            "avatar": None,
            "last_seen": None,
        }
        for n in range(count)
    ]
    _insert(database, "users", map(_account, profiles))
    return profiles


def add_sessions(database: Database[dict[str, Any]], user_ids: Sequence[ObjectId]) -> list[ObjectId]:
    """An open session for each user."""
    sessions = [_session(user_id) for user_id in user_ids]
    _insert(database, "sessions", sessions)
    return [session["_id"] for session in sessions]


def add_room(
    database: Database[dict[str, Any]],
    name: str,
    members: Sequence[ObjectId],
    *,
    size: int = 0,
    content: Callable[[int], str] = lambda _: CONTENT,
) -> Room:
    """A group with these members and so many messages, whose senders take turns. `content` gets the seq."""
    room = Room(ObjectId(), size)
    _insert(database, "messages", messages(room.id, members, size, content))
    _insert(database, "members", (_member(room.id, user_id) for user_id in members))
    _insert(database, "rooms", [_room(room, name, members[0])])
    return room


def add_member(database: Database[dict[str, Any]], room_id: ObjectId, user_id: ObjectId) -> None:
    _insert(database, "members", [_member(room_id, user_id)])


def find_room(database: Database[dict[str, Any]], name: str) -> Room | None:
    """The room of that name, if it was added as a whole."""
    row = database["rooms"].find_one({"name": name})
    return Room(row["_id"], row["last_seq"]) if row else None


def _room(room: Room, name: str, owner: ObjectId) -> dict[str, Any]:
    now = utc_now()
    return {
        "_id": room.id,
        "kind": RoomKind.GROUP,
        "name": name,
        "name_key": name.casefold(),
        "is_private": True,
        "created_by": owner,
        "created_at": now,
        "last_seq": room.size,
        "clock": room.size,
        "last_message_at": now,
        "members_version": 0,
    }


def messages(
    room_id: ObjectId,
    senders: Sequence[ObjectId],
    count: int,
    content: Callable[[int], str] = lambda _: CONTENT,
) -> Iterator[dict[str, Any]]:
    """Documents of a room's first so many messages, a minute apart."""
    begin = utc_now() - timedelta(minutes=count)
    for seq in range(1, count + 1):
        sender = senders[seq % len(senders)]
        written = begin + timedelta(minutes=seq)
        name = f"{room_id}-{seq}"
        said = content(seq)
        draft = Draft(room_id=room_id, sender_id=sender, client_id=name, content=said, created_at=written)
        yield draft.numbered(seq, seq)


def _account(profile: Profile) -> dict[str, Any]:
    return {
        **profile,
        "email": f"{profile['username']}@example.org",
        "password_hash": "",
        "name_key": profile["display_name"].casefold(),
        "created_at": utc_now(),
        "disabled_at": None,
    }


def _session(user_id: ObjectId) -> dict[str, Any]:
    now = utc_now()
    return {
        "_id": ObjectId(),
        "user_id": user_id,
        "refresh_hash": b"",
        "previous_hash": None,
        "generation": 0,
        "device": None,
        "created_at": now,
        "used_at": now,
        "expires_at": now + timedelta(days=1),
        "revoked_at": None,
    }


def _member(room_id: ObjectId, user_id: ObjectId) -> dict[str, Any]:
    return {
        "room_id": room_id,
        "user_id": user_id,
        "role": Role.MEMBER,
        "joined_at": utc_now(),
        "read_seq": 0,
        "read_at": None,
        "delivered_seq": 0,
        "muted": False,
    }


def _insert(database: Database[dict[str, Any]], name: str, documents: Iterable[dict[str, Any]]) -> None:
    remaining = iter(documents)
    while batch := list(islice(remaining, BATCH)):
        database[name].insert_many(batch)
