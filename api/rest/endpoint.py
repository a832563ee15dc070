"""How an endpoint is declared: a function whose signature is its contract.

    @endpoint("PATCH", "/api/messages/{messageId}", refuses=[ErrorCode.FORBIDDEN])
    async def edit_message(ctx: Context, message_id: str, body: Edit) -> shapes.Message:
        '''Change the text of a message.'''

`body` is the JSON of the request and `query` its query string, each checked against its type; `request` is
the request itself; other parameters are parts of the path. What is returned is sent as JSON, None as no
content. The same declaration is what the OpenAPI document is made from.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter
from pydantic.alias_generators import to_camel
from starlette.requests import Request

from chat.errors import ErrorCode

Operation: TypeAlias = Callable[..., Awaitable[Any]]

PARTS: Final = {"ctx", "body", "query", "request"}
"""The parameters of an operation that are no part of the path."""

NAMES: Final = ConfigDict(
    alias_generator=to_camel, validate_by_name=True, frozen=True, use_attribute_docstrings=True
)
"""Names are in camel case in JSON, and as Python has them for who makes one there."""


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole: TypeAlias = Annotated[int, BeforeValidator(_whole)]
"""An integer as JSON Schema has it: 5.0 is one."""


class Input(BaseModel):
    """What a client sends: names as in JSON, nothing converted, nothing unknown."""

    model_config = ConfigDict(**NAMES, strict=True, extra="forbid")


class Query(BaseModel):
    """What a client asks in the query string. It is text, so numbers are read from it."""

    model_config = ConfigDict(**NAMES)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method at one path. `status` is that of success; what it refuses has those of `api.errors`."""

    method: str
    path: str
    operation: Operation
    status: int
    is_public: bool
    refuses: frozenset[ErrorCode]
    body: TypeAdapter[Any] | None
    query: TypeAdapter[Any] | None
    answer: TypeAdapter[Any] | None
    takes_request: bool
    """Whether the operation reads the request itself, such as an upload."""


def endpoint(
    method: str,
    path: str,
    *,
    status: int = 200,
    is_public: bool = False,
    refuses: Iterable[ErrorCode] = (),
) -> Callable[[Operation], Endpoint]:
    """Declares an endpoint. `refuses` are the codes of its own, besides those that its kind always has."""

    def declare(operation: Operation) -> Endpoint:
        signature = inspect.signature(operation)
        annotations = {name: parameter.annotation for name, parameter in signature.parameters.items()}
        answer = signature.return_annotation
        common = _common_refusals(annotations, is_public=is_public)
        return Endpoint(
            method=method,
            path=path,
            operation=operation,
            status=status,
            is_public=is_public,
            refuses=frozenset({*refuses, *common}),
            body=TypeAdapter(annotations["body"]) if "body" in annotations else None,
            query=TypeAdapter(annotations["query"]) if "query" in annotations else None,
            answer=TypeAdapter(answer) if answer is not None else None,
            takes_request=annotations.get("request") is Request,
        )

    return declare


def _common_refusals(annotations: dict[str, Any], *, is_public: bool) -> set[ErrorCode]:
    """What can go wrong at every endpoint of this kind."""
    found = {ErrorCode.INTERNAL, ErrorCode.UNAVAILABLE}
    if not is_public:
        found.add(ErrorCode.UNAUTHENTICATED)
    if annotations.keys() & {"body", "query", "request"}:
        found.add(ErrorCode.BAD_INPUT)
    if annotations.keys() & {"body", "request"}:
        found |= {ErrorCode.TOO_LARGE, ErrorCode.RATE_LIMITED}
    if annotations.keys() - PARTS:
        found.add(ErrorCode.NOT_FOUND)
    return found
