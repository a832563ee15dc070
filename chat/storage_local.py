"""Files in a folder of this machine, read and sent through signed URLs of this server.

The form is the one that S3 has, under a signature of our own: `key`, `Content-Type`, `policy` (base64 of a
JSON object with `expiration` and `size`) and `signature`.
"""

import asyncio
import base64
import binascii
import errno
import os
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import orjson
import structlog

from chat.errors import StorageAway, StorageFull
from chat.seals import Seals
from chat.storage import URL_SECONDS, URLS_KEPT, FileMissing, Form, StoredFile, expiry

log = structlog.get_logger()

PATH = "/files"
"""Where the server takes and gives files."""


class LocalStorage:
    """One folder for each upload: `files/<last two digits of its id>/<its id>/`. See `chat/storage.py`.

    Several processes may share the folder. Links make a copy free, and a version is an inode: writing a key
    again replaces its file and leaves copies as they are.
    """

    origin: str | None = None

    def __init__(self, folder: Path, seals: Seals) -> None:
        self._files = folder / "files"
        self._seals = seals
        self._signed = lru_cache(URLS_KEPT)(self._sign)
        self.scratch = folder / "scratch"
        for needed in (self._files, self.scratch):
            needed.mkdir(parents=True, exist_ok=True)

    async def form(self, key: str, *, mime: str, size: int, expires_at: datetime) -> Form:
        limits = {"expiration": int(expires_at.timestamp()), "size": size}
        policy = base64.b64encode(orjson.dumps(limits)).decode()
        fields = {"key": key, "Content-Type": mime, "policy": policy}
        return Form(PATH, fields | {"signature": self._seals.seal("POST", *fields.values())})

    def accepted_size(self, fields: Mapping[str, str]) -> int | None:
        """How many bytes a form with these fields takes now; None for one that is not ours or too old."""
        try:
            signed = [fields[name] for name in ("key", "Content-Type", "policy")]
            if not self._seals.is_sealed(fields["signature"], "POST", *signed):
                return None
            limits = orjson.loads(base64.b64decode(fields["policy"], validate=True))
        except (KeyError, binascii.Error, ValueError):
            return None
        return int(limits["size"]) if time.time() < limits["expiration"] else None

    async def put(self, key: str, source: Path, *, filename: str) -> None:
        with _told():
            await asyncio.to_thread(_move, source, self.path(key))

    async def copy(self, source: str, key: str, *, version: str, filename: str) -> None:
        with _told():
            await asyncio.to_thread(_keep_version, self.path(source), self.path(key), version)

    async def stat(self, key: str) -> StoredFile:
        with _told():
            found = await asyncio.to_thread(self.path(key).stat)
        return StoredFile(found.st_size, _version(found))

    async def head(self, key: str, count: int) -> bytes:
        with _told():
            return await asyncio.to_thread(_first_bytes, self.path(key), count)

    @asynccontextmanager
    async def local_copy(self, key: str) -> AsyncIterator[Path]:
        copy = self.scratch / f"{key.replace('/', '-')}-{secrets.token_hex(8)}"
        with _told():
            await asyncio.to_thread(_link_or_copy, self.path(key), copy)
        try:
            yield copy
        finally:
            await asyncio.to_thread(copy.unlink, missing_ok=True)

    async def delete(self, keys: Sequence[str]) -> None:
        with _told():
            for key in keys:
                await asyncio.to_thread(self.path(key).unlink, missing_ok=True)

    async def delete_all(self, upload_id: str) -> None:
        folder = self.path(f"{upload_id}/all").parent
        with _told():
            if await asyncio.to_thread(folder.exists):
                await asyncio.to_thread(shutil.rmtree, folder)

    def url(self, key: str, filename: str, *, seconds: int = URL_SECONDS) -> str:
        return self._signed(key, filename, str(expiry(time.time(), seconds)))

    def _sign(self, key: str, filename: str, expires: str) -> str:
        signature = self._seals.seal("GET", key, filename, expires)
        return f"{PATH}/{key}?name={quote(filename)}&expires={expires}&signature={signature}"

    def is_open(self, key: str, query: Mapping[str, str]) -> bool:
        """Whether these are the parameters of a URL that `url` made for the key and that has not expired."""
        name, expires = query.get("name", ""), query.get("expires", "")
        if not self._seals.is_sealed(query.get("signature", ""), "GET", key, name, expires):
            return False
        return time.time() < int(expires)

    def path(self, key: str) -> Path:
        """Where the file of a key lies. Keys are of our own making; nobody else names a path."""
        upload_id, name = key.split("/")
        return self._files / upload_id[-2:] / upload_id / name


@contextmanager
def _told() -> Iterator[None]:
    """Say in the words of the port what the file system refused."""
    try:
        yield
    except FileNotFoundError:
        raise FileMissing from None
    except OSError as error:
        log.warning("storage.failed", reason=errno.errorcode.get(error.errno or 0, "?"))
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise (StorageFull() if full else StorageAway()) from None


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _flush(source)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}")  # from another file system: not at once
        shutil.copyfile(source, beside)
        _flush(beside)
        beside.replace(target)
    _flush(target.parent)


def _keep_version(source: Path, target: Path, version: str) -> None:
    kept = _link_or_copy(source, target)
    if _version(kept.stat()) != version:
        target.unlink()
        raise FileNotFoundError
    _flush(target.parent)


def _link_or_copy(source: Path, target: Path) -> Path:
    """Give the file a second name, or a second body on a file system without links; gives which one lasts."""
    try:
        os.link(source, target)
    except (PermissionError, NotImplementedError):
        shutil.copyfile(source, target)
        _flush(target)
        return source
    return target


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _version(found: os.stat_result) -> str:
    return f"{found.st_ino}-{found.st_mtime_ns}-{found.st_size}"


def _first_bytes(path: Path, count: int) -> bytes:
    with path.open("rb") as file:
        return file.read(count)
