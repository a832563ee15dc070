"""The event that every peer delivers, in the shape that Parley's roomEvents has."""

import itertools
import sys
from datetime import UTC, datetime
from typing import Any

import uvicorn

ID = "674237c5a1b2c3d4e5f60718"
_numbers = itertools.count(1)


def message_sent(room: str, content: str) -> dict[str, Any]:
    seq = next(_numbers)
    sender = {"id": ID, "username": "ada-lovelace", "displayName": "Ada Lovelace"}
    created_at = datetime.now(UTC).isoformat(timespec="milliseconds")
    message = {
        "id": ID,
        "seq": seq,
        "clock": seq,
        "content": content,
        "createdAt": created_at,
        "sender": sender,
    }
    return {"__typename": "MessageSent", "roomId": room, "message": message}


def serve(app: Any) -> None:
    """Serve on the port of the command line, as fast as uvicorn can: uvloop, httptools, no deflate."""
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
    )
