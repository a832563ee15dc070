"""Removing uploads: the file, its thumbnail and the record of it."""

from collections.abc import Sequence

import structlog
from bson import ObjectId

from chat.context import Core
from chat.errors import Unavailable
from models.base import utc_now
from models.upload import UploadState

log = structlog.get_logger()


async def remove(core: Core, upload_ids: Sequence[ObjectId]) -> None:
    """Remove these uploads. What the storage does not remove now it removes at the next sweep."""
    if not upload_ids:
        return
    uploads = core.database["uploads"]
    leaving = {"state": UploadState.LEAVING.value, "due_at": utc_now()}
    await uploads.update_many({"_id": {"$in": list(upload_ids)}}, {"$set": leaving})
    for upload_id in upload_ids:
        try:
            await core.storage.delete_all(str(upload_id))
        except Unavailable:
            log.warning("uploads.not_removed", upload_id=str(upload_id))
            continue
        await uploads.delete_one({"_id": upload_id})
