"""Mutations of uploads."""

from typing import Annotated

import strawberry

from chat import uploads
from chat.attaching import attachment_of
from chat.receiving import IncomingFile
from schema.context import Info
from schema.describing import RoomId
from schema.uploads import Attachment, UploadTarget, to_attachment, to_target

FILENAME = "The name to show and to save it under."
MIME_TYPE = "What the sender takes it for; what it is, is found from its bytes."
CLIENT_ID = "A name of the client's own making: asked for again under it, it is the same upload."


@strawberry.input(description="A file to send to a room.")
class CreateUploadInput:
    room_id: strawberry.ID = strawberry.field(description="The room that it may be sent to.")
    filename: str = strawberry.field(description=FILENAME)
    mime_type: str = strawberry.field(description=MIME_TYPE)
    size: int = strawberry.field(description="In bytes: exactly so many are taken.")
    client_id: str | None = strawberry.field(default=None, description=CLIENT_ID)


@strawberry.input(description="A picture of the viewer or of a room.")
class CreateAvatarUploadInput:
    filename: str = strawberry.field(description=FILENAME)
    mime_type: str = strawberry.field(description=MIME_TYPE)
    size: int = strawberry.field(description="In bytes: exactly so many are taken.")
    client_id: str | None = strawberry.field(default=None, description=CLIENT_ID)


@strawberry.type
class UploadMutations:
    @strawberry.mutation(description="Announce a file for a room. Send it to the target, then complete it.")
    async def create_upload(
        self, info: Info, input: Annotated[CreateUploadInput, strawberry.argument(description="The file.")]
    ) -> UploadTarget:
        target = await uploads.create_upload(
            info.context.chat,
            room_id=input.room_id,
            filename=input.filename,
            mime=input.mime_type,
            size=input.size,
            client_id=input.client_id,
        )
        return to_target(target)

    @strawberry.mutation(description="Announce a picture for `updateProfile` or `updateRoom`.")
    async def create_avatar_upload(
        self,
        info: Info,
        input: Annotated[CreateAvatarUploadInput, strawberry.argument(description="The picture.")],
    ) -> UploadTarget:
        target = await uploads.create_upload(
            info.context.chat,
            room_id=None,
            filename=input.filename,
            mime=input.mime_type,
            size=input.size,
            client_id=input.client_id,
        )
        return to_target(target)

    @strawberry.mutation(description="Say that the file was sent. It is looked at, and ready for a message.")
    async def complete_upload(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The upload.")]
    ) -> Attachment:
        return to_attachment(attachment_of(await uploads.complete_upload(info.context.chat, id)))

    @strawberry.mutation(description="Send a small file for a room in this very request.")
    async def upload_file(
        self,
        info: Info,
        file: Annotated[IncomingFile, strawberry.argument(description="The file.")],
        room_id: RoomId,
    ) -> Attachment:
        upload = await uploads.upload_file(info.context.chat, room_id=room_id, file=file)
        return to_attachment(attachment_of(upload))
