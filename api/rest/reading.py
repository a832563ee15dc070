"""What a request says: its body and its query string, checked against their types."""

from typing import Any, Final

import orjson
from pydantic import TypeAdapter
from starlette.requests import Request

from api.body import BodyTooLarge, read_body
from api.checking import checked
from chat.errors import BadInput, TooLarge

JSON: Final = "application/json"


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
    return checked(found, wanted)


def read_query(request: Request, wanted: TypeAdapter[Any]) -> Any:
    """The query string as what is wanted. Raises BadInput, also for a parameter given twice."""
    for name in request.query_params:
        if len(request.query_params.getlist(name)) > 1:
            raise BadInput("This was given more than once.", field=name)
    return checked(dict(request.query_params), wanted)
