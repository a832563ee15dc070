"""The port that joins the instances: what one publishes, all that listen hear.

Order, loss and repeats: a publisher's events reach the listeners of its own process at once and in order.
Towards other processes it is best effort: an event may be lost, repeated or overtaken. MongoDB is the
truth; an event only wakes readers, and each carries what tells that something is missing (its clock).
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from chat.events import Channel, Event

Receiver: TypeAlias = Callable[[Event, Sequence[Channel]], None]
"""Called with the event and with those of its channels that the receiver listens on, once."""


class Bus(Protocol):
    """One publisher's events reach a receiver in order, within the process."""

    is_lossy: bool
    """Whether events of other processes may fail to arrive."""

    def publish(self, event: Event, channels: Sequence[Channel]) -> None:
        """Hand the event to every listener of any of the channels. Never waits, never fails."""

    def listen(self, channel: Channel, receiver: Receiver) -> None:
        """From now on the receiver hears the channel. Listening twice is listening once."""

    def unlisten(self, channel: Channel, receiver: Receiver) -> None:
        """The receiver hears the channel no more, from this call on."""

    async def heard(self, channel: Channel) -> None:
        """Return once events that other instances publish from now on will be heard here.

        Returns at once when nothing is listened to, and gives up quietly when the way there is broken.
        """

    async def close(self) -> None:
        """Stop; what was published and not yet sent is dropped."""
