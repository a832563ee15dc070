"""Uploads: a file on its way in. Asked for, sent straight to the storage, looked at, and then ready for use.

What arrives lies under a key that its form may write again, so it is copied to another one when it is looked
at: what was checked is what is kept. Two completions at once both look; the first to say so is believed.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from chat import file_types, removal, text
from chat.access import Act, access_room
from chat.context import Context, Core
from chat.errors import BadInput, ChatError, Conflict, FileNotFound, StorageAway, TooLarge, UploadNotFound
from chat.file_types import FileType
from chat.receiving import IncomingFile, Received, received
from chat.storage import FileMissing, Form, StoredFile
from models.base import parse_id, utc_now
from models.upload import Upload, UploadState

UNUSED: Final = timedelta(hours=24)
"""How long an upload that nothing uses is kept."""
FORM_LIFETIME: Final = timedelta(hours=1)
INCOMING: Final = "incoming.bin"
"""The name, under `<id>/`, of what has arrived and was not looked at."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to send the file of an upload, until `expires_at`."""

    upload_id: ObjectId
    form: Form
    expires_at: datetime


async def create_upload(
    ctx: Context, *, room_id: str | None, filename: str, mime: str, size: int, client_id: str | None = None
) -> Target:
    """Announce a file for a room, or for a picture of a user or a room, and say where to send it.

    Asked again under the same client_id it is the same upload, with a new form. Raises TooLarge for a file
    above the limit or the asker's quota, and the refusals of `access_room` and the limits.
    """
    rules = ctx.core.rules
    if size < 1:
        raise BadInput("The file is empty.", field="size")
    if size > rules.attachment_bytes:
        raise TooLarge(f"A file has {rules.attachment_bytes:,} bytes or fewer.", field="size")
    await ctx.core.limiter.hit("upload", str(ctx.user_id))
    upload = await _announced(ctx, room_id, filename)
    upload.declared_mime, upload.size = text.mime(mime), size
    if client_id is not None:
        upload.client_id = text.line(client_id, "clientId", text.CLIENT_ID_CHARACTERS)
    await _refuse_past_quota(ctx, size)
    try:
        await upload.insert()
    except DuplicateKeyError:
        upload = await _announced_before(upload)
    expires_at = utc_now() + FORM_LIFETIME
    form = await ctx.core.storage.form(
        incoming_key(upload.id), mime=upload.declared_mime, size=size, expires_at=expires_at
    )
    return Target(cast(ObjectId, upload.id), form, expires_at)


async def complete_upload(ctx: Context, upload_id: str) -> Upload:
    """Look at what has arrived, and make it ready for use. Done again, it is the same.

    Raises UploadNotFound, Conflict when nothing has arrived, BadInput when it is not what was announced or a
    picture that cannot be read, TooLarge for a picture of too many pixels.
    """
    upload = await own_upload(ctx, upload_id)
    if upload.state is not UploadState.PENDING:
        return upload
    await ctx.core.limiter.hit("complete", str(ctx.user_id))
    try:
        arrived = await ctx.core.storage.stat(incoming_key(upload.id))
        return await _look_at(ctx, upload, arrived)
    except FileMissing:
        return await _looked_at_already(ctx, upload_id)


async def upload_file(ctx: Context, *, room_id: str, file: IncomingFile) -> Upload:
    """Take a small file for a room in one go; who may not send there is refused before its bytes come."""
    await access_room(ctx, room_id, Act.SEND)
    async with received_file(ctx, file) as whole:
        return await keep_file(ctx, room_id=room_id, filename=file.filename, whole=whole)


@asynccontextmanager
async def received_file(ctx: Context, file: IncomingFile) -> AsyncIterator[Received]:
    """A file of the asker's on the disk, before it is known what for, while the block lasts."""
    await ctx.core.limiter.hit("upload", str(ctx.user_id))
    async with received(file.chunks, ctx.core.storage.scratch, ctx.core.rules.attachment_bytes) as whole:
        if not whole.size:
            raise BadInput("The file is empty.", field="file")
        yield whole


async def keep_file(ctx: Context, *, room_id: str, filename: str, whole: Received) -> Upload:
    """Make a received file an upload for a room, looked at and ready for use."""
    upload = await _announced(ctx, room_id, filename)
    upload.size, upload.sha256 = whole.size, whole.sha256
    await _refuse_past_quota(ctx, whole.size)
    await upload.insert()
    try:
        await ctx.core.storage.put(incoming_key(upload.id), whole.path, filename=upload.filename)
        return await _look_at(ctx, upload, await ctx.core.storage.stat(incoming_key(upload.id)))
    except ChatError:
        await removal.remove(ctx.core, [cast(ObjectId, upload.id)])
        raise


async def own_upload(ctx: Context, upload_id: str, field: str | None = None) -> Upload:
    """An upload of the asker that is not about to go. Raises UploadNotFound."""
    wanted = parse_id(upload_id)
    found = wanted and await Upload.get(PydanticObjectId(wanted))
    if not found or found.owner_id != ctx.user_id or found.state is UploadState.LEAVING:
        raise UploadNotFound(field)
    return found


async def is_awaited(core: Core, key: str, arrived: Received) -> bool:
    """Whether the file is still wanted under this key of a form; then what arrived is noted."""
    pending = {"_id": parse_id(key.partition("/")[0]), "state": UploadState.PENDING.value}
    noted = await core.database["uploads"].update_one(pending, {"$set": {"sha256": arrived.sha256}})
    return bool(noted.matched_count)


