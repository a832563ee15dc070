"""Pictures: written anew without their metadata, with a thumbnail, outside the event loop.

Each one is decoded in a process of its own (`picture_process.py`) that has so much memory and time and is
gone afterwards: a file that breaks the decoder breaks nothing else.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
import structlog

from chat.errors import BadInput, ChatError, TooLarge

log = structlog.get_logger()

SECONDS: Final = 30
MEMORY_BYTES: Final = 2 * 1024**3
PROGRAM: Final = Path(__file__).with_name("picture_process.py")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is safe to show. The files are there while it is being kept."""

    path: Path
    thumbnail: Path | None
    """A WebP of 640 pixels at most on each side; None when the picture is not larger."""
    square: Path
    """A WebP of 256 pixels on each side, cut from its middle."""
    extension: str
    width: int
    height: int
    blurhash: str
    """https://github.com/woltapp/blurhash"""


class Studio:
    """Makes pictures, so many at a time. `pixels` is how many a picture may have, over all its frames."""

    def __init__(self, scratch: Path, *, pixels: int, at_once: int = 2) -> None:
        self._scratch = scratch
        self._pixels = pixels
        self._places = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def developed(self, source: Path) -> AsyncIterator[Picture]:
        """The picture in this file, while the block lasts. Raises TooLarge, or BadInput for none at all."""
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, dir=self._scratch))
        try:
            async with self._places:
                told = await self._develop(source, folder)
            if "refused" in told:
                raise self._refusal(told["refused"])
            yield Picture(
                path=folder / "picture",
                thumbnail=folder / "thumbnail" if told["has_thumbnail"] else None,
                square=folder / "square",
                extension=told["extension"],
                width=told["width"],
                height=told["height"],
                blurhash=told["blurhash"],
            )
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _develop(self, source: Path, folder: Path) -> dict[str, Any]:
        limits = {"pixels": self._pixels, "memory": MEMORY_BYTES, "seconds": SECONDS}
        job = orjson.dumps({"source": str(source), "folder": str(folder), **limits})
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            PROGRAM,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(SECONDS):
                output, _ = await process.communicate(job)
            told: dict[str, Any] = orjson.loads(output)
        except (TimeoutError, orjson.JSONDecodeError):  # it took too long, or it crashed
            log.warning("pictures.gave_up", exit_code=process.returncode)
            return {"refused": "unreadable"}
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return told

    def _refusal(self, reason: str) -> ChatError:
        if reason == "too large":
            return TooLarge(f"A picture has {self._pixels:,} pixels or fewer.", field="file")
        return BadInput("This picture cannot be read.", field="file")
