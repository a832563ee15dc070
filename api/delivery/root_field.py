"""The one field at the top of a subscription, and what it was given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)
from graphql.execution.values import get_argument_values, get_variable_values


@dataclass(frozen=True, slots=True)
class RootField:
    name: str
    arguments: Mapping[str, Any]

    @property
    def room_id(self) -> str | None:
        """The one room to listen to, or None for all of the viewer's."""
        found: str | None = self.arguments.get("roomId")
        return found


def root_field(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> RootField:
    """The root field of a validated subscription. Raises GraphQLError for variables of a wrong type."""
    values = get_variable_values(schema, operation.variable_definitions or (), dict(variables))
    if isinstance(values, list):
        raise values[0]
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    node = next(_fields(operation.selection_set, fragments), None)
    fields = schema.subscription_type.fields if schema.subscription_type else {}
    if node is None or node.name.value not in fields:
        raise GraphQLError("A subscription needs a field to listen to.", nodes=operation)
    return RootField(node.name.value, get_argument_values(fields[node.name.value], node, values))


def _fields(
    selections: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> Iterator[FieldNode]:
    for selection in selections.selections:
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, InlineFragmentNode):
            yield from _fields(selection.selection_set, fragments)
        elif isinstance(selection, FragmentSpreadNode):
            yield from _fields(fragments[selection.name.value].selection_set, fragments)
