"""The hub: who listens to what on this instance, and the way of each event to them."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bson import ObjectId

from api.delivery.census import Census
from api.delivery.feed import Feed
from api.delivery.gate import Gate
from api.delivery.lines import send
from api.delivery.live_socket import LiveSocket
from api.delivery.presence_news import PresenceNews
from api.delivery.rechecks import Rechecks, end_sessions
from api.delivery.rendering import render
from api.delivery.topic import Topic
from chat import endings, sessions
from chat.access import access_room
from chat.context import Context, Core, Viewer
from chat.errors import RoomNotFound
from chat.events import (
    Channel,
    Event,
    MemberJoined,
    MemberLeft,
    PresenceChanged,
    RoomSynced,
    SessionEnded,
    SharingChanged,
    Watermark,
    room_channel,
    user_channel,
)
from chat.reads import Marks
from chat.receipts import watermark
from models.base import parse_id


@dataclass(slots=True, eq=False)
class Opening:
    """A feed that is being opened, and the rooms that its user left meanwhile."""

    user_id: ObjectId
    left: set[ObjectId] = field(default_factory=set)


class Hub:
    """Listens on the bus for every channel that somebody here wants, and for no other."""

    def __init__(self, core: Core) -> None:
        self._gate = Gate()
        self._presence_news = PresenceNews()
        self._core = core
        self._topics: dict[Channel, Topic] = {}
        self._feeds: dict[ObjectId, dict[Feed, None]] = {}
        self._sockets: dict[ObjectId, dict[LiveSocket, None]] = {}
        self._opening: set[Opening] = set()
        self._rechecks = Rechecks(core, self._topics, self._sockets, self.receive)

    def start(self) -> None:
        """Begin to look for events that never came."""
        self._rechecks.start()

    async def close(self) -> None:
        await self._rechecks.close()
        await self._presence_news.close()
        await endings.end([topic.task for topic in self._topics.values() if topic.task])

    async def authenticate(self, token: str) -> Viewer:
        """Who connects with this access token. Raises SessionOver."""
        await self._gate.enter()
        return await sessions.authenticate(self._core, token)

    def connect(self, user_id: ObjectId, socket: LiveSocket) -> None:
        """From now on the socket is told when its session ends."""
        self._sockets.setdefault(user_id, {})[socket] = None
        self._core.bus.listen(user_channel(user_id), self.receive)

    def disconnect(self, user_id: ObjectId, socket: LiveSocket) -> None:
        sockets = self._sockets.get(user_id, {})
        sockets.pop(socket, None)
        if not sockets:
            self._sockets.pop(user_id, None)
            self._unlisten_unless_needed(user_channel(user_id))

    async def open(
        self, ctx: Context, feed: Feed, room_id: str | None, since: Mapping[str, int]
    ) -> list[RoomSynced]:
        """Let the feed hear one more room or, without one, all of its user's; those in `since` catch up.

        Returns what they had missed, when the feed will miss nothing any more. A room of `since` that the
        user is not in is told as left. Raises RoomNotFound for a `room_id` that is not the user's.
        """
        self._feeds.setdefault(feed.user_id, {})[feed] = None
        await self._gate.enter()
        rooms = await self._open_rooms(ctx, feed, room_id, since)
        await asyncio.gather(*(self._core.bus.heard(channel) for channel in feed.channels))
        await feed.learn_sharing(self._core.reads)
        missed = await asyncio.gather(
            *(self._catch_up(feed, room, own) for room, own in rooms.items() if str(room) in since)
        )
        for gone in {parse_id(room) for room in since} - {*rooms, None}:
            if gone is not None:
                send(feed, await render(feed.renderer, MemberLeft(gone, feed.user_id)))
        return [synced for synced in missed if synced is not None]

    def keep(self, feed: Feed, room_ids: Iterable[ObjectId]) -> None:
        """Let the feed hear these rooms and nothing else of what it heard, from this call on."""
        for channel in feed.channels - {room_channel(room_id) for room_id in room_ids}:
            self._detach(feed, channel)

    def close_feed(self, feed: Feed) -> None:
        """Let the feed hear nothing any more, from this call on."""
        for channel in list(feed.channels):
            self._detach(feed, channel)
        feeds = self._feeds.get(feed.user_id, {})
        feeds.pop(feed, None)
        if not feeds:
            self._feeds.pop(feed.user_id, None)

    def suspend(self, feed: Feed) -> None:
        """Let the feed miss what comes, until `resume`; also in rooms that it opens meanwhile."""
        feed.is_suspended = True
        for channel in feed.channels:
            self._topics[channel].audience.suspend(feed)

    async def resume(self, feed: Feed) -> None:
        """Catch the feed up on what it missed, and let it be live again."""
        feed.is_suspended = False
        topics = [self._topics[channel] for channel in feed.channels]
        await asyncio.gather(*(self._resume(feed, topic) for topic in topics))

    def receive(self, event: Event, channels: Sequence[Channel]) -> None:
        """What the bus brings. Rights change at once; the event itself is delivered in its turn."""
        if isinstance(event, SessionEnded):
            end_sessions(self._sockets, event.user_id, event.session_ids)
            return
        if isinstance(event, SharingChanged):
            for feed in self._feeds.get(event.user_id, ()):
                feed.hears_reading = event.shares
            return
        if isinstance(event, MemberLeft):
            self._evict(event.user_id, event.room_id)
        elif isinstance(event, MemberJoined):
            self._admit(event.member.user_id, event.room_id)
        topics = [self._topics[channel] for channel in channels if channel in self._topics]
        if isinstance(event, PresenceChanged):
            self._presence_news.put(event, [topic.audience for topic in topics])
        elif topics:
            topics[0].put(event, also=[topic.audience for topic in topics[1:]])

    def census(self) -> Census:
        """What there is now: counted when it is asked for."""
        subscriptions = sum(map(len, self._feeds.values()))
        groups = sum(topic.audience.groups for topic in self._topics.values())
        return Census(subscriptions, len(self._topics), groups)

    async def _open_rooms(
        self, ctx: Context, feed: Feed, room_id: str | None, since: Mapping[str, int]
    ) -> Marks:
        """Attach the feed to what it asks for, but to no room that its user left since that was read.

        Gives how far the user got in each.
        """
        opening = Opening(feed.user_id)
        self._opening.add(opening)
        try:
            if room_id is None:
                self._attach(feed, user_channel(feed.user_id))  # first, so that no room that comes is missed
                found = await self._core.reads.own_marks(feed.user_id) or {}
            else:
                access = await access_room(ctx, room_id)
                found = {access.room_id: watermark(access.member.for_themselves())}
        finally:
            self._opening.discard(opening)
        rooms = {room: own for room, own in found.items() if room not in opening.left}
        if room_id is not None and not rooms:
            raise RoomNotFound
        if feed in self._feeds.get(feed.user_id, ()):  # else it was closed meanwhile
            for room in rooms:
                self._attach(feed, room_channel(room), since.get(str(room)))
        return rooms

    async def _catch_up(self, feed: Feed, room_id: ObjectId, own: Watermark) -> RoomSynced | None:
        topic = self._topics.get(room_channel(room_id))
        return None if topic is None else await topic.audience.catch_up(feed, own)

    async def _resume(self, feed: Feed, topic: Topic) -> None:
        own = None
        if topic.room_id is not None and topic.audience.has_missed(feed):
            member = await self._core.reads.member((topic.room_id, feed.user_id))
            own = watermark(member.for_themselves()) if member else None
        await topic.audience.resume(feed, own)

    def _topic(self, channel: Channel) -> Topic:
        topic = self._topics.get(channel)
        if topic is None:
            topic = self._topics[channel] = Topic(self._core, channel)
            self._core.bus.listen(channel, self.receive)
            if self._core.bus.is_lossy:
                topic.find_head()
        return topic

    def _attach(self, feed: Feed, channel: Channel, since: int | None = None) -> None:
        feed.channels.add(channel)
        audience = self._topic(channel).audience
        audience.add(feed, since)
        if feed.is_suspended:
            audience.suspend(feed)

    def _detach(self, feed: Feed, channel: Channel) -> None:
        feed.channels.discard(channel)
        topic = self._topics.get(channel)
        if topic is None:
            return
        topic.audience.remove(feed)
        if topic.audience.is_empty:
            del self._topics[channel]
            self._unlisten_unless_needed(channel)

    def _unlisten_unless_needed(self, channel: Channel) -> None:
        kind, _, owner = channel.partition(":")
        is_watched = kind == "user" and ObjectId(owner) in self._sockets
        if channel not in self._topics and not is_watched:
            self._core.bus.unlisten(channel, self.receive)

    def _admit(self, user_id: ObjectId, room_id: ObjectId) -> None:
        for feed in self._feeds.get(user_id, ()):
            if feed.follows_rooms:
                self._attach(feed, room_channel(room_id))

    def _evict(self, user_id: ObjectId, room_id: ObjectId) -> None:
        for opening in self._opening:
            if opening.user_id == user_id:
                opening.left.add(room_id)
        for feed in list(self._feeds.get(user_id, ())):
            if room_channel(room_id) in feed.channels:
                self._detach(feed, room_channel(room_id))
                if not feed.follows_rooms:
                    feed.end()
