"""One Socket.IO client: who it is, and what it hears."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from bson import ObjectId
from pymongo.errors import PyMongoError

from api.bridge.engine_socket import EngineSocket
from api.bridge.packets import event
from api.bridge.relay import Relay
from api.delivery import close_codes
from api.delivery.feed import Feed
from api.delivery.hub import Hub
from api.errors import error_shape
from chat import endings
from chat.context import Context, Core, Viewer
from chat.errors import BadInput, ChatError, SessionOver, SignInNeeded
from chat.events import RoomSynced, room_channel
from chat.sync import head_of
from models.base import parse_id

EVERY_ROOM = "*"


class Client:
    """Signed in or not yet. What it has joined is one feed, so that it hears everything once."""

    __slots__ = ("_core", "_feed", "_hub", "_joined", "_relay", "_resuming", "_socket", "context")

    def __init__(self, core: Core, hub: Hub, relay: Relay, socket: EngineSocket, address: str) -> None:
        self._core = core
        self._hub = hub
        self._relay = relay
        self._socket = socket
        self._feed: Feed | None = None
        self._joined: set[ObjectId] = set()
        self._resuming: asyncio.Task[None] | None = None
        self.context = Context(core, None, address)

    @property
    def session_id(self) -> ObjectId:
        return self.context.signed_in.session_id

    def emit(self, name: str, payload: object) -> None:
        """Send this client alone an event."""
        self._socket.outlet.send(event(name, payload))

    async def authenticate(self, token: str) -> None:
        """Become the user that the token stands for, or stay them with a new token. Raises ChatError."""
        viewer = await self._hub.authenticate(token)
        known = self.context.viewer
        if known is not None and known.id != viewer.id:
            raise BadInput("Another user is signed in on this socket.", field="token")
        if self._socket.closing:
            raise SessionOver
        self.context = Context(self._core, viewer, self.context.address)
        self._socket.call_after(viewer.expires_at - time.time(), self.session_over)
        if known is None:
            self._begin(viewer)

    async def join(self, room_id: str, since: Mapping[str, int]) -> Sequence[RoomSynced]:
        """Hear a room from now on, or all with `*`; what was missed since is sent first. Raises ChatError."""
        feed = self._signed_in_feed()
        if room_id == EVERY_ROOM:
            feed.follows_rooms = True
            missed = await self._hub.open(self.context, feed, None, since)
        else:
            missed = await self._hub.open(self.context, feed, room_id, since)
            self._joined.add(ObjectId(room_id))
        if self._feed is None:  # the client left meanwhile
            self._hub.close_feed(feed)
        return missed

    async def clock_of(self, room_id: str) -> int:
        """Where a room stands that the client hears: whatever changes after that comes as an event."""
        return (await head_of(self._core, ObjectId(room_id))).clock

    def leave(self, room_id: str) -> None:
        """Hear a room no more or, with `*`, only the rooms that were joined by themselves."""
        feed = self._signed_in_feed()
        if room_id == EVERY_ROOM:
            feed.follows_rooms = False
            self._hub.keep(feed, self._joined)
            return
        left = parse_id(room_id)
        self._joined.discard(left or ObjectId())
        if left is not None and not feed.follows_rooms:
            self._hub.keep(feed, self._joined)

    def moved(self) -> None:
        """The session sends over another outlet now: go on over that one, from where the other was left."""
        if self._feed is not None:
            self._hub.suspend(self._feed)  # where the rooms know it, it is known with the outlet before
            self._send_over_outlet(self._feed)
            if not self._socket.outlet.is_lagging:
                self._resume()

    def session_over(self) -> None:
        """Say so, and close."""
        self.emit("auth_error", error_shape(SessionOver()))
        self._socket.outlet.send(b"41")  # Socket.IO, "Disconnection": the client does not come back by itself
        self._socket.end(close_codes.UNAUTHORIZED)

    def silence(self) -> None:
        """Hear nothing more, from this call on."""
        if self._feed is not None:
            self._hub.close_feed(self._feed)

    async def closed(self) -> None:
        """The client is gone."""
        feed, self._feed = self._feed, None
        if feed is not None:
            self._hub.close_feed(feed)
            self._hub.disconnect(feed.user_id, self)
            self._core.presence.disconnected(feed.user_id)
        if self._resuming is not None:
            await endings.end([self._resuming])

    def _begin(self, viewer: Viewer) -> None:
        outlet = self._socket.outlet
        self._feed = Feed(
            viewer.id,
            viewer.session_id,
            self._relay,
            follows_rooms=False,
            send=self._relay.sender(outlet),
            end=self._evicted,
        )
        self._send_over_outlet(self._feed)
        self._hub.connect(viewer.id, self)
        self._core.presence.connected(viewer.id)

    def _send_over_outlet(self, feed: Feed) -> None:
        outlet = self._socket.outlet
        sender = self._relay.sender(outlet)
        feed.envelope, feed.put = sender.envelope, sender.put
        outlet.on_lag(self._suspend, self._resume)
        if outlet.is_lagging:
            self._suspend()

    def _evicted(self) -> None:
        """The user is no longer in a room that was joined, and hears nothing of it but that."""
        for room_id in [room for room in self._joined if not self._hears(room)]:
            self._joined.discard(room_id)
            self.emit("member_left", {"roomId": str(room_id), "userId": str(self.context.user_id)})

    def _hears(self, room_id: ObjectId) -> bool:
        return self._feed is not None and room_channel(room_id) in self._feed.channels

    def _signed_in_feed(self) -> Feed:
        if self._feed is None:
            raise SignInNeeded
        return self._feed

    def _suspend(self) -> None:
        if self._feed is not None:
            self._hub.suspend(self._feed)

    def _resume(self) -> None:
        self._resuming = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            if self._feed is not None:
                await self._hub.resume(self._feed)
        except (ChatError, PyMongoError):
            self._socket.end(close_codes.INTERNAL)


def clocks(room_id: str, since: int | Mapping[str, int] | None) -> dict[str, int]:
    """The clocks to catch up from, by room. Raises BadInput for one that is not a clock."""
    if since is None:
        return {}
    found: dict[str, Any] = dict(since) if isinstance(since, Mapping) else {room_id: since}
    if any(clock < 0 for clock in found.values()):
        raise BadInput("A clock is 0 or more.", field="since")
    return {room.lower(): clock for room, clock in found.items()}
