"""The server's side of graphql-transport-ws, one `handle_<message>` for each message of a client.

Source: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import orjson
import structlog
from bson import ObjectId
from graphql import GraphQLError
from pymongo.errors import PyMongoError
from structlog.contextvars import bind_contextvars

from api.delivery import close_codes
from api.delivery.close_codes import Close
from api.delivery.graphql_messages import Refused, read_message, read_subscribe
from api.delivery.operations import Operations, Prepared
from api.delivery.outlet import Outlet
from api.delivery.running import Running
from chat import endings
from chat.context import Context, Viewer
from chat.errors import ChatError
from schema.errors import present

log = structlog.get_logger()

INIT_SECONDS: Final = 10.0
FINISH_SECONDS: Final = 5.0  # for operations under way when the instance goes away


class GraphQLSocket:
    """One connection: awaiting connection_init, then acknowledged, then closing."""

    face = "graphql"

    __slots__ = (
        "_context",
        "_is_initialised",
        "_operations",
        "_outlet",
        "_resuming",
        "_running",
        "_timer",
        "_viewer",
    )

    def __init__(self, operations: Operations, outlet: Outlet, context: Context) -> None:
        self._operations = operations
        self._outlet = outlet
        self._context = context
        self._running = Running(operations.hub)
        self._is_initialised = False
        self._viewer: Viewer | None = None
        self._resuming: asyncio.Task[None] | None = None
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(INIT_SECONDS, self._close, close_codes.INIT_TIMEOUT)
        outlet.on_lag(self._suspend, self._resume)

    @property
    def session_id(self) -> ObjectId:
        assert self._viewer is not None
        return self._viewer.session_id

    @property
    def is_lagging(self) -> bool:
        return self._outlet.is_lagging

    async def receive(self, text: str) -> None:
        """Handle one message of the client; none after one that closed the socket."""
        if self._outlet.is_closing:
            return
        try:
            message = read_message(text)
            handle = self._handlers().get(str(message.get("type")))
            if handle is None:
                raise Refused(close_codes.BAD_MESSAGE)
            await handle(message)
        except Refused as refused:
            self._close(refused.close)

    async def closed(self) -> None:
        """The connection is gone: end all that runs on it, but let a mutation under way finish."""
        self._timer.cancel()
        self._running.stop_all()
        if self._viewer is not None:
            self._operations.hub.disconnect(self._viewer.id, self)
            self._operations.presence.disconnected(self._viewer.id)
        if self._resuming is not None:
            await endings.end([self._resuming])
        await self._running.finished()

    async def go_away(self, how: Close) -> None:
        """Let the queries and mutations under way answer, then close."""
        await self._running.finished(within=FINISH_SECONDS)
        self._close(how)

    def session_over(self) -> None:
        """The session ended or its token did: close, and send nothing more."""
        self._close(close_codes.UNAUTHORIZED)

    def _handlers(self) -> dict[str, Callable[[dict[str, Any]], Awaitable[None]]]:
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
        self._timer.cancel()  # the client has done its part: how long we take in a crowd is not its fault
        payload = message.get("payload", {})
        if not isinstance(payload, dict):
            raise Refused(close_codes.BAD_MESSAGE)
        try:
            viewer = await self._operations.authenticate(payload)
        except ChatError:
            raise Refused(close_codes.UNAUTHORIZED) from None
        except PyMongoError as error:
            log.warning("graphql.database_away", reason=type(error).__name__)
            raise Refused(close_codes.INTERNAL) from None
        if not self._outlet.is_closing:
            self._sign_in(viewer)
            self._outlet.send(b'{"type":"connection_ack"}')

    def _sign_in(self, viewer: Viewer) -> None:
        self._context = Context(self._context.core, viewer, self._context.address)
        self._viewer = viewer
        bind_contextvars(user_id=str(viewer.id))
        self._operations.hub.connect(viewer.id, self)
        self._operations.presence.connected(viewer.id)
        self._timer.cancel()
        ends_in = max(0.0, viewer.expires_at - time.time())
        self._timer = asyncio.get_running_loop().call_later(ends_in, self.session_over)

    async def handle_ping(self, _: dict[str, Any]) -> None:
        self._outlet.send(b'{"type":"pong"}')

    async def handle_pong(self, _: dict[str, Any]) -> None:
        return

    async def handle_subscribe(self, message: dict[str, Any]) -> None:
        if self._viewer is None:
            raise Refused(close_codes.UNAUTHORIZED)
        operation_id, request = read_subscribe(message)
        if operation_id in self._running:
            raise Refused(close_codes.subscriber_exists(operation_id))
        if len(self._running) >= self._operations.limit:
            error = GraphQLError(f"At most {self._operations.limit} operations run at once.")
            self._send_errors(operation_id, [error])
            return
        prepared = self._operations.prepare(request)
        if isinstance(prepared, list):
            self._send_errors(operation_id, prepared)
            return
        work = self._run(operation_id, prepared)
        self._running.start(operation_id, work, must_finish=prepared.is_mutation)

    async def handle_complete(self, message: dict[str, Any]) -> None:
        operation_id = message.get("id")
        if not isinstance(operation_id, str):
            raise Refused(close_codes.BAD_MESSAGE)
        self._running.stop(operation_id)

    async def _run(self, operation_id: str, prepared: Prepared) -> None:
        """Run a query or mutation to its end, or a subscription until it is live."""
        try:
            if prepared.is_subscription:
                await self._listen(operation_id, prepared)
            else:
                await self._execute(operation_id, prepared)
        except GraphQLError as error:
            self._fail(operation_id, error)
        except (ChatError, PyMongoError) as error:
            self._fail(operation_id, GraphQLError(str(error), original_error=error))
        except Exception:
            log.exception("graphql.operation_failed")
            self._close(close_codes.INTERNAL)

    async def _execute(self, operation_id: str, prepared: Prepared) -> None:
        result = await self._operations.execute(self._context, prepared)
        if self._running.is_current(operation_id):
            self._running.end(operation_id)
            self._outlet.send(_next_head(operation_id) + result + b"}", _complete(operation_id))

    async def _listen(self, operation_id: str, prepared: Prepared) -> None:
        feed, place = self._operations.feed(
            self._context,
            prepared,
            send=self._outlet.sender(_next_head(operation_id), b"}"),
            end=lambda: self._complete(operation_id),
        )
        if self._outlet.is_lagging:
            self._operations.hub.suspend(feed)
        self._running.listens(operation_id, feed)
        await self._operations.hub.open(self._context, feed, place.room_id, place.clocks)
        self._running.is_live(operation_id)

    def _fail(self, operation_id: str, error: GraphQLError) -> None:
        """Say why the operation of this task ended, unless it was stopped first."""
        if self._running.is_current(operation_id):
            self._running.end(operation_id)
            self._send_errors(operation_id, [error])

    def _complete(self, operation_id: str) -> None:
        """Say that there is nothing more to hear, unless the client completed it first."""
        if self._running.end(operation_id):
            self._outlet.send(_complete(operation_id))

    def _send_errors(self, operation_id: str, errors: list[GraphQLError]) -> None:
        payload = [present(error).formatted for error in errors]
        self._outlet.send(orjson.dumps({"id": operation_id, "type": "error", "payload": payload}))

    def _suspend(self) -> None:
        for feed in self._running.feeds:
            self._operations.hub.suspend(feed)

    def _resume(self) -> None:
        self._resuming = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            await asyncio.gather(*(self._operations.hub.resume(feed) for feed in self._running.feeds))
        except (ChatError, PyMongoError):
            self._close(close_codes.INTERNAL)

    def _close(self, how: Close) -> None:
        self._outlet.close(how)
        self._running.stop_all()


def _next_head(operation_id: str) -> bytes:
    """What stands before the payload of a `next` message."""
    return b'{"id":' + orjson.dumps(operation_id) + b',"type":"next","payload":'


def _complete(operation_id: str) -> bytes:
    return orjson.dumps({"id": operation_id, "type": "complete"})
