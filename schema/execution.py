"""Execution: graphql-core's, with projections for selections of plain attributes."""

from contextlib import suppress
from typing import Any

from graphql import GraphQLObjectType
from graphql.pyutils import AwaitableOrValue, Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from schema.projection import Read, field_reader, object_reader


class Execution(StrawberryGraphQLCoreExecutionContext):
    """Executes one operation. Projections are compiled once for each selection in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._readers: dict[int, tuple[Any, Read | None]] = {}

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
                found: dict[str, Any] = read(source_value)
                return found
        return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)

    def _reader(self, kind: GraphQLObjectType, fields: Any) -> Read | None:
        known = self._readers.get(id(fields))
        if known is None:
            known = self._readers[id(fields)] = (fields, self._compile(kind, fields))
        return known[1]

    def _compile(self, kind: GraphQLObjectType, fields: Any) -> Read | None:
        if "strawberry-definition" not in (kind.extensions or {}):  # a type of introspection
            return None
        readers: dict[str, Read] = {}
        for name, details in fields.items():
            field_name = details[0].node.name.value
            if field_name == "__typename":
                readers[name] = _typename(kind)
                continue
            if field_name not in kind.fields:  # introspection
                return None
            read = field_reader(kind.fields[field_name], self._object_reader, details, self.context_value)
            if read is None:
                return None
            readers[name] = read
        return object_reader(kind, readers)

    def _object_reader(self, kind: GraphQLObjectType, details: Any) -> Read | None:
        return self._reader(kind, self.collect_subfields(kind, details).grouped_field_set)


def _typename(kind: GraphQLObjectType) -> Read:
    name = kind.name
    return lambda _: name
