"""What a document may cost: the rows that its pages, one inside another, ask for at most."""

from typing import Any, Final

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    VariableNode,
    get_named_type,
)

SIZES: Final = ("first", "last")
"""The arguments that make a field a page, and say how long it is."""


def cost_rule(limit: int, page_size: int) -> type[ValidationRule]:
    """At most so many rows in an operation. A page whose size is a variable counts as one of `page_size`.

    Counted before anything is executed: `rooms(first: 10) { nodes { messages(first: 50) { nodes { id } } } }`
    asks for 10 rooms and 500 messages.
    """

    class AffordablePages(ValidationRule):
        def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
            rows = Rows(self.context, page_size).of_operation(node)
            if rows > limit:
                message = f"This asks for up to {rows:,} rows, in pages inside pages; {limit:,} are allowed."
                self.report_error(GraphQLError(message, nodes=node))

    return AffordablePages


class Rows:
    """Counts the rows of selections; each fragment once, however often it is spread."""

    def __init__(self, context: ValidationContext, page_size: int) -> None:
        self._context = context
        self._page_size = page_size
        self._fragments: dict[str, int] = {}

    def of_operation(self, node: OperationDefinitionNode) -> int:
        return self._of(node.selection_set, self._context.schema.get_root_type(node.operation))

    def _of(self, selected: SelectionSetNode | None, parent: GraphQLNamedType | None) -> int:
        return sum(self._of_selection(node, parent) for node in selected.selections) if selected else 0

    def _of_selection(self, node: Any, parent: GraphQLNamedType | None) -> int:
        if isinstance(node, FragmentSpreadNode):
            return self._of_fragment(node.name.value)
        if isinstance(node, InlineFragmentNode):
            on = node.type_condition
            return self._of(node.selection_set, self._type(on.name.value) if on else parent)
        field: GraphQLField | None = getattr(parent, "fields", {}).get(node.name.value)
        if field is None:  # of introspection, or one that another rule refuses
            return 0
        inside = self._of(node.selection_set, get_named_type(field.type))
        size = _page_size(node, field, self._page_size)
        return inside if size is None else size * (1 + inside)

    def _of_fragment(self, name: str) -> int:
        if name not in self._fragments:
            fragment = self._context.get_fragment(name)
            assert fragment is not None  # an unknown one is refused before
            kind = self._type(fragment.type_condition.name.value)
            self._fragments[name] = self._of(fragment.selection_set, kind)
        return self._fragments[name]

    def _type(self, name: str) -> GraphQLNamedType | None:
        return self._context.schema.get_type(name)


def _page_size(node: FieldNode, field: GraphQLField, most: int) -> int | None:
    """How many rows the field gives at most; None for one that is no page."""
    if not any(name in field.args for name in SIZES):
        return None
    given = next((argument.value for argument in node.arguments or () if argument.name.value in SIZES), None)
    if isinstance(given, IntValueNode):
        return max(0, min(int(given.value), most))
    if isinstance(given, VariableNode):
        return most
    default = next((field.args[name].default_value for name in SIZES if name in field.args), None)
    return default if isinstance(default, int) else min(50, most)
