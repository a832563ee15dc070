"""What this server takes, as far as JSON Schema can say it. The rules themselves are those of `chat.text`."""

from typing import Any, Final, TypeAlias

from chat import text
from chat.context import Rules
from chat.invites import LONGEST, MOST_USES
from chat.reports import REASON_CHARACTERS
from chat.rooms import LONGEST_PAUSE
from chat.search_query import QUERY_CHARACTERS

Limit: TypeAlias = dict[str, Any]

CONTROLS: Final = r"\u0000-\u001f\u007f-\u009f"
BLANKS: Final = r"\s\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
INK: Final = f"[^{CONTROLS}{BLANKS}]"
"""Something to see."""

LINE: Final = f"[^{CONTROLS}]*{INK}[^{CONTROLS}]*"
TEXT: Final[Limit] = {"pattern": r"^[^\u0000]*$"}
INKED: Final[Limit] = {"pattern": rf"^[^\u0000]*{INK}[^\u0000]*$"}
ID: Final[Limit] = {"minLength": 1}
EMOJI: Final[Limit] = {
    "minLength": 1,
    "maxLength": text.EMOJI_CHARACTERS,
    "pattern": rf"^[^{CONTROLS}\s]*{INK}[^{CONTROLS}\s]*$",
}


def of_body(rules: Rules) -> dict[str, dict[str, Limit]]:
    """By type and field."""
    least, most = rules.username_characters
    shortest, longest = rules.password_bytes
    content = {**INKED, "maxLength": rules.content_characters}
    return {
        "Registration": {
            "username": {"minLength": least, "maxLength": most, "pattern": "^[A-Za-z0-9_.-]+$"},
            "password": {**TEXT, "minLength": shortest, "maxLength": longest},
            "email": {"format": "email", "maxLength": text.EMAIL_CHARACTERS},
            "displayName": _optional_line(text.NAME_CHARACTERS),
            "device": _optional_line(text.DEVICE_CHARACTERS),
        },
        "Login": {
            "username": TEXT,
            "email": TEXT,
            "password": TEXT,
            "device": _optional_line(text.DEVICE_CHARACTERS),
        },
        "NewGroup": {
            "name": _line(rules.room_name_characters),
            "topic": _optional_line(rules.topic_characters),
        },
        "NewMessage": {"content": content, "tempId": _line(text.CLIENT_ID_CHARACTERS)},
        "Edit": {"content": content},
        "RoomChange": {
            "name": _line(rules.room_name_characters),
            "topic": _optional_line(rules.topic_characters),
            "slowModeSeconds": {"minimum": 0, "maximum": LONGEST_PAUSE},
        },
        "ProfileChange": {"displayName": _line(text.NAME_CHARACTERS)},
        "FirstUnread": {"seq": {"minimum": 1}},
        "ThreadMark": {"seq": {"minimum": 0}},
        "NewInvite": {
            "expiresIn": {"minimum": 1, "maximum": int(LONGEST.total_seconds())},
            "maxUses": {"minimum": 1, "maximum": MOST_USES},
        },
        "Reason": {"reason": _line(REASON_CHARACTERS)},
    }


def of_query(rules: Rules) -> dict[str, Limit]:
    """By parameter."""
    return {"limit": {"maximum": rules.page_size}, "q": {**INKED, "maxLength": QUERY_CHARACTERS}}


def of_path(name: str) -> Limit:
    """Of a part of a path."""
    return EMOJI if name == "emoji" else ID


def _line(longest: int) -> Limit:
    return {"minLength": 1, "maxLength": longest, "pattern": f"^{LINE}$"}


def _optional_line(longest: int) -> Limit:
    """Blank means none."""
    return {"maxLength": longest, "pattern": rf"^(?:\s*|{LINE})$"}
