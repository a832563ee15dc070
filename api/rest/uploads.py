"""The endpoint of uploads."""

from starlette.requests import Request

from api import shapes
from api.multipart import Form
from api.rest.endpoint import endpoint
from chat import attaching, uploads
from chat.context import Context
from chat.errors import BadInput, ErrorCode
from models.upload import Upload

FIELD_BYTES = 64 * 1024
"""For the fields of the form and what stands between its parts."""


@endpoint("POST", "/api/messages/upload", status=201, refuses=[ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND])
async def upload_file(ctx: Context, request: Request) -> shapes.Attachment:
    """Send a small file for a room, as a form. Its id goes into the `attachments` of a message."""
    form = Form(request, limit=ctx.core.rules.attachment_bytes + FIELD_BYTES, field_limit=FIELD_BYTES)
    try:
        upload = await _upload(ctx, form)
    finally:
        await form.drain()
    return shapes.attachment(attaching.attachment_of(upload), ctx.core.storage)


async def _upload(ctx: Context, form: Form) -> Upload:
    """The file and `roomId` come in either order."""
    file = await form.next_file()
    if file is None or form.file_field != "file":
        raise BadInput("The form needs a file, as `file`.", field="file")
    if "roomId" in form.fields:
        return await uploads.upload_file(ctx, room_id=form.fields["roomId"], file=file)
    async with uploads.received_file(ctx, file) as whole:
        if await form.next_file() is not None:
            raise BadInput("Send one file in a form.", field="file")
        if "roomId" not in form.fields:
            raise BadInput("This is needed.", field="roomId")
        room_id = form.fields["roomId"]
        return await uploads.keep_file(ctx, room_id=room_id, filename=file.filename, whole=whole)
