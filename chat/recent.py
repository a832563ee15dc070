"""What changed in a room lately: read once, kept up by the room's events, and told from any clock within."""

from collections.abc import Sequence
from typing import Final

from bson import ObjectId

from chat.events import (
    MESSAGE_EVENTS,
    Event,
    MessageEvent,
    MessageSent,
    ReceiptsChanged,
    RoomSynced,
    Watermark,
)
from models.message import MessageRow

CHANGES_SENT: Final = 500
"""More changes than this, and the reader had better load the newest page."""


class ChangedRow(MessageRow):
    """A message with every clock that it took, the one of its sending first."""

    clocks: list[int]


class Recent:
    """Every message that took a clock after `since`, as it is at `clock`.

    Who comes from a clock up to `too_old` missed more than CHANGES_SENT.
    """

    def __init__(
        self,
        room_id: ObjectId,
        *,
        since: int,
        clock: int,
        too_old: int,
        rows: Sequence[ChangedRow],
        receipts: Sequence[Watermark],
    ) -> None:
        self.since = since
        self.clock = clock
        self._room_id = room_id
        self._too_old = too_old
        self._rows: dict[ObjectId, MessageRow] = {row["_id"]: row for row in rows}
        self._sent_at = {row["_id"]: row["clocks"][0] for row in rows}
        self._receipts = {mark.user_id: mark for mark in receipts}

    def told_since(self, clock: int) -> RoomSynced | None:
        """What somebody missed who was told everything up to this clock; None if that is not known here."""
        if clock <= self._too_old:
            return self.reset()
        if not self.since <= clock <= self.clock:
            return None
        missed = [row for row in self._rows.values() if row["clock"] > clock]
        missed.sort(key=lambda row: row["clock"])
        known = frozenset(row["_id"] for row in missed if self._sent_at[row["_id"]] <= clock)
        return RoomSynced(self._room_id, self.clock, tuple(missed), self._marks(), reset=False, known=known)

    def reset(self) -> RoomSynced:
        """What is told to somebody who had better load the newest page."""
        return RoomSynced(self._room_id, self.clock, (), self._marks(), reset=True)

    def hear(self, event: Event) -> bool:
        """Take in what happened in the room. False if it cannot be: then nothing here holds any longer."""
        if isinstance(event, MESSAGE_EVENTS):
            return self._hear_of_message(event)
        if isinstance(event, ReceiptsChanged):
            self._receipts |= {
                mark.user_id: Watermark(mark.user_id, mark.read_seq, mark.delivered_seq, mark.at)
                for mark in event.receipts
            }
            return True
        return False

    def _marks(self) -> tuple[Watermark, ...]:
        return tuple(self._receipts.values())

    def _hear_of_message(self, event: MessageEvent) -> bool:
        row = event.message
        if row["clock"] <= self.clock:
            return True  # it was read already, or something newer
        if row["clock"] != self.clock + 1:
            return False  # something before it was not heard
        self.clock = row["clock"]
        self._sent_at.setdefault(row["_id"], self.clock if isinstance(event, MessageSent) else self.since)
        self._rows[row["_id"]] = row
        return len(self._rows) <= CHANGES_SENT
