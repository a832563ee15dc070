"""A document with the projections of its selections, compiled once and kept as long as it is."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from graphql import DirectiveNode, DocumentNode, VariableNode, Visitor, VisitorAction, visit

from schema.projection import Read

SWITCHINGS_KEPT: Final = 16

Projections: TypeAlias = dict[tuple[Any, ...], Read | None]
"""By the selection's type and nodes; None for a selection that cannot be projected."""


class CompiledDocument:
    """What is selected depends on the document and on the variables of its @skip and @include."""

    def __init__(self, document: DocumentNode) -> None:
        self.document = document
        switches = _Switches()
        visit(document, switches)
        self._switches = tuple(switches.names)
        self._compiled: dict[tuple[Any, ...], Projections] = {}

    def projections(self, variables: Mapping[str, Any]) -> Projections:
        """Those compiled earlier for these variables; what is added is kept."""
        switching = tuple(variables.get(name) for name in self._switches)
        compiled = self._compiled.get(switching)
        if compiled is None:
            if len(self._compiled) >= SWITCHINGS_KEPT:
                self._compiled.clear()
            compiled = self._compiled[switching] = {}
        return compiled


class _Switches(Visitor):
    """The variables in the directives of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, None] = {}

    def enter_directive(self, node: DirectiveNode, *_: Any) -> VisitorAction:
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                self.names[argument.value.name.value] = None
        return None
