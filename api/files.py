"""The files of the local storage over HTTP: taken by signed forms, given by signed URLs.

A valid signature is what a member was given, so it opens the file to an `<img>` that can send no token. A
request that brings a token is checked all the more: an outsider is told that there is nothing.
"""

import asyncio
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from api.auth import bearer_token, context_of
from api.errors import as_told
from api.multipart import Form
from api.rest.application import refusal
from chat import uploads
from chat.context import Core
from chat.errors import BadInput, FileNotFound, Forbidden
from chat.file_types import served_as
from chat.receiving import received
from chat.storage_local import LocalStorage

FORM_BYTES: Final = 64 * 1024
"""For the fields of a form and what stands between its parts."""
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, max-age=86400, immutable",  # a key is written once
}


class Files:
    """Takes files and gives them, unless they are in a bucket that browsers reach themselves."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await (self.take(request) if request.method == "POST" else self.give(request))
        except ClientDisconnect:
            return
        except Exception as error:
            response = refusal(as_told(error, "files"))
        await response(scope, receive, send)

    @property
    def _storage(self) -> LocalStorage:
        if not isinstance(self._core.storage, LocalStorage):
            raise FileNotFound
        return self._core.storage

    async def take(self, request: Request) -> Response:
        """Receive the file of a form that `createUpload` gave out: 204 once it is on the disk."""
        limit = self._core.rules.attachment_bytes + FORM_BYTES
        form = Form(request, limit=limit, field_limit=FORM_BYTES)
        try:
            await self._receive(form)
        finally:
            await form.drain()
        return Response(status_code=204)

    async def give(self, request: Request) -> Response:
        """The file, whole or in ranges (RFC 9110), to who has a URL for it or a member's token."""
        key = f"{request.path_params['upload_id']}/{request.path_params['name']}"
        await self._admit(request, key)
        path = self._storage.path(key)
        if not await asyncio.to_thread(path.is_file):
            raise FileNotFound
        mime, disposition = served_as(key)
        return FileResponse(
            path,
            headers=HEADERS,
            media_type=mime,
            filename=request.query_params.get("name", "file"),
            content_disposition_type=disposition,
        )

    async def _receive(self, form: Form) -> None:
        file = await form.next_file()
        if file is None or form.file_field != "file":
            raise BadInput("The form needs a file, as `file`.", field="file")
        size = self._storage.accepted_size(form.fields)
        if size is None:
            raise Forbidden("This form is not from here, or it has expired.")
        key = form.fields["key"]
        async with received(file.chunks, self._storage.scratch, size) as whole:
            if whole.size != size:
                raise BadInput(f"{whole.size:,} bytes arrived; {size:,} were announced.", field="file")
            if await uploads.is_awaited(self._core, key, whole):
                await self._storage.put(key, whole.path, filename=file.filename)

    async def _admit(self, request: Request, key: str) -> None:
        """Raises Forbidden for who may not know, and NotFound for outsiders of the file's room."""
        has_token = bearer_token(request.headers.get("authorization", "")) is not None
        is_signed = "signature" in request.query_params
        if (is_signed or not has_token) and not self._storage.is_open(key, request.query_params):
            raise Forbidden("This URL is not from here, or it has expired.")
        if has_token:
            await uploads.access_file(await context_of(self._core, request), key)
