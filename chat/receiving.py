"""Receiving a file: from the network onto the disk as it comes, never in memory whole."""

import asyncio
import errno
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from chat.errors import StorageAway, StorageFull, TooLarge

BLOCK_BYTES: Final = 1024 * 1024
"""So much is gathered before a thread writes it."""


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that is being sent: its name as the sender has it, and its bytes as they come."""

    filename: str
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class Received:
    path: Path
    size: int
    sha256: str
    """In hexadecimal digits."""


@asynccontextmanager
async def received(chunks: AsyncIterator[bytes], folder: Path, limit: int) -> AsyncIterator[Received]:
    """The whole file in this folder, while the block lasts or until it is moved away.

    Raises TooLarge as soon as more than `limit` bytes have come, StorageFull and StorageAway.
    """
    descriptor, name = await asyncio.to_thread(_new_file, folder)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            size, sha256 = await _write_all(chunks, file, limit)
        yield Received(path, size, sha256)
    finally:
        await asyncio.to_thread(path.unlink, missing_ok=True)


async def _write_all(chunks: AsyncIterator[bytes], file: BinaryIO, limit: int) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    block = bytearray()

    def write() -> None:
        digest.update(block)
        try:
            file.write(block)
        except OSError as error:
            raise _refusal(error) from None
        block.clear()

    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"A file has {limit:,} bytes or fewer.", field="file")
        block += chunk
        if len(block) >= BLOCK_BYTES:
            await asyncio.to_thread(write)
    await asyncio.to_thread(write)
    return size, digest.hexdigest()


def _new_file(folder: Path) -> tuple[int, str]:
    try:
        return tempfile.mkstemp(dir=folder)
    except OSError as error:
        raise _refusal(error) from None


def _refusal(error: OSError) -> StorageFull | StorageAway:
    return StorageFull() if error.errno in {errno.ENOSPC, errno.EDQUOT} else StorageAway()
