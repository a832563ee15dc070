"""The REST face as an ASGI application: finds the endpoint, hands it what was asked, sends its answer."""

import math
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import orjson
from pydantic.alias_generators import to_snake
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from api.auth import context_of
from api.errors import STATUS, as_told, error_shape
from api.rest.endpoint import Endpoint
from api.rest.openapi import document
from api.rest.reading import JSON, read_json, read_query
from chat.context import Core
from chat.errors import BadInput, ChatError, ErrorCode, NotFound

HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Rest:
    """Answers every request under /api, the ones that no endpoint is for in the same form."""

    def __init__(self, core: Core, endpoints: Sequence[Endpoint], *, body_bytes: int) -> None:
        self._core = core
        self._body_bytes = body_bytes
        described = orjson.dumps(document(endpoints, core.rules))
        resources: defaultdict[str, dict[str, Endpoint]] = defaultdict(dict)
        for endpoint in endpoints:
            resources[endpoint.path][endpoint.method] = endpoint
        self._router = Router(
            [
                Route("/api/openapi.json", lambda _: Response(described, media_type=JSON)),
                *(
                    Route(path, self._resource(methods), methods=list(methods))
                    for path, methods in resources.items()
                ),
            ],
            redirect_slashes=False,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._router({**scope, "path_params": {}}, receive, send)
        except HTTPException as refusal:  # no endpoint has this path, or none of the path this method
            response = _unrouted(refusal)
            await response(scope, receive, send)
        except ClientDisconnect:
            return

    def _resource(self, methods: Mapping[str, Endpoint]) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            endpoint = methods["GET" if request.method == "HEAD" else request.method]
            try:
                answer = await self._answer(endpoint, request)
            except ClientDisconnect:
                raise
            except Exception as error:
                return refusal(as_told(error, f"{endpoint.method} {endpoint.path}"))
            return Response(headers=HEADERS, status_code=204) if answer is None else _json(answer, endpoint)

        return respond

    async def _answer(self, endpoint: Endpoint, request: Request) -> Any:
        ctx = await context_of(self._core, request)
        if not endpoint.is_public:
            ctx.signed_in  # noqa: B018  (strangers are refused before anything of theirs is read)
        asked: dict[str, Any] = {to_snake(name): value for name, value in request.path_params.items()}
        if endpoint.query is not None:
            asked["query"] = read_query(request, endpoint.query)
        if endpoint.body is not None:
            asked["body"] = await read_json(request, endpoint.body, self._body_bytes)
        if endpoint.takes_request:
            asked["request"] = request
        return await endpoint.operation(ctx, **asked)


def refusal(error: ChatError, *, status: int | None = None, headers: Mapping[str, str] = {}) -> Response:
    """The error as an answer: `{"error": {code, message, field, retryAfter}}`."""
    more = {}
    if error.retry_after is not None:
        more["Retry-After"] = str(math.ceil(error.retry_after))  # whole seconds: RFC 9110
    if error.code is ErrorCode.UNAUTHENTICATED:
        more["WWW-Authenticate"] = "Bearer"
    body = orjson.dumps({"error": error_shape(error)})
    return Response(body, status or STATUS[error.code], {**HEADERS, **more, **headers}, media_type=JSON)


def _json(answer: object, endpoint: Endpoint) -> Response:
    return Response(orjson.dumps(answer), endpoint.status, HEADERS, media_type=JSON)


def _unrouted(refused: HTTPException) -> Response:
    if refused.status_code == 405:
        error: ChatError = BadInput("This address does not take this method.")
        return refusal(error, status=405, headers=refused.headers or {})
    return refusal(NotFound("There is no such address."))
