"""The port to where files are kept: a folder of this machine, or a bucket that speaks S3.

A key is `<upload id>/<name>.<extension>`; everything under `<upload id>/` belongs to that upload. The
extension says what the file may be served as (`chat/file_types.py`).

What is put or copied is there for good when the call returns, whole, or not at all. A key is written once by
`put` and `copy`; only the key of a form may be written again, for as long as the form is good. Reading right
after writing finds what was written. Every operation raises StorageAway when the storage does not answer, and
StorageFull when it has no room left; it may then have happened or not.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

URL_SECONDS: Final = 600
"""A URL is good for half of it at least: see `expiry`."""
LASTING_URL_SECONDS: Final = 24 * 3_600
"""The same for pictures of users and rooms, which a browser had better keep for a day."""
URLS_KEPT: Final = 20_000
"""So many are computed once in their window."""


class FileMissing(Exception):
    """There is no such file, or no longer the version that was asked for."""


@dataclass(frozen=True, slots=True)
class Form:
    """Where and how to send one file: a POST of multipart/form-data, these fields first, then `file`."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was a moment ago. `version` changes whenever its key is written again."""

    size: int
    version: str


class Storage(Protocol):
    """Where files are kept."""

    scratch: Path
    """A folder on this machine for files under way."""

    origin: str | None
    """The origin that a browser loads files from and sends them to, if it is another than the server's."""

    async def form(self, key: str, *, mime: str, size: int, expires_at: datetime) -> Form:
        """A form that takes exactly that many bytes until then. Asks nobody."""

    async def put(self, key: str, source: Path, *, filename: str) -> None:
        """Keep a finished file of this machine, which may be gone from `source` afterwards.

        `filename` is what a browser saves it as.
        """

    async def copy(self, source: str, key: str, *, version: str, filename: str) -> None:
        """Keep that version of a file under another key. Raises FileMissing when it is no longer there."""

    async def stat(self, key: str) -> StoredFile:
        """What is there. Raises FileMissing."""

    async def head(self, key: str, count: int) -> bytes:
        """The first bytes of a file, `count` at most. Raises FileMissing."""

    def local_copy(self, key: str) -> AbstractAsyncContextManager[Path]:
        """The file on this machine, to read, while the block lasts. Raises FileMissing."""

    async def delete(self, keys: Sequence[str]) -> None:
        """Remove files; one that is not there is as good as removed."""

    async def delete_all(self, upload_id: str) -> None:
        """Remove everything of an upload."""

    def url(self, key: str, filename: str, *, seconds: int = URL_SECONDS) -> str:
        """Where whoever holds it can read the file for a while: the same text for all who ask in a window.

        Asks nobody: it is computed, for each attachment of each page.
        """


def expiry(now: float, seconds: int) -> int:
    """When a URL given out now ends, in Unix time: after `seconds` at most and half of it at least.

    The same for all who ask in a window, so that an event about a file is the same bytes for everybody.
    """
    window = seconds // 2
    return int(now) // window * window + seconds
