"""What a request says: its body and its query string, checked against their types."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from api.body import BodyTooLarge, read_body
from chat.errors import BadInput, TooLarge

JSON: Final = "application/json"

MESSAGES: Final[Mapping[str, str]] = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field.",
    "string_type": "This must be text.",
    "bool_type": "This must be true or false.",
    "list_type": "This must be a list.",
    "model_type": "This must be an object.",
    "int_parsing": "This must be a whole number.",
    "int_parsing_size": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
}
"""Pydantic's kinds of errors in our words; what is not here is told in Pydantic's."""


async def read_json(request: Request, wanted: TypeAdapter[Any], limit: int) -> Any:
    """The body as what is wanted. Raises BadInput, or TooLarge for more bytes than the limit."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise BadInput("Send the body as application/json.")
    try:
        found = orjson.loads(await read_body(request, limit))
    except BodyTooLarge:
        raise TooLarge("The request is too large.") from None
    except orjson.JSONDecodeError:
        raise BadInput("The body is not JSON.") from None
    return _checked(found, wanted)


def read_query(request: Request, wanted: TypeAdapter[Any]) -> Any:
    """The query string as what is wanted. Raises BadInput, also for a parameter given twice."""
    for name in request.query_params:
        if len(request.query_params.getlist(name)) > 1:
            raise BadInput("This was given more than once.", field=name)
    return _checked(dict(request.query_params), wanted)


def _checked(found: object, wanted: TypeAdapter[Any]) -> Any:
    try:
        return wanted.validate_python(found, by_alias=True, by_name=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        told = MESSAGES.get(first["type"], first["msg"].removeprefix("Value error, "))
        raise BadInput(told, field=_field(first["loc"])) from None


def _field(place: tuple[int | str, ...]) -> str | None:
    """Where it is in the JSON: `memberIds.0`. Tags of a choice between types are no part of it."""
    parts = [str(part) for part in place if not str(part).startswith("#")]
    return ".".join(parts) or None
