"""GraphQL over HTTP and WebSocket at one address, and GraphiQL for browsers that open it."""

from functools import partial
from typing import Any, Final

import orjson
import structlog
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from api.auth import RefreshCookie, context_of, is_allowed_origin
from api.body import BodyTooLarge
from api.delivery import close_codes
from api.delivery.graphql_socket import GraphQLSocket
from api.delivery.operations import Operations
from api.delivery.outlet import Outlet
from api.delivery.outlets import Outlets, serve_on
from api.delivery.shared_subscriptions import encode_result
from api.draining import Draining
from api.errors import STATUS
from api.graphql_request import JSON, read_form, read_json
from api.multipart import Form, is_form
from api.pages import Pages
from chat.context import Context, Core
from chat.errors import BadInput, ChatError, DatabaseAway, TooLarge
from schema.context import GraphQLContext
from schema.schema import ParleySchema

log = structlog.get_logger()

PROTOCOL: Final = "graphql-transport-ws"


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
            if is_form(request):
                return await self._respond_to_form(request)
            return await self._execute(request, await read_json(request, self._body_bytes))
        except (ChatError, BodyTooLarge, PyMongoError) as error:
            return _refusal(error)

    async def _respond_to_form(self, request: Request) -> Response:
        limit = self._core.rules.attachment_bytes + self._body_bytes
        form = Form(request, limit=limit, field_limit=self._body_bytes)
        try:
            return await self._execute(request, await read_form(request, form))
        finally:
            await form.drain()

    async def _execute(self, request: Request, asked: dict[str, Any]) -> Response:
        cookie = RefreshCookie(request, self._core.rules.session_expiry)
        context = GraphQLContext(await context_of(self._core, request), cookie=cookie)
        result = await self._schema.run(
            asked["query"],
            context=context,
            variables=asked.get("variables"),
            operation_name=asked.get("operationName"),
        )
        data, errors = result.data, result.errors
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
        outlet = self._outlets.open(websocket.scope, websocket.send)
        address = websocket.client.host if websocket.client else ""
        socket = GraphQLSocket(self._operations, outlet, Context(self._core, None, address))
        self._draining.enter(socket)
        await serve_on(websocket.scope, websocket.receive, partial(self._keep_receiving, socket, outlet))

    async def _keep_receiving(self, socket: GraphQLSocket, outlet: Outlet, receive: Receive) -> None:
        try:
            while True:
                await outlet.writable()
                message = await receive()
                if message["type"] == "websocket.disconnect":
                    break
                await socket.receive(message.get("text") or "")
        except RuntimeError:  # the connection was lost a moment ago
            pass
        finally:
            self._draining.leave(socket)
            await socket.closed()
            await outlet.finish()


def _refusal(error: ChatError | BodyTooLarge | PyMongoError) -> Response:
    """The answer when nothing was executed."""
    if isinstance(error, PyMongoError):  # it cannot be told who asks
        log.warning("graphql.database_away", reason=type(error).__name__)
        error = DatabaseAway()
    if isinstance(error, BodyTooLarge):
        error = TooLarge("The request is too large.")
    return _answer({"errors": [_error(error)]}, STATUS[error.code])


def _error(error: ChatError) -> dict[str, Any]:
    extensions = {"code": error.code.value, "field": error.field, "retryAfter": error.retry_after}
    return {"message": error.message, "extensions": extensions}


def _answer(payload: dict[str, Any], status: int) -> Response:
    return Response(orjson.dumps(payload), status, media_type=JSON)
