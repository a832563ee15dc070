"""Rechecks: what the bus may have lost is found in the database, a few seconds later."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final, TypeAlias

import structlog
from bson import ObjectId
from pymongo.errors import PyMongoError

from api.delivery.live_socket import LiveSocket
from api.delivery.topic import Topic
from chat import endings
from chat.bus import Receiver
from chat.context import Core
from chat.events import Channel, MemberLeft, SharingChanged, room_channel, user_channel
from models.base import utc_now

log = structlog.get_logger()

RECHECK_SECONDS: Final = 3.0  # between two looks at the database for events that never came
CLOCK_SKEW: Final = timedelta(minutes=15)  # by which the clocks of instances may differ


Sockets: TypeAlias = Mapping[ObjectId, Iterable[LiveSocket]]
"""The open connections of each user."""


class Rechecks:
    """Looks at what the hub has: its topics and its sockets."""

    def __init__(
        self, core: Core, topics: Mapping[Channel, Topic], sockets: Sockets, receive: Receiver
    ) -> None:
        self._database = core.database
        self._lulls = core.writers.lulls
        self._topics = topics
        self._sockets = sockets
        self._receive = receive
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep_rechecking())

    async def close(self) -> None:
        if self._task is not None:
            await endings.end([self._task])

    async def _keep_rechecking(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            try:
                for recheck in (self._recheck_rooms, self._recheck_sessions, self._recheck_sharing):
                    await self._lulls.next()
                    await recheck()
            except PyMongoError as error:
                log.warning("hub.recheck_failed", reason=type(error).__name__)

    async def _recheck_rooms(self) -> None:
        """Find what is behind: rooms that moved on unheard, and members who were taken out unheard."""
        topics = {topic.room_id: topic for topic in self._topics.values() if topic.room_id}
        rooms = self._database["rooms"].find(
            {"_id": {"$in": list(topics)}}, {"clock": 1, "members_version": 1}
        )
        for row in await rooms.to_list():
            topic = topics[row["_id"]]
            topic.refill_up_to(row["clock"])
            if topic.members_version is not None and topic.members_version != row["members_version"]:
                await self._recheck_members(topic, row["_id"])
            topic.members_version = row["members_version"]

    async def _recheck_members(self, topic: Topic, room_id: ObjectId) -> None:
        listening = {feed.user_id for feed in topic.audience.feeds()}
        members = self._database["members"].find(
            {"room_id": room_id, "user_id": {"$in": list(listening)}}, {"user_id": 1}
        )
        for user_id in listening - {row["user_id"] for row in await members.to_list()}:
            self._receive(MemberLeft(room_id, user_id), [room_channel(room_id), user_channel(user_id)])

    async def _recheck_sessions(self) -> None:
        """Close the sockets of sessions that ended lately, on whatever instance."""
        if not self._sockets:
            return
        ended = self._database["sessions"].find(
            {"revoked_at": {"$gte": utc_now() - CLOCK_SKEW}}, {"user_id": 1}
        )
        for row in await ended.to_list():
            end_sessions(self._sockets, row["user_id"], [row["_id"]])

    async def _recheck_sharing(self) -> None:
        """Let those who share what they read no longer, or again, hear accordingly, on whatever instance."""
        if not self._topics:
            return
        lately = {"sharing_changed_at": {"$gte": utc_now() - CLOCK_SKEW}}
        changed = self._database["users"].find(lately, {"shares_read_receipts": 1})
        for row in await changed.to_list():
            self._receive(SharingChanged(row["_id"], row["shares_read_receipts"]), [user_channel(row["_id"])])


def end_sessions(sockets: Sockets, user_id: ObjectId, session_ids: Sequence[ObjectId]) -> None:
    """Close the user's connections that belong to these sessions."""
    for socket in list(sockets.get(user_id, ())):
        if socket.session_id in session_ids:
            socket.session_over()
