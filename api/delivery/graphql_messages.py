"""The messages of graphql-transport-ws, as clients send them.

Source: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

from typing import Any, Final

import orjson

from api.delivery import close_codes
from api.delivery.close_codes import Close
from api.delivery.operations import Subscribe

ID_CHARACTERS: Final = 128


class Refused(Exception):
    """The client broke the protocol: the socket is closed so."""

    def __init__(self, close: Close) -> None:
        super().__init__(close.reason)
        self.close = close


def read_message(text: str) -> dict[str, Any]:
    """The message in a frame. Raises Refused for what is none."""
    try:
        message = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(close_codes.BAD_MESSAGE) from None
    if not isinstance(message, dict):
        raise Refused(close_codes.BAD_MESSAGE)
    return message


def read_subscribe(message: dict[str, Any]) -> tuple[str, Subscribe]:
    """The id and the request of a subscribe message. Raises Refused when either is missing or malformed."""
    operation_id, payload = message.get("id"), message.get("payload")
    if (
        not isinstance(operation_id, str)
        or not 1 <= len(operation_id) <= ID_CHARACTERS
        or not isinstance(payload, dict)
    ):
        raise Refused(close_codes.BAD_MESSAGE)
    query, name = payload.get("query"), payload.get("operationName")
    variables = payload.get("variables")
    if (
        not isinstance(query, str)
        or not isinstance(variables, dict | None)
        or not isinstance(name, str | None)
    ):
        raise Refused(close_codes.BAD_MESSAGE)
    return operation_id, Subscribe(query, variables or {}, name)
