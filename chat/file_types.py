"""What a file is, found from its bytes and never from its name, and how it may be served."""

from dataclasses import dataclass
from typing import Final

import filetype

HEAD_BYTES: Final = 8_192
"""As many first bytes as `found_type` needs."""

OPAQUE: Final = "application/octet-stream"
TEXT: Final = "text/plain"

SHOWN: Final[dict[str, str]] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "aac": "audio/aac",
}
"""What a browser shows in place, by the extension of the key. Everything else it only saves."""

PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
"""What is decoded, and written anew without its metadata."""

_SAME: Final = {"audio/x-wav": "audio/wav", "audio/x-flac": "audio/flac", "image/apng": "image/png"}
_EXTENSIONS: Final = {mime: extension for extension, mime in SHOWN.items()}


@dataclass(frozen=True, slots=True)
class FileType:
    mime: str
    extension: str
    """Of the key: `bin` for what is only saved."""


def found_type(head: bytes) -> FileType:
    """The type of a file that begins like this. Markup (HTML, SVG) is a text like any other."""
    kind = filetype.guess(head)
    mime = _SAME.get(kind.mime, kind.mime) if kind else TEXT if _is_text(head) else OPAQUE
    return FileType(mime, _EXTENSIONS.get(mime, "bin"))


def served_as(key: str) -> tuple[str, str]:
    """Content type and disposition of the file under this key."""
    mime = SHOWN.get(key.rpartition(".")[2])
    return (mime, "inline") if mime else (OPAQUE, "attachment")


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters, but for a character that the end of the head may have cut."""
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if len(head) < HEAD_BYTES or error.start < len(head) - 3:
            return False
        text = head[: error.start].decode()
    return all(
        character.isprintable() or character in "\t\n\r\f\v" or ord(character) > 0x9F for character in text
    )
