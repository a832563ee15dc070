"""Packets of Socket.IO, read strictly: what python-socketio would take in good faith is refused here.

Source: https://socket.io/docs/v4/socket-io-protocol/ (protocol 5). Binary packets are no part of Parley's
contract. Refusing them leaves no place for attachments that are announced and never come.
"""

from typing import Any, Final

import orjson
from socketio import packet

SEPARATOR: Final = b"\x1e"
"""Stands between packets that go together (Engine.IO 4, "Payload"); JSON never holds it as it is."""


class Malformed(Exception):
    """What came is no packet, or one that is not taken: the session ends."""


class Json:
    """orjson as python-socketio wants a JSON module. Its depth is limited."""

    loads = staticmethod(orjson.loads)

    @staticmethod
    def dumps(data: Any, **_: Any) -> str:
        return orjson.dumps(data).decode()


class Packet(packet.Packet):
    """A packet without attachments."""

    uses_binary_events = False
    json = Json

    def decode(self, encoded_packet: str) -> int:
        """Take what the text says. Raises Malformed. Gives the number of attachments: none."""
        try:
            attachments = super().decode(encoded_packet)
        except (ValueError, TypeError, IndexError):
            raise Malformed from None
        if attachments or not self._is_sound():
            raise Malformed
        return 0

    def _is_sound(self) -> bool:
        """Whether a client may send this: the right kind of data for its type, and an id where it belongs."""
        if self.packet_type == packet.CONNECT:
            return self.id is None and isinstance(self.data, dict | None)
        if self.packet_type == packet.DISCONNECT:
            return self.id is None and self.data is None
        if self.packet_type == packet.EVENT:
            return isinstance(self.data, list) and bool(self.data) and isinstance(self.data[0], str)
        return self.packet_type == packet.ACK and self.id is not None and isinstance(self.data, list)


def event(name: str, payload: object) -> bytes:
    """An event of the server as an Engine.IO message, the same for all who hear it."""
    return b"42" + orjson.dumps([name, payload])
