"""What this server takes, as far as JSON Schema can say it. The rules themselves are those of `chat.text`."""

from typing import Any, Final, TypeAlias

from chat import text
from chat.context import Rules

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
    }


def of_path(name: str) -> Limit:
    """Of a part of a path."""
    return EMOJI if name == "emoji" else ID


def _line(longest: int) -> Limit:
    return {"minLength": 1, "maxLength": longest, "pattern": f"^{LINE}$"}


def _optional_line(longest: int) -> Limit:
    """Blank means none."""
    return {"maxLength": longest, "pattern": rf"^(?:\s*|{LINE})$"}
