"""Operations that come over a WebSocket: queries and mutations run once, subscriptions until they end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
)

from api.auth import bearer_token
from api.delivery.feed import Feed, Sender
from api.delivery.hub import Hub
from api.delivery.root_field import RootField, root_field
from api.delivery.shared_subscriptions import (
    SharedSubscription,
    SharedSubscriptions,
    encode_result,
    viewer_fields,
)
from chat.context import Context, Core, Viewer
from chat.errors import BadInput, SignInNeeded
from chat.events import Event, MessageSent
from schema.compiled_document import CompiledDocument
from schema.context import GraphQLContext
from schema.documents import Documents
from schema.schema import ParleySchema


@dataclass(frozen=True, slots=True)
class Subscribe:
    """What a client wants executed."""

    query: str
    variables: Mapping[str, Any]
    operation_name: str | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request whose document is good."""

    request: Subscribe
    compiled: CompiledDocument
    operation: OperationDefinitionNode

    @property
    def is_subscription(self) -> bool:
        return self.operation.operation is OperationType.SUBSCRIPTION

    @property
    def is_mutation(self) -> bool:
        return self.operation.operation is OperationType.MUTATION


@dataclass(frozen=True, slots=True)
class Place:
    """What to listen to: a room, or all of one's own, and the clocks to catch up from, by room."""

    room_id: str | None
    clocks: Mapping[str, int]


class Operations:
    """What the sockets of this instance share."""

    def __init__(
        self, core: Core, hub: Hub, schema: ParleySchema, documents: Documents, *, limit: int
    ) -> None:
        self.hub = hub
        self.presence = core.presence
        self.limit = limit  # of operations that run on one socket at once
        self._core = core
        self._schema = schema
        self._documents = documents
        self._graphql: GraphQLSchema = schema._schema
        self._subscriptions = SharedSubscriptions(self._graphql, viewer_fields(self._graphql))

    async def authenticate(self, payload: Mapping[str, Any]) -> Viewer:
        """Who connects. Raises ChatError without a good token in `authorization`."""
        token = bearer_token(str(payload.get("authorization") or payload.get("Authorization") or ""))
        if token is None:
            raise SignInNeeded
        return await self.hub.authenticate(token)

    def prepare(self, request: Subscribe) -> Prepared | list[GraphQLError]:
        """The request made ready, or the errors that forbid it."""
        prepared = self._documents.prepare(self._graphql, request.query)
        if prepared.compiled is None or prepared.errors:
            return list(prepared.errors)
        operation = get_operation_ast(prepared.compiled.document, request.operation_name)
        if operation is None:
            return [GraphQLError("Name the operation to execute.")]
        return Prepared(request, prepared.compiled, operation)

    async def execute(self, ctx: Context, prepared: Prepared) -> bytes:
        """The result of a query or mutation, as JSON."""
        request = prepared.request
        result = await self._schema.run(
            request.query,
            context=GraphQLContext(ctx),
            variables=request.variables,
            operation_name=request.operation_name,
        )
        return encode_result(result.data, result.errors)

    def feed(
        self, ctx: Context, prepared: Prepared, *, send: Sender, end: Callable[[], None]
    ) -> tuple[Feed, Place]:
        """A feed that sends results as JSON once `hub.open` lets it hear what was asked for.

        Raises GraphQLError or BadInput for arguments that are none.
        """
        document, variables = prepared.compiled.document, prepared.request.variables
        field = root_field(self._graphql, document, prepared.operation, variables)
        feed = Feed(
            ctx.user_id,
            ctx.signed_in.session_id,
            self._renderer(ctx, prepared),
            follows_rooms=field.room_id is None,
            send=send,
            end=end,
        )
        return feed, Place(field.room_id, _clocks(field))

    def _renderer(self, ctx: Context, prepared: Prepared) -> SharedSubscription:
        nobody = Context(self._core)
        return self._subscriptions.renderer(
            prepared.request.query,
            prepared.compiled,
            prepared.operation,
            prepared.request.variables,
            for_everyone=lambda event: _context(nobody, event),
            for_viewer=lambda event: _context(ctx, event),
        )


def _context(ctx: Context, event: Event) -> GraphQLContext:
    """The context to tell an event in, with its sender at hand."""
    known = [event.sender] if isinstance(event, MessageSent) and event.sender else []
    return GraphQLContext(ctx, known_profiles=known)


def _clocks(field: RootField) -> dict[str, int]:
    """The clocks to catch up from, by room. Raises BadInput for one that is not a clock."""
    since = field.arguments.get("since")
    if isinstance(since, int):
        clocks = {(field.room_id or "").lower(): since}
    else:
        clocks = {str(place["roomId"]).lower(): place["clock"] for place in since or ()}
    if any(clock < 0 for clock in clocks.values()):
        raise BadInput("A clock is 0 or more.", field="since")
    return clocks
