"""Files: where to send them, and where they are."""

from datetime import datetime

import strawberry

from chat.uploads import Target
from models.upload import AttachmentRow
from schema.context import Info
from schema.projection import PLAIN


@strawberry.type(description="A file that belongs to a message.")
class Attachment:
    id: strawberry.ID = strawberry.field(description="Opaque, and the same for ever.")
    filename: str = strawberry.field(description="The name to show and to save it under.")
    mime_type: str = strawberry.field(description="The type found from the bytes.")
    size: int = strawberry.field(description="In bytes.")
    width: int | None = strawberry.field(description="Of a picture, in pixels.")
    height: int | None = strawberry.field(description="Of a picture, in pixels.")
    blurhash: str | None = strawberry.field(
        description="What to show until a picture is there: https://blurha.sh."
    )
    row: strawberry.Private[AttachmentRow]

    @strawberry.field(
        description="Where to get the file, for ten minutes at most: ask for the message again after that. "
        "Without a host it is this server.",
        metadata=PLAIN,
    )
    def url(self, info: Info) -> str:
        return info.context.chat.core.storage.url(self.row["key"], self.row["filename"])

    @strawberry.field(
        description="A small form of a picture, for as long; null when the picture is small.", metadata=PLAIN
    )
    def thumbnail_url(self, info: Info) -> str | None:
        key = self.row["thumbnail_key"]
        return info.context.chat.core.storage.url(key, f"{self.row['filename']}.webp") if key else None


@strawberry.type(description="A value of the form to send.")
class FormField:
    name: str = strawberry.field(description="The name of the field.")
    value: str = strawberry.field(description="Its value, as it is.")


@strawberry.type(description="Where and how to send a file.")
class UploadTarget:
    id: strawberry.ID = strawberry.field(description="Of the upload, for `completeUpload`.")
    url: str = strawberry.field(description="Where to. Without a host it is this server.")
    method: str = strawberry.field(description="POST.")
    fields: list[FormField] = strawberry.field(
        description="Fields of a multipart/form-data body, in this order; the file comes last, as `file`."
    )
    expires_at: datetime = strawberry.field(description="Until when the form is good: ask again after that.")


def to_attachment(row: AttachmentRow) -> Attachment:
    return Attachment(
        id=strawberry.ID(str(row["id"])),
        filename=row["filename"],
        mime_type=row["mime"],
        size=row["size"],
        width=row["width"],
        height=row["height"],
        blurhash=row["blurhash"],
        row=row,
    )


def to_target(target: Target) -> UploadTarget:
    return UploadTarget(
        id=strawberry.ID(str(target.upload_id)),
        url=target.form.url,
        method="POST",
        fields=[FormField(name=name, value=value) for name, value in target.form.fields.items()],
        expires_at=target.expires_at,
    )
