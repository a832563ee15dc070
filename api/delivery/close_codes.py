"""Every code that a WebSocket is closed with, its reason, and whether the client should come again.

The 44xx codes are those of graphql-transport-ws
(https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md); the 10xx are those of RFC 6455.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Close:
    code: int
    reason: str
    come_again: bool = False


NORMAL: Final = Close(1000, "")
TOO_SLOW: Final = Close(1013, "Reading too slowly, try again", come_again=True)
INTERNAL: Final = Close(1011, "Internal error", come_again=True)
BAD_MESSAGE: Final = Close(4400, "Invalid message")
UNAUTHORIZED: Final = Close(4401, "Unauthorized")
FORBIDDEN: Final = Close(4403, "Forbidden")
SILENT: Final = Close(1001, "Not heard of for too long", come_again=True)
SUBPROTOCOL_NOT_ACCEPTABLE: Final = Close(4406, "Subprotocol not acceptable")
INIT_TIMEOUT: Final = Close(4408, "Connection initialisation timeout")
TOO_MANY_INITS: Final = Close(4429, "Too many initialisation requests")


def going_away(seconds: int) -> Close:
    """The instance is about to end: come again after so many seconds, to whichever answers then."""
    return Close(1012, f"Service restart, come back in {seconds} s", come_again=True)


def subscriber_exists(operation_id: str) -> Close:
    return Close(4409, f"Subscriber for {operation_id[:64]} already exists")
