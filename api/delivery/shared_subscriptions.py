"""Shared subscriptions: one execution of an event for everybody who asked in the same words.

Subscriptions to the same document, operation and variables that its selection uses share a renderer. The
arguments of the root field (`since`, `roomId`) concern only what is listened to. An operation that selects a
field marked @viewer has a renderer, and so an execution, of its own.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary, WeakValueDictionary

import orjson
from graphql import (
    SKIP,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    VisitorAction,
    visit,
)
from graphql.utilities import separate_operations

from api.delivery.feed import Body
from chat.events import Event
from schema.compiled_document import CompiledDocument
from schema.context import GraphQLContext
from schema.errors import present
from schema.events import to_event
from schema.execution import execute

MakeContext: TypeAlias = Callable[[Event], GraphQLContext]
"""The context for the execution of one event."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What of an operation bears on the result of an event."""

    variables: frozenset[str]
    depends_on_viewer: bool


class SharedSubscription:
    """Executes its operation once for each event, and encodes the result once."""

    def __init__(
        self,
        schema: GraphQLSchema,
        compiled: CompiledDocument,
        operation_name: str | None,
        variables: Mapping[str, Any],
        make_context: MakeContext,
    ) -> None:
        self._schema = schema
        self._compiled = compiled
        self._operation_name = operation_name
        self._variables = dict(variables)
        self._make_context = make_context

    def render(self, event: Event) -> Body | Awaitable[Body]:
        """The payload of a `next` message for the event, as JSON."""
        result = execute(
            self._schema,
            self._compiled,
            root=to_event(event),
            context=self._make_context(event),
            variables=self._variables,
            operation_name=self._operation_name,
        )
        if isinstance(result, ExecutionResult):
            return encode_result(result.data, result.errors)
        return self._encode_later(result)

    async def _encode_later(self, pending: Awaitable[ExecutionResult]) -> Body:
        result = await pending
        return encode_result(result.data, result.errors)


class SharedSubscriptions:
    """The renderers in use, by what makes subscriptions the same."""

    def __init__(self, schema: GraphQLSchema, viewer_fields: frozenset[tuple[str, str]]) -> None:
        self._schema = schema
        self._viewer_fields = viewer_fields
        self._shared: WeakValueDictionary[bytes, SharedSubscription] = WeakValueDictionary()
        self._selected: WeakKeyDictionary[CompiledDocument, dict[str, Selected]] = WeakKeyDictionary()

    def renderer(
        self,
        text: str,
        compiled: CompiledDocument,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        *,
        for_everyone: MakeContext,
        for_viewer: MakeContext,
    ) -> SharedSubscription:
        """The shared renderer, or one of its own for a subscription that depends on the viewer."""
        name = operation.name.value if operation.name else None
        selected = self._selected_by(compiled, name or "")
        used = {key: value for key, value in variables.items() if key in selected.variables}
        # What only the root field takes is not needed any more, and a long `since` would cost time.
        given = {
            key: [] if key not in used and isinstance(value, list) else value
            for key, value in variables.items()
        }
        if selected.depends_on_viewer:
            return SharedSubscription(self._schema, compiled, name, given, for_viewer)
        key = orjson.dumps([text, name, used], option=orjson.OPT_SORT_KEYS)
        shared = self._shared.get(key)
        if shared is None:
            shared = SharedSubscription(self._schema, compiled, name, given, for_everyone)
            self._shared[key] = shared
        return shared

    def _selected_by(self, compiled: CompiledDocument, name: str) -> Selected:
        """Looked for once: all who come back send the same document, and walking it takes milliseconds."""
        known = self._selected.setdefault(compiled, {})
        if name not in known:
            types = TypeInfo(self._schema)
            asked = _Selection(types, self._viewer_fields)
            visit(separate_operations(compiled.document)[name], TypeInfoVisitor(types, asked))
            known[name] = Selected(frozenset(asked.variables), asked.depends_on_viewer)
        return known[name]


class _Selection(Visitor):
    """Finds what is Selected."""

    def __init__(self, types: TypeInfo, viewer_fields: frozenset[tuple[str, str]]) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.depends_on_viewer = False
        self._types = types
        self._viewer_fields = viewer_fields

    def enter_variable_definition(self, *_: Any) -> VisitorAction:
        return SKIP

    def enter_argument(self, *_: Any) -> VisitorAction:
        return SKIP if self._parent_type() == "Subscription" else None

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if (self._parent_type(), node.name.value) in self._viewer_fields:
            self.depends_on_viewer = True

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.variables.add(node.name.value)

    def _parent_type(self) -> str:
        parent = self._types.get_parent_type()
        return parent.name if parent else ""


def viewer_fields(schema: GraphQLSchema) -> frozenset[tuple[str, str]]:
    """The fields marked @viewer, as pairs of type and field."""
    found = set()
    for type_name, kind in schema.type_map.items():
        for field_name, field in getattr(kind, "fields", {}).items():
            definition = (field.extensions or {}).get("strawberry-definition")
            if any(type(mark).__name__ == "OfViewer" for mark in getattr(definition, "directives", ())):
                found.add((type_name, field_name))
    return frozenset(found)


def encode_result(data: Any, errors: list[GraphQLError] | None) -> bytes:
    """An execution result as JSON, its errors as clients see them."""
    result: dict[str, Any] = {"data": data}
    if errors:
        result["errors"] = [present(error).formatted for error in errors]
    return orjson.dumps(result)
