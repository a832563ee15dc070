"""The port through which a socket sends: text in order, without ever waiting.

A client that reads too slowly costs about UNSENT_LIMIT: past that it lags, and hears nothing more until it
has read on; one that does not read on within LAG_SECONDS is closed.
"""

from collections.abc import Callable
from typing import Final, Protocol

from api.delivery.close_codes import Close
from api.delivery.feed import Sender

UNSENT_LIMIT: Final = 256 * 1024  # bytes that may wait for a client to read
LAG_SECONDS: Final = 10.0  # that a client may lag before it is closed
CLOSE_SECONDS: Final = 5.0  # for a close frame to get out


class Outlet(Protocol):
    """Order: as sent. Loss: none, until it is closing or the client is gone."""

    @property
    def is_closing(self) -> bool:
        """Whether nothing is sent any more."""

    @property
    def is_lagging(self) -> bool:
        """Whether the client has much to read before it should hear more."""

    def send(self, *texts: bytes) -> None:
        """Send these UTF-8 texts, one after another and in one go."""

    def sender(self, head: bytes = b"", tail: bytes = b"") -> Sender:
        """Sends head + body + tail for each body. The same head and tail make the same envelope.

        It is for feeds, which are suspended while the client lags: see `on_lag`.
        """

    def close(self, how: Close) -> None:
        """Close the socket; nothing is sent after this call."""

    def on_lag(self, lagging: Callable[[], None], drained: Callable[[], None]) -> None:
        """Call these when the client begins to lag, and when it has read on.

        `lagging` must suspend every feed of the socket before it returns.
        """

    async def writable(self) -> None:
        """Return when the client does not lag: no message of its should be handled before."""

    async def finish(self) -> None:
        """The connection is gone, or must go now."""
