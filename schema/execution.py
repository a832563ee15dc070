"""Execution: graphql-core's, with projections for selections of plain attributes."""

from contextlib import suppress
from typing import Any, Final, NoReturn

from graphql import GraphQLObjectType, GraphQLResolveInfoHelpers, GraphQLSchema
from graphql import execute as graphql_execute
from graphql.execution import ExecutionResult
from graphql.pyutils import AwaitableOrValue, Path
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from schema.compiled_document import CompiledDocument
from schema.projection import Part, PlainInfo, Read, object_reader, part, typename


def _refuse(_: Any) -> NoReturn:
    raise NotImplementedError("No resolver here asks the execution for help with asynchronous work.")


NO_HELPERS: Final = GraphQLResolveInfoHelpers(gather=_refuse, track=_refuse)
"""An execution's own hold it in a circle, which only the garbage collector would take apart."""


class Execution(StrawberryGraphQLCoreExecutionContext):
    """Executes one operation; of a compiled document with the projections that are known already."""

    def __init__(self, *args: Any, compiled: CompiledDocument | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.async_helpers = NO_HELPERS
        self._known = compiled.projections(self.variable_values.coerced) if compiled else {}
        self._info = PlainInfo(self.context_value)

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: Any,
        position_context: Any,
    ) -> AwaitableOrValue[dict[str, Any]]:
        """Project the object where that is possible, else execute its fields one by one."""
        read = self._reader(parent_type, grouped_field_set)
        if read is not None:
            with suppress(Exception):  # whatever it is, execution says it in the right place
                found: dict[str, Any] = read(source_value, self._info)
                return found
        return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)

    def _reader(self, kind: GraphQLObjectType, fields: Any) -> Read | None:
        key = (kind.name, *(id(one.node) for details in fields.values() for one in details))
        if key not in self._known:
            self._known[key] = self._compile(kind, fields)
        return self._known[key]

    def _compile(self, kind: GraphQLObjectType, fields: Any) -> Read | None:
        if "strawberry-definition" not in (kind.extensions or {}):  # a type of introspection
            return None
        parts: dict[str, Part] = {}
        for name, details in fields.items():
            field_name = details[0].node.name.value
            if field_name == "__typename":
                parts[name] = typename(kind)
                continue
            if field_name not in kind.fields:  # introspection
                return None
            found = part(kind.fields[field_name], self._project, details)
            if found is None:
                return None
            parts[name] = found
        return object_reader(kind, parts)

    def _project(self, kind: GraphQLObjectType, details: Any) -> Read | None:
        return self._reader(kind, self.collect_subfields(kind, details).grouped_field_set)


def execute(
    schema: GraphQLSchema,
    compiled: CompiledDocument,
    *,
    root: Any = None,
    context: Any,
    variables: dict[str, Any] | None,
    operation_name: str | None,
) -> AwaitableOrValue[ExecutionResult]:
    """Execute an operation of a document that was found good."""
    return graphql_execute(
        schema,
        compiled.document,
        root_value=root,
        context_value=context,
        variable_values=variables,
        operation_name=operation_name,
        is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # no TypeGuard in Strawberry
        executor_class=Execution,
        compiled=compiled,
    )
