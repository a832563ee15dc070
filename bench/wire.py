"""The bytes that clients send: upgrades, frames and requests, made once and sent as they are."""

import json
from collections.abc import Mapping
from typing import Any

PLACE = "@@00000000"
"""Where the load client writes which message this is."""

NAME_PLACE = "##00000000"
"""The same, where those who hear the message must not see it: a frame holds the mark once."""

CONTENT = PLACE + " Tea is ready."
"""What everybody sends: with what surrounds it, a frame of 310 to 360 bytes."""


def upgrade(path: str, protocol: str | None = None) -> bytes:
    """A request to open a WebSocket (RFC 6455), without extensions."""
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    ]
    if protocol:
        lines.append(f"Sec-WebSocket-Protocol: {protocol}")
    return "\r\n".join([*lines, "", ""]).encode()


def text_frame(text: str) -> bytes:
    """A text frame of a client. Its mask is zero, so its payload stands there as it is."""
    payload = text.encode()
    if len(payload) < 126:
        head = bytes([0x81, 0x80 | len(payload)])
    else:
        head = bytes([0x81, 0x80 | 126]) + len(payload).to_bytes(2, "big")
    return head + bytes(4) + payload


def json_frame(message: Any) -> bytes:
    return text_frame(json.dumps(message, separators=(",", ":")))


def post(path: str, body: Any, headers: Mapping[str, str] | None = None) -> bytes:
    """A POST of JSON on a connection that stays open."""
    content = json.dumps(body, separators=(",", ":")).encode()
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + content
