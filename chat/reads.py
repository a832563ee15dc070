"""Reads that many operations share, batched over everyone who asks at the same time."""

import asyncio
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from bson import ObjectId

from chat.batching import Batch
from models.base import utc_now
from models.database import Database
from models.member import Member
from models.room import Room
from models.user import PROFILE_FIELDS, Profile

IDENTITY_SECONDS: Final = 5.0
"""How long a session found good is believed. A session that ends here is forgotten at once."""
IDENTITIES_REMEMBERED: Final = 50_000
ROOM_SECONDS: Final = 60.0
ROOMS_REMEMBERED: Final = 20_000

MemberKey: TypeAlias = tuple[ObjectId, ObjectId]
"""Room and user."""


@dataclass(frozen=True, slots=True)
class Identity:
    user_id: ObjectId
    profile: Profile


class Reads:
    """Rooms, members and profiles are read anew each time; identities are believed for IDENTITY_SECONDS."""

    def __init__(self, database: Database) -> None:
        self._users = database["users"]
        self._sessions = database["sessions"]
        self._rooms = database["rooms"]
        self._members = database["members"]
        self._identities: OrderedDict[ObjectId, tuple[float, Identity]] = OrderedDict()
        self.room = Batch[ObjectId, Room](self._fetch_rooms).load
        self.member = Batch[MemberKey, Member](self._fetch_members).load
        self.profile = Batch[ObjectId, Profile](self._fetch_profiles).load
        self.room_ids = Batch[ObjectId, list[ObjectId]](self._fetch_room_ids).load
        """The rooms that a user is in."""
        self._rooms_lately: OrderedDict[ObjectId, tuple[float, Room]] = OrderedDict()
        self._identity = Batch[ObjectId, Identity](self._fetch_identities).load

    async def profiles(self, user_ids: Iterable[ObjectId]) -> dict[ObjectId, Profile]:
        """Those of the users that exist."""
        return await self._fetch_profiles(list(user_ids))

    async def room_lately(self, room_id: ObjectId) -> Room | None:
        """The room as of up to ROOM_SECONDS ago: good for what never changes, and to hint at its head."""
        known = self._rooms_lately.get(room_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        room = await self.room(room_id)
        if room is not None:
            self._rooms_lately[room_id] = (time.monotonic() + ROOM_SECONDS, room)
            if len(self._rooms_lately) > ROOMS_REMEMBERED:
                self._rooms_lately.popitem(last=False)
        return room

    async def member_counts(self, room_ids: Iterable[ObjectId]) -> dict[ObjectId, int]:
        """How many members each of the rooms has; a room without any is left out."""
        match = {"$match": {"room_id": {"$in": list(room_ids)}}}
        counts = await self._members.aggregate([match, {"$group": {"_id": "$room_id", "count": {"$sum": 1}}}])
        return {row["_id"]: row["count"] async for row in counts}

    async def identity(self, session_id: ObjectId) -> Identity | None:
        """The user of a session that is open, or None."""
        known = self._identities.get(session_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        identity = await self._identity(session_id)
        if identity is not None:
            self._identities[session_id] = (time.monotonic() + IDENTITY_SECONDS, identity)
            self._identities.move_to_end(session_id)
            if len(self._identities) > IDENTITIES_REMEMBERED:
                self._identities.popitem(last=False)
        return identity

    def forget_identities(self, session_ids: Iterable[ObjectId]) -> None:
        for session_id in session_ids:
            self._identities.pop(session_id, None)

    def forget_user(self, user_id: ObjectId) -> None:
        """The user's profile changed: no session of theirs is believed any longer."""
        self.forget_identities(
            [session_id for session_id, (_, known) in self._identities.items() if known.user_id == user_id]
        )

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

    async def _fetch_room_ids(self, user_ids: Sequence[ObjectId]) -> Mapping[ObjectId, list[ObjectId]]:
        found: dict[ObjectId, list[ObjectId]] = {user_id: [] for user_id in user_ids}
        rows = self._members.find({"user_id": {"$in": list(user_ids)}}, {"user_id": 1, "room_id": 1})
        for row in await rows.to_list():
            found[row["user_id"]].append(row["room_id"])
        return found

    async def _fetch_rooms(self, room_ids: Sequence[ObjectId]) -> Mapping[ObjectId, Room]:
        rows = await self._rooms.find({"_id": {"$in": list(room_ids)}}).to_list()
        return {row["_id"]: Room.model_validate(row) for row in rows}

    async def _fetch_profiles(self, user_ids: Sequence[ObjectId]) -> dict[ObjectId, Profile]:
        rows = await self._users.find({"_id": {"$in": list(user_ids)}}, PROFILE_FIELDS).to_list()
        return {row["_id"]: cast(Profile, row) for row in rows}

    async def _fetch_members(self, keys: Sequence[MemberKey]) -> Mapping[MemberKey, Member]:
        users_by_room: defaultdict[ObjectId, list[ObjectId]] = defaultdict(list)
        for room_id, user_id in keys:
            users_by_room[room_id].append(user_id)
        found = await asyncio.gather(
            *(self._members_of(room, users) for room, users in users_by_room.items())
        )
        return {(member.room_id, member.user_id): member for members in found for member in members}

    async def _members_of(self, room_id: ObjectId, user_ids: list[ObjectId]) -> list[Member]:
        rows = await self._members.find({"room_id": room_id, "user_id": {"$in": user_ids}}).to_list()
        return [Member.model_validate(row) for row in rows]
