"""A feed: one subscription of one user, and the port that turns events into what it sends."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

from bson import ObjectId

from chat.events import Channel, Event

Body: TypeAlias = bytes | Event
"""What a feed sends for an event: bytes, or the event itself for a listener in this process."""


class Renderer(Protocol):
    """One way to tell events. An event is rendered once for all feeds that share a renderer."""

    def render(self, event: Event) -> Body | Awaitable[Body]:
        """What to send for the event. Never raises: what goes wrong is told in the body."""


class AsItIs:
    """Gives the event itself."""

    def render(self, event: Event) -> Body:
        return event


class Feed:
    """`follows_rooms` feeds hear every room of the user, as they come and go; others those asked for."""

    __slots__ = (
        "channels",
        "end",
        "follows_rooms",
        "is_suspended",
        "renderer",
        "send",
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
        send: Callable[[Body], None],
        end: Callable[[], None],
    ) -> None:
        self.user_id = user_id
        self.session_id = session_id
        self.renderer = renderer
        self.follows_rooms = follows_rooms
        self.is_suspended = False
        self.channels: set[Channel] = set()
        self.send = send
        """Sends a body. Never waits and never fails: a feed that cannot keep up is its socket's affair."""
        self.end = end
        """Called when there is less to hear: the user is no longer in a room that was asked for."""
