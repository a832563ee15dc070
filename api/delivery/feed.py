"""A feed: one subscription of one user, and the ports that turn events into what it sends."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from bson import ObjectId

from chat.events import Channel, Event
from chat.reads import Reads

Body: TypeAlias = bytes | Event
"""What a feed sends for an event: bytes, or the event itself for a listener in this process."""


class Renderer(Protocol):
    """One way to tell events. An event is rendered once for all feeds that share a renderer."""

    def render(self, event: Event) -> Body | Awaitable[Body]:
        """What to send for the event. Never raises: what goes wrong is told in the body."""


class Envelope(Protocol):
    """How bodies are put for the wire. Feeds that share an envelope are given the same parcel."""

    def pack(self, bodies: Sequence[Any]) -> Any:
        """A parcel of these bodies, in order."""


Put: TypeAlias = Callable[[Any], None]
"""Takes what an envelope packed. Never waits; may raise RuntimeError once the connection is lost."""


@dataclass(slots=True, eq=False)
class Sender:
    """Where a feed's bodies go."""

    envelope: Envelope
    put: Put


class Feed:
    """`follows_rooms` feeds hear every room of the user, as they come and go; others those asked for."""

    __slots__ = (
        "channels",
        "end",
        "envelope",
        "follows_rooms",
        "hears_reading",
        "is_suspended",
        "put",
        "renderer",
        "session_id",
        "user_id",
    )

    def __init__(
        self,
        user_id: ObjectId,
        session_id: ObjectId,
        renderer: Renderer,
        *,
        follows_rooms: bool,
        send: Sender,
        end: Callable[[], None],
    ) -> None:
        self.user_id = user_id
        self.session_id = session_id
        self.renderer = renderer
        self.follows_rooms = follows_rooms
        self.hears_reading: bool | None = None
        """Whether what others read is for the user, who shares theirs. None, and so not, until known."""
        self.is_suspended = False
        self.channels: set[Channel] = set()
        self.envelope, self.put = send.envelope, send.put
        self.end = end
        """Called when there is less to hear: the user is no longer in a room that was asked for."""

    async def learn_sharing(self, reads: Reads) -> None:
        """Ask once whether the user shares what they read. What is heard of it meanwhile is newer."""
        if self.hears_reading is not None:
            return
        shares = await reads.shares_read_receipts(self.user_id) is not False
        if self.hears_reading is None:
            self.hears_reading = shares
