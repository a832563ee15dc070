"""The port through which a socket is told that its session ended."""

from typing import Protocol

from bson import ObjectId


class LiveSocket(Protocol):
    """A connection that must close when its session ends."""

    @property
    def session_id(self) -> ObjectId: ...

    def session_over(self) -> None:
        """Close, and send nothing more from this call on."""
