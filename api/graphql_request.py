"""GraphQL requests over HTTP: what is asked, out of a JSON body or a form that brings a file."""

from typing import Any, Final

import orjson
from starlette.requests import Request

from api.body import read_body
from api.multipart import Form
from chat.errors import BadInput, Forbidden
from chat.receiving import IncomingFile

JSON: Final = "application/json"
PREFLIGHT: Final = "apollo-require-preflight"


async def read_json(request: Request, limit: int) -> dict[str, Any]:
    """The GraphQL request in a JSON body. Raises BadInput for anything else, and BodyTooLarge."""
    body = await read_body(request, limit)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise BadInput("Send the request as application/json.")
    return _checked(_parsed(body, "The body"))


async def read_form(request: Request, form: Form) -> dict[str, Any]:
    """The GraphQL request in a form, with its file in its variables: one file, and its bytes still to come.

    Source: https://github.com/jaydenseric/graphql-multipart-request-spec. A browser sends a form to anywhere,
    with the cookies of there, but no header of its own without asking: hence the header.
    """
    if not request.headers.get(PREFLIGHT):
        raise Forbidden(f"A form needs the header {PREFLIGHT}.")
    file = await form.next_file()
    asked = _checked(_parsed(form.fields.get("operations", ""), "`operations`"))
    places = _parsed(form.fields.get("map", ""), "`map`")
    if file is None or places != {form.file_field: [_only_place(places)]}:
        raise BadInput("Send one file, behind `operations` and a `map` that names its one place.")
    _put(asked, _only_place(places).split("."), file)
    return asked


def _parsed(body: bytes | str, what: str) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BadInput(f"{what} is not JSON.") from None


def _checked(asked: Any) -> dict[str, Any]:
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str) or not asked["query"]:
        raise BadInput("The body needs a `query`.", field="query")
    if not isinstance(asked.get("variables"), dict | None):
        raise BadInput("`variables` must be an object.", field="variables")
    if not isinstance(asked.get("operationName"), str | None):
        raise BadInput("`operationName` must be text.", field="operationName")
    return asked


def _only_place(places: Any) -> str:
    for paths in places.values() if isinstance(places, dict) else ():
        if isinstance(paths, list) and len(paths) == 1 and isinstance(paths[0], str):
            return paths[0]
    return ""


def _put(asked: dict[str, Any], path: list[str], file: IncomingFile) -> None:
    """Put the file where the path leads, and where null stands for it."""
    place: Any = asked
    *way, last = path
    for step in way:
        place = place.get(step) if isinstance(place, dict) else None
    if way[:1] != ["variables"] or not isinstance(place, dict) or place.get(last, last) is not None:
        raise BadInput("`map` must lead to a null in `variables`.", field="map")
    place[last] = file
