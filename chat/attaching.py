"""Attaching: an upload belongs to one message, and goes with it.

A send claims its uploads before it writes the message. The claim names the message by what makes it the
same when it is sent again, so a repeat finds its own claim, and nobody else's send gets past it. What a crash
leaves in between has a `due_at`, when the sweep looks whether the message is there (`chat/sweep.py`).
"""

import dataclasses
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final, cast

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.errors import PyMongoError

from chat.context import Context, Core
from chat.drafts import Draft, body_hash, row_of
from chat.errors import BadInput, ClientIdTaken, UploadNotFound, UploadTaken
from chat.uploads import UNUSED
from models.base import parse_id, utc_now
from models.message import MessageRow
from models.upload import MESSAGE, AttachmentRow, Upload, UploadState

SOON: Final = timedelta(minutes=10)
"""When the sweep looks at files whose message is being deleted, should nobody have removed them."""


async def sent_before(ctx: Context, draft: Draft, attachment_ids: Sequence[str]) -> MessageRow | None:
    """The message that was sent already with this very body, whether its files are still there or not."""
    sent = {"sender_id": draft.sender_id, "client_id": draft.client_id}
    stored = await ctx.core.database["messages"].find_one(sent) if draft.client_id else None
    digest = body_hash(draft.room_id, draft.reply_to, list(map(str.lower, attachment_ids)), draft.content)
    return row_of(stored) if stored and stored["body_hash"] == digest else None


async def with_attachments(ctx: Context, draft: Draft, attachment_ids: Sequence[str]) -> Draft:
    """The draft with these finished uploads of the asker for its room, in this order.

    Raises UploadNotFound, and BadInput for too many, the same one twice or one that is not complete.
    """
    limit = ctx.core.rules.attachments_for_each_message
    if len(attachment_ids) > limit:
        raise BadInput(f"A message has {limit} attachments or fewer.", field="attachmentIds")
    wanted = [parse_id(attachment_id) for attachment_id in attachment_ids]
    if len(set(wanted)) < len(wanted):
        raise BadInput("This names the same upload twice.", field="attachmentIds")
    uploads = await Upload.find({"_id": {"$in": wanted}}).to_list()
    found = {upload.id: upload for upload in uploads}
    attachments = [_attachment(draft, found.get(PydanticObjectId(each)) if each else None) for each in wanted]
    return dataclasses.replace(draft, attachments=tuple(attachments))


@asynccontextmanager
async def claimed(ctx: Context, draft: Draft) -> AsyncIterator[None]:
    """The draft's uploads are its own while it is being sent, and from then on if it is.

    Raises UploadTaken when something else has one of them.
    """
    if not draft.attachments:
        yield
        return
    await _claim(ctx, draft)
    try:
        yield
    except ClientIdTaken:  # its message will never be there
        await _release(ctx, draft)
        raise
    with suppress(PyMongoError):  # the message is stored; the sweep sees it
        settled = {"$unset": {"due_at": ""}}
        await ctx.core.database["uploads"].update_many({"_id": {"$in": _ids(draft)}}, settled)


async def part(core: Core, attachments: Sequence[AttachmentRow]) -> None:
    """The message is about to be deleted: have the sweep see to its files, whatever happens next."""
    ids = [attachment["id"] for attachment in attachments]
    if ids:
        due = {"$set": {"due_at": utc_now() + SOON}}
        await core.database["uploads"].update_many({"_id": {"$in": ids}}, due)


async def is_held(core: Core, upload: Upload) -> bool:
    """Whether the message that claimed the upload is there and has it."""
    client_id = str(upload.used_by).removeprefix(MESSAGE).rpartition(":")[0]
    sent = {"sender_id": upload.owner_id, "client_id": client_id}
    stored = await core.database["messages"].find_one(sent, {"attachments": 1})
    return stored is not None and any(each["id"] == upload.id for each in stored["attachments"])


def attachment_of(upload: Upload) -> AttachmentRow:
    """A finished upload, as a message carries it."""
    return {
        "id": cast(ObjectId, upload.id),
        "key": str(upload.key),
        "filename": upload.filename,
        "mime": str(upload.mime),
        "size": upload.size,
        "width": upload.width,
        "height": upload.height,
        "blurhash": upload.blurhash,
        "thumbnail_key": upload.thumbnail_key,
    }


def _attachment(draft: Draft, upload: Upload | None) -> AttachmentRow:
    if upload is None or upload.owner_id != draft.sender_id or upload.room_id != draft.room_id:
        raise UploadNotFound("attachmentIds")
    if upload.state is UploadState.PENDING:
        raise BadInput("This upload is not complete.", field="attachmentIds")
    if upload.state is UploadState.LEAVING:
        raise UploadNotFound("attachmentIds")
    return attachment_of(upload)


async def _claim(ctx: Context, draft: Draft) -> None:
    uploads = ctx.core.database["uploads"]
    name = _claim_name(draft)
    for upload_id in _ids(draft):
        free = {"_id": upload_id, "state": UploadState.READY.value}
        used = {"state": UploadState.USED.value, "used_by": name, "due_at": utc_now() + UNUSED}
        if (await uploads.update_one(free, {"$set": used})).matched_count:
            continue
        mine = {"_id": upload_id, "state": UploadState.USED.value, "used_by": name}
        if await uploads.find_one(mine, {"_id": 1}) is None:
            await _release(ctx, draft)
            raise UploadTaken("attachmentIds")


async def _release(ctx: Context, draft: Draft) -> None:
    mine = {"_id": {"$in": _ids(draft)}, "used_by": _claim_name(draft)}
    free = {"$set": {"state": UploadState.READY.value}, "$unset": {"used_by": ""}}
    await ctx.core.database["uploads"].update_many(mine, free)


def _claim_name(draft: Draft) -> str:
    return f"{MESSAGE}{draft.client_id or draft.id}:{draft.body_hash.hex()}"


def _ids(draft: Draft) -> list[ObjectId]:
    return [attachment["id"] for attachment in draft.attachments]
