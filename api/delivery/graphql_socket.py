"""The server's side of graphql-transport-ws, one `handle_<message>` for each message of a client.

Source: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import orjson
import structlog
from bson import ObjectId
from graphql import GraphQLError

from api.delivery import close_codes
from api.delivery.close_codes import Close
from api.delivery.operations import Operations, Subscribe
from api.delivery.outlet import Outlet
from chat.context import Context, Viewer
from chat.errors import ChatError
from schema.errors import present

log = structlog.get_logger()

INIT_SECONDS: Final = 10.0
OPERATIONS_LIMIT: Final = 20
ID_CHARACTERS: Final = 128


class Refused(Exception):
    """The client broke the protocol: the socket is closed so."""

    def __init__(self, close: Close) -> None:
        super().__init__(close.reason)
        self.close = close


class GraphQLSocket:
    """One connection: awaiting connection_init, then acknowledged, then closing."""

    def __init__(self, operations: Operations, outlet: Outlet, context: Context) -> None:
        self._operations = operations
        self._outlet = outlet
        self._context = context
        self._running: dict[str, asyncio.Task[None]] = {}
        self._is_initialised = False
        self._viewer: Viewer | None = None
        self._timer = asyncio.get_running_loop().call_later(
            INIT_SECONDS, self._close, close_codes.INIT_TIMEOUT
        )

    @property
    def session_id(self) -> ObjectId:
        assert self._viewer is not None
        return self._viewer.session_id

    async def receive(self, text: str) -> None:
        """Handle one message of the client."""
        try:
            message = _read(text)
            handle = self._handlers().get(message.get("type"))
            if handle is None:
                raise Refused(close_codes.BAD_MESSAGE)
            await handle(message)
        except Refused as refused:
            self._close(refused.close)

    async def closed(self) -> None:
        """The connection is gone: end all that runs on it."""
        self._timer.cancel()
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._viewer is not None:
            self._operations.hub.disconnect(self._viewer.id, self)
            self._operations.presence.disconnected(self._viewer.id)

    def session_over(self) -> None:
        """The session ended or its token did: close, and send nothing more."""
        self._close(close_codes.UNAUTHORIZED)

    def _handlers(self) -> dict[Any, Callable[[dict[str, Any]], Awaitable[None]]]:
        return {
            "connection_init": self.handle_connection_init,
            "ping": self.handle_ping,
            "pong": self.handle_pong,
            "subscribe": self.handle_subscribe,
            "complete": self.handle_complete,
        }

    async def handle_connection_init(self, message: dict[str, Any]) -> None:
        if self._is_initialised:
            raise Refused(close_codes.TOO_MANY_INITS)
        self._is_initialised = True
        payload = message.get("payload", {})
        if not isinstance(payload, dict):
            raise Refused(close_codes.BAD_MESSAGE)
        self._timer.cancel()
        try:
            viewer = await self._operations.authenticate(payload)
        except ChatError:
            raise Refused(close_codes.UNAUTHORIZED) from None
        if self._outlet.is_closing:
            return
        await self._sign_in(viewer)
        self._outlet.send(b'{"type":"connection_ack"}')

    async def _sign_in(self, viewer: Viewer) -> None:
        self._context = Context(self._context.core, viewer, self._context.address)
        self._viewer = viewer
        self._operations.hub.connect(viewer.id, self)
        ends_in = self._operations.seconds_until(viewer.expires_at)
        self._timer = asyncio.get_running_loop().call_later(ends_in, self.session_over)
        await self._operations.presence.connected(viewer.id)

    async def handle_ping(self, _: dict[str, Any]) -> None:
        self._outlet.send(b'{"type":"pong"}')

    async def handle_pong(self, _: dict[str, Any]) -> None:
        return

    async def handle_subscribe(self, message: dict[str, Any]) -> None:
        if self._viewer is None:
            raise Refused(close_codes.UNAUTHORIZED)
        operation_id, request = _subscribe_of(message)
        if operation_id in self._running:
            raise Refused(close_codes.subscriber_exists(operation_id))
        if len(self._running) >= OPERATIONS_LIMIT:
            self._send_errors(
                operation_id, [GraphQLError(f"At most {OPERATIONS_LIMIT} operations run at once.")]
            )
            return
        running = self._run(
            operation_id, self._operations.run(self._context, request, self._sender(operation_id))
        )
        self._running[operation_id] = asyncio.create_task(running)

    async def handle_complete(self, message: dict[str, Any]) -> None:
        task = self._running.pop(str(message.get("id")), None)
        if task is not None:
            task.cancel()

    async def _run(self, operation_id: str, operation: Coroutine[Any, Any, list[GraphQLError]]) -> None:
        """Run to the end, then say how it ended, unless the client completed it first."""
        me = asyncio.current_task()
        try:
            errors = await operation
        except Exception:
            log.exception("graphql.operation_failed")
            self._close(close_codes.INTERNAL)
            return
        if self._running.get(operation_id) is me:
            del self._running[operation_id]
            if errors:
                self._send_errors(operation_id, errors)
            else:
                self._outlet.send(orjson.dumps({"id": operation_id, "type": "complete"}))

    def _sender(self, operation_id: str) -> Callable[[bytes], None]:
        """Wraps payloads in the envelope of this operation."""
        head = b'{"id":' + orjson.dumps(operation_id) + b',"type":"next","payload":'
        send = self._outlet.send
        return lambda payload: send(head + payload + b"}")

    def _send_errors(self, operation_id: str, errors: list[GraphQLError]) -> None:
        payload = [present(error).formatted for error in errors]
        self._outlet.send(orjson.dumps({"id": operation_id, "type": "error", "payload": payload}))

    def _close(self, how: Close) -> None:
        self._outlet.close(how)
        for task in self._running.values():
            task.cancel()


def _read(text: str) -> dict[str, Any]:
    try:
        message = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(close_codes.BAD_MESSAGE) from None
    if not isinstance(message, dict):
        raise Refused(close_codes.BAD_MESSAGE)
    return message


def _subscribe_of(message: dict[str, Any]) -> tuple[str, Subscribe]:
    operation_id, payload = message.get("id"), message.get("payload")
    if (
        not isinstance(operation_id, str)
        or not 1 <= len(operation_id) <= ID_CHARACTERS
        or not isinstance(payload, dict)
    ):
        raise Refused(close_codes.BAD_MESSAGE)
    query, name = payload.get("query"), payload.get("operationName")
    variables = payload.get("variables")
    if (
        not isinstance(query, str)
        or not isinstance(variables, dict | None)
        or not isinstance(name, str | None)
    ):
        raise Refused(close_codes.BAD_MESSAGE)
    return operation_id, Subscribe(query, variables or {}, name)
