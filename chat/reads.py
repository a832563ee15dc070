"""Reads that many operations share, batched over everyone who asks at the same time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from bson import ObjectId

from chat.batching import Batch
from chat.events import (
    BlocksChanged,
    Channel,
    Event,
    MemberLeft,
    ProfileChanged,
    RoomChanged,
    SessionEnded,
    Watermark,
)
from chat.lately import Lately
from models.base import utc_now
from models.database import Database, Row
from models.member import Member
from models.room import Room
from models.user import PROFILE_FIELDS, Profile

RIGHTS_SECONDS: Final = 5.0
"""How long a right found good is believed, should the news of its end be lost."""

PAIRS: Final = 64
"""The most members that a query names by rooms and users: the embedded database looks for every pair."""

MemberKey: TypeAlias = tuple[ObjectId, ObjectId]
"""Room and user."""

Marks: TypeAlias = dict[ObjectId, Watermark]
"""Watermarks of one user, by room."""

MARK_FIELDS: Final = dict.fromkeys(
    ("room_id", "user_id", "read_seq", "own_read_seq", "delivered_seq", "read_at", "joined_at"), 1
)


@dataclass(frozen=True, slots=True)
class Identity:
    user_id: ObjectId
    profile: Profile


class Reads:
    """Most is read anew each time. What is believed `lately` is forgotten as soon as a right to it ends."""

    def __init__(self, database: Database) -> None:
        self._users = database["users"]
        self._sessions = database["sessions"]
        self._rooms = database["rooms"]
        self._members = database["members"]
        self._blocks = database["blocks"]
        self.room = Batch[ObjectId, Room](self._fetch_rooms).load
        self.member = Batch[MemberKey, Member](self._fetch_members).load
        self._profiles = Batch[ObjectId, Profile](self._fetch_profiles)
        self.profile = self._profiles.load
        self.own_marks = Batch[ObjectId, Marks](self._fetch_own_marks).load
        """How far a user has got in each room that they are in, told to others or not."""
        self.shares_read_receipts = Batch[ObjectId, bool](self._fetch_sharing).load
        """Whether a user shares what they read; None for nobody."""
        self._rooms_lately = Lately(self.room, seconds=60, limit=20_000)
        self._members_lately = Lately(self.member, seconds=RIGHTS_SECONDS, limit=100_000)
        identity = Batch[ObjectId, Identity](self._fetch_identities).load
        self._identities = Lately(identity, seconds=RIGHTS_SECONDS, limit=50_000)
        self._user_ids = Lately(Batch[str, ObjectId](self._fetch_user_ids).load, seconds=60, limit=50_000)
        self.user_id_lately = self._user_ids.load
        """Whose username that is, in lower case: a username never changes hands."""
        self.room_lately = self._rooms_lately.load
        """The room as of its last RoomChanged, or a minute ago should that be lost; a hint at its head."""
        self.member_lately = self._members_lately.load
        """The member as of RIGHTS_SECONDS ago at most: good for whether they are one."""
        apart = Batch[ObjectId, frozenset[ObjectId]](self._fetch_apart).load
        self._apart = Lately(apart, seconds=RIGHTS_SECONDS, limit=50_000)
        self.apart_lately = self._apart.load
        """Those whom the user blocked and who blocked the user."""
        self.identity = self._identities.load
        """The user of a session that is open, or None."""

    def hear(self, event: Event, _: Sequence[Channel]) -> None:
        """Forget what no longer holds: listens on RIGHTS."""
        if isinstance(event, RoomChanged):
            self._rooms_lately.forget(event.room_id)
        elif isinstance(event, BlocksChanged):
            self._apart.forget(event.user_id)
            self._apart.forget(event.other_id)
        elif isinstance(event, MemberLeft):
            self._members_lately.forget((event.room_id, event.user_id))
        elif isinstance(event, ProfileChanged):
            self.forget_user(event.profile["_id"])
        elif isinstance(event, SessionEnded):
            for session_id in event.session_ids:
                self._identities.forget(session_id)

    def forget_user(self, user_id: ObjectId) -> None:
        """The user's profile changed: no session of theirs is believed any longer."""
        self._identities.forget_where(lambda identity: identity.user_id == user_id)

    async def profiles(self, user_ids: Iterable[ObjectId]) -> dict[ObjectId, Profile]:
        """Those of the users that exist."""
        return await self._profiles.load_many(user_ids)

    async def room_ids(self, user_id: ObjectId) -> list[ObjectId]:
        """The rooms that a user is in."""
        return list(await self.own_marks(user_id) or ())

    async def member_counts(self, room_ids: Iterable[ObjectId]) -> dict[ObjectId, int]:
        """How many members each of the rooms has; a room without any is left out."""
        match = {"$match": {"room_id": {"$in": list(room_ids)}}}
        counts = await self._members.aggregate([match, {"$group": {"_id": "$room_id", "count": {"$sum": 1}}}])
        return {row["_id"]: row["count"] async for row in counts}

    async def _fetch_identities(self, session_ids: Sequence[ObjectId]) -> Mapping[ObjectId, Identity]:
        good = {"_id": {"$in": list(session_ids)}, "revoked_at": None, "expires_at": {"$gt": utc_now()}}
        sessions = {
            row["_id"]: row["user_id"] for row in await self._sessions.find(good, {"user_id": 1}).to_list()
        }
        able = {"_id": {"$in": list(set(sessions.values()))}, "disabled_at": None}
        profiles = {
            row["_id"]: cast(Profile, row) for row in await self._users.find(able, PROFILE_FIELDS).to_list()
        }
        return {
            session_id: Identity(user_id, profiles[user_id])
            for session_id, user_id in sessions.items()
            if user_id in profiles
        }

    async def _fetch_own_marks(self, user_ids: Sequence[ObjectId]) -> Mapping[ObjectId, Marks]:
        found: dict[ObjectId, Marks] = {user_id: {} for user_id in user_ids}
        rows = self._members.find({"user_id": {"$in": list(user_ids)}}, MARK_FIELDS)
        for row in await rows.to_list():
            found[row["user_id"]][row["room_id"]] = _own_mark(row)
        return found

    async def _fetch_rooms(self, room_ids: Sequence[ObjectId]) -> Mapping[ObjectId, Room]:
        rows = await self._rooms.find({"_id": {"$in": list(room_ids)}}).to_list()
        return {row["_id"]: Room.model_validate(row) for row in rows}

    async def _fetch_profiles(self, user_ids: Sequence[ObjectId]) -> dict[ObjectId, Profile]:
        rows = await self._users.find({"_id": {"$in": list(user_ids)}}, PROFILE_FIELDS).to_list()
        return {row["_id"]: cast(Profile, row) for row in rows}

    async def _fetch_sharing(self, user_ids: Sequence[ObjectId]) -> Mapping[ObjectId, bool]:
        rows = self._users.find({"_id": {"$in": list(user_ids)}}, {"shares_read_receipts": 1})
        return {row["_id"]: row.get("shares_read_receipts", True) for row in await rows.to_list()}

    async def _fetch_apart(self, user_ids: Sequence[ObjectId]) -> Mapping[ObjectId, frozenset[ObjectId]]:
        found: dict[ObjectId, set[ObjectId]] = {user_id: set() for user_id in user_ids}
        for mine, theirs in (("user_id", "blocked_id"), ("blocked_id", "user_id")):
            async for row in self._blocks.find({mine: {"$in": list(user_ids)}}):
                found[row[mine]].add(row[theirs])
        return {user_id: frozenset(others) for user_id, others in found.items()}

    async def _fetch_user_ids(self, usernames: Sequence[str]) -> Mapping[str, ObjectId]:
        rows = self._users.find({"username": {"$in": list(usernames)}}, {"username": 1})
        return {row["username"]: row["_id"] for row in await rows.to_list()}

    async def _fetch_members(self, keys: Sequence[MemberKey]) -> Mapping[MemberKey, Member]:
        wanted = set(keys)
        found = await self._members.find(_query_for(keys)).to_list()
        rows = {(row["room_id"], row["user_id"]): row for row in found}
        return {key: Member.model_validate(rows[key]) for key in wanted & rows.keys()}


def _own_mark(row: Row) -> Watermark:
    """As the user themselves see it."""
    read = max(row.get("read_seq", 0), row.get("own_read_seq") or 0)
    at = row.get("read_at") or row["joined_at"]
    return Watermark(row["user_id"], read, row.get("delivered_seq", 0), at)


def _query_for(keys: Sequence[MemberKey]) -> Row:
    """One query that brings these members, each found by an index.

    An `$or` over the rooms would bring nothing else, but is not bounded by an index everywhere. When many
    come to many rooms, the range of the rooms stands for them: it brings the users' memberships at most.
    """
    rooms = sorted({room_id for room_id, _ in keys})
    users = sorted({user_id for _, user_id in keys})
    if len(rooms) == 1:
        return {"room_id": rooms[0], "user_id": {"$in": users}}
    if len(rooms) * len(users) <= PAIRS:
        return {"room_id": {"$in": rooms}, "user_id": {"$in": users}}
    return {"user_id": {"$in": users}, "room_id": {"$gte": rooms[0], "$lte": rooms[-1]}}
