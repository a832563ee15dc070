"""Pages of messages."""

from dataclasses import dataclass

from models.message import MessageRow


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages in order of seq."""

    messages: list[MessageRow]
    has_next: bool
    has_previous: bool
