"""Pictures of users and rooms: uploads cut square and small, each held by what it shows."""

import secrets
from dataclasses import dataclass
from typing import Final

from bson import ObjectId

from chat import file_types, removal
from chat.attaching import SOON
from chat.context import Context, Core
from chat.errors import BadInput, UploadTaken
from chat.storage import LASTING_URL_SECONDS, Storage
from chat.uploads import own_upload
from models.base import parse_id, utc_now
from models.upload import Upload, UploadState

FIELD: Final = "avatarUploadId"
NAME: Final = "avatar.webp"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose picture it is: a document of `users` or `rooms` with an `avatar`."""

    collection: str
    id: ObjectId

    @property
    def name(self) -> str:
        return f"{self.collection}:{self.id}"


async def set_avatar(ctx: Context, holder: Holder, upload_id: str) -> None:
    """Show this finished picture of the asker's, and remove the one before; blank shows none.

    Raises UploadNotFound, BadInput for what is no picture, and UploadTaken.
    """
    holders = ctx.core.database[holder.collection]
    upload = await _cut(ctx, holder, upload_id) if upload_id else None
    stored = await holders.find_one({"_id": holder.id}, {"avatar": 1}) or {}
    before = parse_id(str(stored.get("avatar") or "").partition("/")[0])
    records = ctx.core.database["uploads"]
    await records.update_one({"_id": before}, {"$set": {"due_at": utc_now() + SOON}})
    await holders.update_one({"_id": holder.id}, {"$set": {"avatar": upload.key if upload else None}})
    if upload is not None:
        await records.update_one({"_id": upload.id}, {"$unset": {"due_at": ""}})
    await removal.remove(ctx.core, [before] if before else [])


def avatar_url(storage: Storage, key: str | None) -> str | None:
    """Where the picture of a user or a room is, for a day."""
    return storage.url(key, NAME, seconds=LASTING_URL_SECONDS) if key else None


async def is_held(core: Core, upload: Upload) -> bool:
    """Whether the user or room that claimed the upload shows it."""
    collection, _, holder_id = str(upload.used_by).partition(":")
    holder = await core.database[collection].find_one({"_id": parse_id(holder_id)}, {"avatar": 1})
    return holder is not None and holder.get("avatar") == upload.key


async def _cut(ctx: Context, holder: Holder, upload_id: str) -> Upload:
    """The upload as a small square, claimed for its holder. The picture it was cut from is gone."""
    upload = await own_upload(ctx, upload_id, FIELD)
    if upload.state is UploadState.PENDING:
        raise BadInput("This upload is not complete.", field=FIELD)
    if upload.mime not in file_types.PICTURES:
        raise BadInput("This is not a picture.", field=FIELD)
    storage, whole = ctx.core.storage, str(upload.key)
    upload.key = f"{upload.id}/{secrets.token_urlsafe(12)}.webp"
    async with storage.local_copy(whole) as source, ctx.core.studio.developed(source) as made:
        upload.size = made.square.stat().st_size
        await storage.put(upload.key, made.square, filename=NAME)
    claim = {
        "state": UploadState.USED.value,
        "used_by": holder.name,
        "due_at": utc_now() + SOON,
        "key": upload.key,
        "size": upload.size,
    }
    free = {"_id": upload.id, "state": UploadState.READY.value}
    claimed = await ctx.core.database["uploads"].update_one(
        free, {"$set": claim, "$unset": {"thumbnail_key": ""}}
    )
    if not claimed.matched_count:
        await storage.delete([upload.key])
        raise UploadTaken(FIELD)
    await storage.delete([whole, *filter(None, [upload.thumbnail_key])])
    return upload
