"""GraphQL over HTTP and WebSocket at one address, and GraphiQL for browsers that open it."""

from typing import Any, Final

import orjson
import structlog
from graphql import GraphQLError
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.auth import RefreshCookie, context_of, is_allowed_origin
from api.body import BodyTooLarge, read_body
from api.delivery import close_codes
from api.delivery.graphql_socket import GraphQLSocket
from api.delivery.operations import Operations
from api.delivery.outlets import Outlets
from api.delivery.shared_subscriptions import encode_result
from api.draining import Draining
from api.pages import Pages
from chat.context import Context, Core
from chat.errors import BadInput, ChatError, DatabaseAway, TooLarge
from schema.context import GraphQLContext
from schema.schema import ParleySchema

log = structlog.get_logger()

PROTOCOL: Final = "graphql-transport-ws"
JSON: Final = "application/json"


class GraphQLEndpoint:
    """The ASGI application at /graphql."""

    def __init__(
        self,
        core: Core,
        schema: ParleySchema,
        operations: Operations,
        pages: Pages,
        outlets: Outlets,
        *,
        draining: Draining,
        origins: tuple[str, ...],
        body_bytes: int,
        graphiql: bool,
    ) -> None:
        self._core = core
        self._schema = schema
        self._operations = operations
        self._pages = pages
        self._outlets = outlets
        self._draining = draining
        self._origins = origins
        self._body_bytes = body_bytes
        self._graphiql = graphiql

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._serve_socket(WebSocket(scope, receive, send))
        else:
            response = await self._respond(Request(scope, receive))
            await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "GET" and self._graphiql and "text/html" in request.headers.get("accept", ""):
            return self._pages.graphiql()
        if request.method != "POST":
            return _answer({"errors": [_error(BadInput("Send a POST request."))]}, 405)
        try:
            asked = _read(request, await read_body(request, self._body_bytes))
        except BodyTooLarge:
            return _answer({"errors": [_error(TooLarge("The request is too large."))]}, 413)
        except ChatError as error:
            return _answer({"errors": [_error(error)]}, 400)
        try:
            return await self._execute(request, asked)
        except PyMongoError as error:  # before anything was executed: it cannot be told who asks
            log.warning("graphql.database_away", reason=type(error).__name__)
            return _answer({"errors": [_error(DatabaseAway())]}, 503)

    async def _execute(self, request: Request, asked: dict[str, Any]) -> Response:
        cookie = RefreshCookie(request, self._core.rules.session_expiry)
        context = GraphQLContext(await context_of(self._core, request), cookie=cookie)
        try:
            result = await self._schema.execute(
                asked["query"],
                variable_values=asked.get("variables"),
                operation_name=asked.get("operationName"),
                context_value=context,
            )
            data, errors = result.data, result.errors
        except ValueError as error:  # no such operation, or one that cannot be executed here
            data, errors = None, [GraphQLError(str(error) or "There is no such operation.")]
        status = 200 if data is not None or not errors or any(error.path for error in errors) else 400
        response = Response(encode_result(data, errors), status, media_type=JSON)
        cookie.apply(response)
        return response

    async def _serve_socket(self, websocket: WebSocket) -> None:
        if self._draining.has_begun:
            await websocket.send_denial_response(self._draining.refusal())
            return
        if not is_allowed_origin(websocket, self._origins):
            await websocket.close(close_codes.FORBIDDEN.code, close_codes.FORBIDDEN.reason)
            return
        if PROTOCOL not in websocket.scope["subprotocols"]:
            await websocket.accept()
            wrong = close_codes.SUBPROTOCOL_NOT_ACCEPTABLE
            await websocket.close(wrong.code, wrong.reason)
            return
        await websocket.accept(subprotocol=PROTOCOL)
        outlet = self._outlets.open(websocket)
        address = websocket.client.host if websocket.client else ""
        socket = GraphQLSocket(self._operations, outlet, Context(self._core, None, address))
        self._draining.enter(socket)
        try:
            while True:
                await outlet.writable()
                message = await websocket.receive()
                if message["type"] == "websocket.disconnect":
                    break
                await socket.receive(message.get("text") or "")
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._draining.leave(socket)
            await socket.closed()
            await outlet.finish()


def _read(request: Request, body: bytes) -> dict[str, Any]:
    """The GraphQL request in the body. Raises BadInput for anything else."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise BadInput("Send the request as application/json.")
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BadInput("The body is not JSON.") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str) or not asked["query"]:
        raise BadInput("The body needs a `query`.", field="query")
    if not isinstance(asked.get("variables"), dict | None):
        raise BadInput("`variables` must be an object.", field="variables")
    if not isinstance(asked.get("operationName"), str | None):
        raise BadInput("`operationName` must be text.", field="operationName")
    return asked


def _error(error: ChatError) -> dict[str, Any]:
    extensions = {"code": error.code.value, "field": error.field, "retryAfter": error.retry_after}
    return {"message": error.message, "extensions": extensions}


def _answer(payload: dict[str, Any], status: int) -> Response:
    return Response(orjson.dumps(payload), status, media_type=JSON)