async def access_file(ctx: Context, key: str) -> Upload:
    """The upload whose file or thumbnail this is, for its owner, for members of its room, and if it is a
    picture of a user or a room for everyone signed in. Raises FileNotFound."""
    asker_id, wanted = ctx.user_id, parse_id(key.partition("/")[0])
    upload = await Upload.get(PydanticObjectId(wanted)) if wanted else None
    if upload is None or key not in {upload.key, upload.thumbnail_key}:
        raise FileNotFound
    if upload.owner_id == asker_id:
        return upload
    if upload.state is not UploadState.USED:
        raise FileNotFound
    if upload.is_in_a_message and not await _is_member(ctx, upload.room_id):
        raise FileNotFound
    return upload


async def _is_member(ctx: Context, room_id: ObjectId | None) -> bool:
    return room_id is not None and await ctx.core.reads.member((room_id, ctx.user_id)) is not None


def incoming_key(upload_id: ObjectId | None) -> str:
    """Where the storage has what arrived and was not looked at."""
    return f"{upload_id}/{INCOMING}"


async def _announced(ctx: Context, room_id: str | None, filename: str) -> Upload:
    """A new upload of the asker for a room that they may send to, not stored yet."""
    owner_id = PydanticObjectId(ctx.user_id)
    upload = Upload(owner_id=owner_id, filename=text.file_name(filename), size=0, due_at=utc_now() + UNUSED)
    if room_id is not None:
        upload.room_id = PydanticObjectId((await access_room(ctx, room_id, Act.SEND)).room_id)
    return upload


async def _announced_before(upload: Upload) -> Upload:
    named = {"owner_id": upload.owner_id, "client_id": upload.client_id}
    known = await Upload.find_one(named)
    if known is None or known.state is UploadState.LEAVING:
        raise StorageAway  # it is just being removed
    same = ("room_id", "filename", "declared_mime", "size")
    if any(getattr(known, name) != getattr(upload, name) for name in same):
        raise Conflict("Another upload was already announced under this client id.", field="clientId")
    return known


async def _refuse_past_quota(ctx: Context, size: int) -> None:
    """Raises TooLarge when the asker's uploads would have more bytes together than one user may keep."""
    quota = ctx.core.rules.upload_quota_bytes
    match = {"$match": {"owner_id": ctx.user_id}}
    group = {"$group": {"_id": None, "size": {"$sum": "$size"}}}
    sums = await (await ctx.core.database["uploads"].aggregate([match, group])).to_list()
    if sum(row["size"] for row in sums) + size > quota:
        raise TooLarge(f"The files of a user have {quota:,} bytes together or fewer.", field="size")


async def _look_at(ctx: Context, upload: Upload, arrived: StoredFile) -> Upload:
    """Keep what arrived under a key of its own, and say what it is. Raises FileMissing if it was replaced."""
    if arrived.size != upload.size:
        raise BadInput(f"{arrived.size:,} bytes arrived; {upload.size:,} were announced.", field="size")
    head = await ctx.core.storage.head(incoming_key(upload.id), file_types.HEAD_BYTES)
    kind = file_types.found_type(head)
    keep = _keep_picture if kind.mime in file_types.PICTURES else _keep_file
    found = await keep(ctx, upload, kind, arrived)
    ready = {**found, "state": UploadState.READY.value}
    changed = await ctx.core.database["uploads"].update_one(
        {"_id": upload.id, "state": UploadState.PENDING.value}, {"$set": ready}
    )
    kept = [found["key"], *filter(None, [found.get("thumbnail_key")])]
    await ctx.core.storage.delete([incoming_key(upload.id)] if changed.matched_count else kept)
    return await own_upload(ctx, str(upload.id))


async def _looked_at_already(ctx: Context, upload_id: str) -> Upload:
    """The upload, if another completion has been faster. Raises Conflict when nothing has arrived."""
    upload = await own_upload(ctx, upload_id)
    if upload.state is UploadState.PENDING:
        raise Conflict("The file has not arrived. Send it to the upload's target first.", field="id")
    return upload


async def _keep_file(ctx: Context, upload: Upload, kind: FileType, arrived: StoredFile) -> dict[str, Any]:
    key = _new_key(upload, kind.extension)
    await ctx.core.storage.copy(
        incoming_key(upload.id), key, version=arrived.version, filename=upload.filename
    )
    return {"key": key, "mime": kind.mime, "size": arrived.size}


async def _keep_picture(ctx: Context, upload: Upload, _: FileType, __: StoredFile) -> dict[str, Any]:
    storage, thumbnail_key = ctx.core.storage, None
    async with (
        storage.local_copy(incoming_key(upload.id)) as source,
        ctx.core.studio.developed(source) as made,
    ):
        key = _new_key(upload, made.extension)
        size = made.path.stat().st_size
        await storage.put(key, made.path, filename=upload.filename)
        if made.thumbnail is not None:
            thumbnail_key = _new_key(upload, "webp")
            await storage.put(thumbnail_key, made.thumbnail, filename=f"{upload.filename}.webp")
    return {
        "key": key,
        "thumbnail_key": thumbnail_key,
        "mime": file_types.SHOWN[made.extension],
        "size": size,
        "width": made.width,
        "height": made.height,
        "blurhash": made.blurhash,
    }


def _new_key(upload: Upload, extension: str) -> str:
    return f"{upload.id}/{secrets.token_urlsafe(12)}.{extension}"
