"""The bus of a single process."""

from collections.abc import Sequence

from chat.bus import Receiver
from chat.events import Channel, Event


class MemoryBus:
    """Order: as published. Loss and repeats: none."""

    is_lossy = False

    def __init__(self) -> None:
        self._receivers: dict[Channel, dict[Receiver, None]] = {}

    def publish(self, event: Event, channels: Sequence[Channel]) -> None:
        for receiver, heard_on in self._receivers_of(channels).items():
            receiver(event, heard_on)

    def listen(self, channel: Channel, receiver: Receiver) -> None:
        self._receivers.setdefault(channel, {})[receiver] = None

    def unlisten(self, channel: Channel, receiver: Receiver) -> None:
        receivers = self._receivers.get(channel, {})
        receivers.pop(receiver, None)
        if not receivers:
            self._receivers.pop(channel, None)

    def has_listeners(self, channel: Channel) -> bool:
        return channel in self._receivers

    def channels(self) -> list[Channel]:
        """Every channel that somebody listens on."""
        return list(self._receivers)

    async def heard(self, channel: Channel) -> None:
        return

    async def close(self) -> None:
        self._receivers.clear()

    def _receivers_of(self, channels: Sequence[Channel]) -> dict[Receiver, list[Channel]]:
        found: dict[Receiver, list[Channel]] = {}
        for channel in channels:
            for receiver in self._receivers.get(channel, ()):
                found.setdefault(receiver, []).append(channel)
        return found
