"""multipart/form-data (RFC 7578), read part by part as it comes: no file is ever in memory whole."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from chat.errors import BadInput, ChatError, TooLarge
from chat.receiving import IncomingFile

FORM: Final = "multipart/form-data"
FIELDS: Final = 100
HEADERS: Final = 16


def is_form(request: Request) -> bool:
    """Whether the body says that it is a form."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM


@dataclass(slots=True, eq=False)
class Part:
    """A part, from its headers on. `filename` is None for a field."""

    name: str = ""
    filename: str | None = None
    data: bytearray = field(default_factory=bytearray)
    has_headers: bool = False
    is_whole: bool = False


class Form:
    """The form in a request: its fields so far, and one file after another.

    Every method raises TooLarge for a body of more than `limit` bytes or fields of more than `field_limit`
    together, and BadInput for a body that is no form or that ends before it should.
    """

    def __init__(self, request: Request, *, limit: int, field_limit: int) -> None:
        self.fields: dict[str, str] = {}
        self.file_field = ""
        """The name of the field that the last file came in."""
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            raise TooLarge("The request is too large.")
        self._body = request.stream()
        self._left = limit
        self._fields_left = field_limit
        self._parts: list[Part] = []
        self._ended = False
        self._header_name = bytearray()
        self._header_value = bytearray()
        self._parser = _parser(request.headers.get("content-type", ""), self)

    async def next_file(self) -> IncomingFile | None:
        """The next file, when its bytes begin to come; None after the last one. Fields before it are read."""
        while True:
            while self._parts and self._parts[0].has_headers:
                part = self._parts[0]
                if part.filename is not None:
                    self.file_field = part.name
                    return IncomingFile(part.filename, self._bytes_of(part))
                if not part.is_whole:
                    break
                self._keep_field(self._parts.pop(0))
            if not await self._read_on():
                return None

    async def drain(self) -> None:
        """Read what is left of the body and forget it, so that the sender gets to hear the answer."""
        with suppress(ChatError):
            while await self._read_on():
                del self._parts[:-1]  # the last one may still be under way
                for part in self._parts:
                    part.data.clear()

    async def _bytes_of(self, part: Part) -> AsyncIterator[bytes]:
        while not part.is_whole:
            if part.data:
                yield self._taken(part)
            elif not await self._read_on():
                raise BadInput("The file was cut off.", field="file")
        yield self._taken(part)
        self._parts.remove(part)

    def _taken(self, part: Part) -> bytes:
        data = bytes(part.data)
        part.data.clear()
        return data

    def _keep_field(self, part: Part) -> None:
        if len(self.fields) >= FIELDS:
            raise TooLarge("The form has too many fields.")
        try:
            self.fields[part.name] = part.data.decode()
        except UnicodeDecodeError:
            raise BadInput("A field must be UTF-8.", field=part.name) from None

    async def _read_on(self) -> bool:
        """Parse the next piece of the body. False at its end."""
        try:
            piece = await anext(self._body, b"")
        except ClientDisconnect:
            raise BadInput("The request was cut off.") from None
        if not piece:
            if not self._ended:
                raise BadInput("The form was cut off.")
            return False
        self._left -= len(piece)
        if self._left < 0:
            raise TooLarge("The request is too large.")
        try:
            self._parser.write(piece)
        except FormParserError:
            raise BadInput("The body is not multipart/form-data.") from None
        return True

    def on_part_begin(self) -> None:
        self._parts.append(Part())

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def on_header_end(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._header_value))
            part = self._parts[-1]
            part.name = options.get(b"name", b"").decode(errors="replace")
            name = options.get(b"filename")
            part.filename = None if name is None else name.decode(errors="replace")
        self._header_name.clear()
        self._header_value.clear()

    def on_headers_finished(self) -> None:
        self._parts[-1].has_headers = True

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        part = self._parts[-1]
        if part.filename is None:
            self._fields_left -= end - start
            if self._fields_left < 0:
                raise TooLarge("The form is too large.")
        part.data += data[start:end]

    def on_part_end(self) -> None:
        self._parts[-1].is_whole = True

    def on_end(self) -> None:
        self._ended = True


def _parser(content_type: str, form: Form) -> MultipartParser:
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        raise BadInput("The form needs a boundary.")
    try:
        return MultipartParser(
            boundary,
            {
                "on_part_begin": form.on_part_begin,
                "on_part_data": form.on_part_data,
                "on_part_end": form.on_part_end,
                "on_header_field": form.on_header_field,
                "on_header_value": form.on_header_value,
                "on_header_end": form.on_header_end,
                "on_headers_finished": form.on_headers_finished,
                "on_end": form.on_end,
            },
            max_header_count=HEADERS,
        )
    except FormParserError:
        raise BadInput("The form needs a shorter boundary.") from None
