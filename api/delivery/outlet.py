"""The port through which a socket sends: text in order, without ever waiting.

A client that reads too slowly costs about UNSENT_LIMIT: past that nothing is queued for it until it has read
on, and one that does not read on within LAG_SECONDS is closed.
"""

from collections.abc import Callable
from typing import Final, Protocol, TypeAlias

from api.delivery.close_codes import Close

UNSENT_LIMIT: Final = 256 * 1024  # bytes that may wait for a client to read
LAG_SECONDS: Final = 10.0  # that a client may lag before it is closed
CLOSE_SECONDS: Final = 5.0  # for a close frame to get out

SendBody: TypeAlias = Callable[[bytes], None]


class Outlet(Protocol):
    """Order: as sent. Loss: while the client lags, bodies are dropped; what `send` was given never is."""

    @property
    def is_closing(self) -> bool:
        """Whether nothing is sent any more."""

    def send(self, text: bytes) -> None:
        """Send this UTF-8 text."""

    def sender(self, head: bytes) -> SendBody:
        """A function that sends head + body + "}" for each body it is called with: an envelope, made once."""

    def close(self, how: Close) -> None:
        """Close the socket; nothing is sent after this call."""

    def on_lag(self, lagging: Callable[[], None], drained: Callable[[], None]) -> None:
        """Call these when the client begins to lag, and when it has read on."""

    async def finish(self) -> None:
        """The connection is gone, or must go now."""
