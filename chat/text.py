"""Text that people type: cleaned where it may be, refused where it may not."""

import re
import unicodedata
from typing import Final

from chat.errors import BadInput

USERNAME: Final = re.compile(r"[a-z0-9_.-]+")
RESERVED_USERNAMES: Final = frozenset({"all"})
EMAIL: Final = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(\.[^@\s\x00-\x1f.]+)+")
EMAIL_CHARACTERS: Final = 254
NAME_CHARACTERS: Final = 80
DEVICE_CHARACTERS: Final = 120
CLIENT_ID_CHARACTERS: Final = 64
EMOJI_CHARACTERS: Final = 32
INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
"""The categories of Unicode that leave no ink."""
FILE_NAME_CHARACTERS: Final = 200
EXTENSION_CHARACTERS: Final = 16
MIME: Final = re.compile(r"[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,63}")


def storable(text: str, field: str) -> str:
    """The text, if MongoDB and every client can hold it. Raises BadInput for NUL and lone surrogates."""
    if "\x00" in text:
        raise BadInput("Text must not contain the NUL character.", field=field)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadInput("Text must be valid Unicode.", field=field) from None
    return text


def line(text: str, field: str, limit: int) -> str:
    """One line of 1 … limit characters, trimmed."""
    found = storable(text, field).strip()
    if not found or not _has_ink(found):
        raise BadInput("This must not be blank.", field=field)
    if len(found) > limit:
        raise BadInput(f"This must have {limit} characters or fewer.", field=field)
    if any(unicodedata.category(character) == "Cc" for character in found):
        raise BadInput("This must be a single line.", field=field)
    return found


def optional_line(text: str | None, field: str, limit: int) -> str | None:
    """Like `line`, with None and blank text both meaning none."""
    return line(text, field, limit) if text is not None and text.strip() else None


def message_content(text: str, limit: int, *, may_be_empty: bool) -> str:
    """A message's text of 1 … limit characters, trimmed; empty only beside an attachment."""
    found = storable(text, "content").strip()
    if not may_be_empty and not _has_ink(found):
        raise BadInput("A message needs some text.", field="content")
    if len(found) > limit:
        raise BadInput(f"A message has {limit} characters or fewer.", field="content")
    return found


def username(text: str, limits: tuple[int, int]) -> str:
    found = storable(text, "username").strip().lower()
    least, most = limits
    if not least <= len(found) <= most or not USERNAME.fullmatch(found):
        raise BadInput(f"A username has {least} to {most} of a-z, 0-9, _, . and -.", field="username")
    if found in RESERVED_USERNAMES:
        raise BadInput("This word has a meaning of its own and is no username.", field="username")
    return found


def email(text: str) -> str:
    found = storable(text, "email").strip().lower()
    if len(found) > EMAIL_CHARACTERS or not EMAIL.fullmatch(found):
        raise BadInput("This is not an email address.", field="email")
    return found


def password(text: str, limits: tuple[int, int], field: str = "password") -> str:
    least, most = limits
    if not least <= len(storable(text, field).encode()) <= most:
        raise BadInput(f"A password has {least:,} to {most:,} bytes.", field=field)
    return text


def file_name(text: str) -> str:
    """A name to show and to save a file under: never a path, 1 … 200 characters, its extension kept.

    Nothing invisible stays in it, above all nothing that turns the direction of what follows.
    """
    name = storable(text, "filename").replace("\\", "/").rpartition("/")[2]
    name = "".join(each for each in name if unicodedata.category(each) not in {"Cc", "Cf", "Co", "Zl", "Zp"})
    name = name.strip(" .") or "file"
    stem, dot, extension = name.rpartition(".")
    if len(name) <= FILE_NAME_CHARACTERS:
        return name
    if not stem or len(extension) > EXTENSION_CHARACTERS:
        return name[:FILE_NAME_CHARACTERS].rstrip()
    return stem[: FILE_NAME_CHARACTERS - len(extension) - 1].rstrip() + dot + extension


def mime(text: str) -> str:
    """A media type that somebody declares; `application/octet-stream` for what is none."""
    found = text.partition(";")[0].strip().lower()
    return found if MIME.fullmatch(found) else "application/octet-stream"


def name_key(name: str) -> str:
    """What names are searched by: case-folded, in composed form."""
    return unicodedata.normalize("NFKC", name).casefold()


def _has_ink(text: str) -> bool:
    """Whether there is anything to see: more than spaces, controls and invisible format characters.

    A character that this Python does not know yet may be a new emoji.
    """
    return any(unicodedata.category(character) not in INVISIBLE for character in text)
