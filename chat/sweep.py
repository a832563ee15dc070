"""The sweep: what nobody used in time, what a crash left between two steps, what would not go.

Every upload about which something is uncertain has a `due_at`. When it has passed, the sweep looks: an upload
that something holds is settled, any other is removed. Several instances may sweep at the same time.
"""

import asyncio
import random
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, cast

import structlog
from bson import ObjectId

from chat import attaching, avatars, endings, removal
from chat.context import Core
from chat.uploads import UNUSED
from models.base import utc_now
from models.upload import Upload, UploadState

log = structlog.get_logger()

EVERY_SECONDS: Final = 600.0
BATCH: Final = 200  # uploads in one read


class Sweep:
    """Sweeps for as long as the server runs."""

    def __init__(self, core: Core, *, every: float = EVERY_SECONDS) -> None:
        self._core = core
        self._every = every
        self._sweeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._sweeping = asyncio.create_task(self._keep_sweeping())

    async def close(self) -> None:
        if self._sweeping is not None:
            await endings.end([self._sweeping])

    async def _keep_sweeping(self) -> None:
        while True:
            await asyncio.sleep(self._every * random.uniform(0.5, 1.0))  # instances apart
            try:
                await sweep(self._core)
                await asyncio.to_thread(clear_scratch, self._core.storage.scratch)
            except Exception as error:  # whatever it is, the next one tries again
                log.warning("sweep.failed", reason=type(error).__name__)


async def sweep(core: Core) -> int:
    """Look at every upload that is due. Gives how many went."""
    removed = 0
    last = ObjectId("0" * 24)
    while True:
        due = {"due_at": {"$lte": utc_now()}, "_id": {"$gt": last}}
        uploads = await Upload.find(due).sort("_id").limit(BATCH).to_list()
        if not uploads:
            return removed
        last = cast(ObjectId, uploads[-1].id)
        for upload in uploads:
            removed += await _look_at(core, upload)


def clear_scratch(folder: Path) -> None:
    """Remove what processes that died have left under way, a day ago or more."""
    before = time.time() - UNUSED.total_seconds()
    for left in folder.iterdir():
        with suppress(OSError):  # another instance was faster
            if left.lstat().st_mtime < before:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


async def _look_at(core: Core, upload: Upload) -> bool:
    """Settle the upload or remove it; leave it if somebody does something with it meanwhile."""
    records = core.database["uploads"]
    as_seen = {"_id": upload.id, "state": upload.state.value, "due_at": upload.due_at}
    if upload.state is UploadState.USED and await _is_held(core, upload):
        await records.update_one(as_seen, {"$unset": {"due_at": ""}})
        return False
    if not (await records.update_one(as_seen, {"$set": {"state": UploadState.LEAVING.value}})).matched_count:
        return False
    await removal.remove(core, [cast(ObjectId, upload.id)])
    return True


async def _is_held(core: Core, upload: Upload) -> bool:
    if upload.is_in_a_message:
        return await attaching.is_held(core, upload)
    return await avatars.is_held(core, upload)
