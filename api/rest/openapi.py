"""The OpenAPI 3.1 document of the endpoints, made from their declarations: https://spec.openapis.org/oas/v3.1.1"""

import inspect
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias

from pydantic import TypeAdapter
from pydantic.alias_generators import to_camel
from pydantic.json_schema import GenerateJsonSchema

from api.errors import STATUS, ErrorShape
from api.multipart import FORM
from api.rest.endpoint import Endpoint
from api.rest.limits import of_body, of_path, of_query
from api.rest.reading import JSON
from chat.context import Rules
from chat.errors import ErrorCode

Json: TypeAlias = dict[str, Any]
Part: TypeAlias = tuple[str, str, str]
"""Path, method, and body or answer."""

REFERENCE: Final = "#/components/schemas/{model}"
ERROR: Final = REFERENCE.format(model=ErrorShape.__name__)

DESCRIPTION: Final = (
    "Parley's chat for clients that speak plain HTTP. The same operations, rules and errors as over GraphQL, "
    "which besides has live events and everything else."
)
TOLD: Final[dict[ErrorCode, str]] = {
    ErrorCode.BAD_INPUT: "The request or a value in it is not as it must be; `field` names the value.",
    ErrorCode.UNAUTHENTICATED: "Sign in first, or again.",
    ErrorCode.FORBIDDEN: "Not for this user, or not on this server.",
    ErrorCode.NOT_FOUND: "It does not exist, or it is not for this user to see.",
    ErrorCode.CONFLICT: "It is taken, or it is in the way of something else.",
    ErrorCode.TOO_LARGE: "There is more of it than is taken.",
    ErrorCode.RATE_LIMITED: "Too many at once: ask again after `Retry-After` seconds.",
    ErrorCode.INTERNAL: "A mistake of the server, noted under the id in the message.",
    ErrorCode.UNAVAILABLE: "The server cannot do it right now, or cannot tell whether it did: ask again.",
}
RETRY_AFTER: Final[Json] = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
}

FILE_FORM: Final[Json] = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "contentMediaType": "application/octet-stream", "minLength": 1},
        "roomId": {"type": "string", "description": "The room that it may be sent to."},
    },
    "required": ["file", "roomId"],
}
"""What an endpoint that reads the request itself takes."""


class Untitled(GenerateJsonSchema):
    """JSON Schema without the titles that only repeat the names of fields."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def document(endpoints: Iterable[Endpoint], rules: Rules) -> Json:
    """The document, with the limits of this server."""
    listed = list(endpoints)
    schemas, definitions = _schemas(listed)
    paths: defaultdict[str, Json] = defaultdict(dict)
    for endpoint in listed:
        paths[endpoint.path][endpoint.method.lower()] = _operation(endpoint, schemas, rules)
    for name, fields in of_body(rules).items():
        for field, limit in fields.items():
            definitions[name]["properties"][field] |= limit
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parley", "version": "1", "description": DESCRIPTION},
        "paths": dict(paths),
        "components": {
            "schemas": definitions,
            "responses": {code.value: _refusal(code) for code in ErrorCode},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _schemas(endpoints: Iterable[Endpoint]) -> tuple[dict[Part, Json], Json]:
    """The schema of every body and answer, and the types that they share."""
    wanted: list[tuple[Part, Literal["validation"], TypeAdapter[Any]]] = []
    for endpoint in endpoints:
        for side, adapter in (("body", endpoint.body), ("answer", endpoint.answer)):
            if adapter is not None:
                wanted.append(((endpoint.path, endpoint.method, side), "validation", adapter))
    wanted.append((("", "", "error"), "validation", TypeAdapter(ErrorShape)))
    found, shared = TypeAdapter.json_schemas(wanted, ref_template=REFERENCE, schema_generator=Untitled)
    return {part: schema for (part, _), schema in found.items()}, shared["$defs"]


def _operation(endpoint: Endpoint, schemas: Mapping[Part, Json], rules: Rules) -> Json:
    answer = schemas.get((endpoint.path, endpoint.method, "answer"))
    refusals = {STATUS[code]: code.value for code in endpoint.refuses}
    operation: Json = {
        "operationId": to_camel(endpoint.operation.__name__),
        "summary": inspect.getdoc(endpoint.operation),
        "tags": [endpoint.path.split("/")[2]],
        "responses": {
            str(endpoint.status): {
                "description": "Done.",
                **({"content": _content(answer)} if answer else {}),
            },
            **{
                str(status): {"$ref": f"#/components/responses/{refusals[status]}"}
                for status in sorted(refusals)
            },
        },
    }
    if not endpoint.is_public:
        operation["security"] = [{"token": []}]
    if parameters := [*_path_parameters(endpoint), *_query_parameters(endpoint, rules)]:
        operation["parameters"] = parameters
    if endpoint.body is not None:
        body = schemas[endpoint.path, endpoint.method, "body"]
        operation["requestBody"] = {"required": True, "content": _content(body)}
    if endpoint.takes_request:
        operation["requestBody"] = {"required": True, "content": {FORM: {"schema": FILE_FORM}}}
    return operation


def _path_parameters(endpoint: Endpoint) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", **of_path(name)}}
        for name in re.findall(r"{(\w+)}", endpoint.path)
    ]


def _query_parameters(endpoint: Endpoint, rules: Rules) -> list[Json]:
    if endpoint.query is None:
        return []
    schema = endpoint.query.json_schema(schema_generator=Untitled)
    needed, limits = schema.get("required", []), of_query(rules)
    return [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            "description": found.pop("description", ""),
            "schema": found | limits.get(name, {}),
        }
        for name, found in schema["properties"].items()
    ]


def _refusal(code: ErrorCode) -> Json:
    error = {"type": "object", "required": ["error"], "properties": {"error": {"$ref": ERROR}}}
    headers = RETRY_AFTER if code in {ErrorCode.RATE_LIMITED, ErrorCode.UNAVAILABLE} else {}
    return {"description": TOLD[code], "headers": headers, "content": _content(error)}


def _content(schema: Json) -> Json:
    return {JSON: {"schema": schema}}
