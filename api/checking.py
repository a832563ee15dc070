"""What clients of REST and Socket.IO send, checked against its type."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from chat.errors import BadInput

MESSAGES: Final[Mapping[str, str]] = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field.",
    "string_type": "This must be text.",
    "bool_type": "This must be true or false.",
    "list_type": "This must be a list.",
    "model_type": "This must be an object.",
    "int_type": "This must be a whole number.",
    "int_parsing": "This must be a whole number.",
    "int_parsing_size": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
}
"""Pydantic's kinds of errors in our words; what is not here is told in Pydantic's."""


def checked(found: object, wanted: TypeAdapter[Any]) -> Any:
    """The value as what is wanted, names as in JSON. Raises BadInput."""
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
