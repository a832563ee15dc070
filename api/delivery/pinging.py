"""How long a client may be silent, and the wheel that looks for those who are."""

from typing import Final

from api.delivery.ping_wheel import PingWheel

SILENT_TURNS: Final = 2.5  # of the wheel, before a client is given up


class Pinging:
    """`seconds` between two looks at a client."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.silence_seconds = seconds * SILENT_TURNS
        self.wheel = PingWheel(seconds)
