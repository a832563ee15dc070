"""Projection: selections of plain attributes, read straight into the answer.

A page of messages selects the same few attributes of fifty objects. The executor resolves each field of each
of them on its own; a projection is compiled once for the selection and then runs over the objects. It knows
only fields that are attributes or are marked as PLAIN; for whatever else it gives way to the executor.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from inspect import isawaitable, iscoroutine
from operator import attrgetter
from typing import Any, Final, TypeAlias, cast

from graphql import (
    GraphQLField,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    is_leaf_type,
    is_object_type,
)
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from schema.scalars import written

PLAIN: Final[Mapping[str, bool]] = {"plain": True}
"""Metadata of a field whose resolver takes the context at most, and mostly answers at once."""

Read: TypeAlias = Callable[[Any], Any]
Project: TypeAlias = Callable[[GraphQLObjectType, Any], Read | None]
"""Gives the projection of an object type's selection, or None."""


class GiveWay(Exception):
    """A value that the projection does not know: let the executor try, and say what is wrong if it is."""


@dataclass(frozen=True, slots=True)
class PlainInfo:
    """What a PLAIN resolver may use of its `info`."""

    context: Any


def field_reader(field: GraphQLField, node_type: Project, details: Any, context: Any) -> Read | None:
    """A function that reads the field of an object into the answer, or None for a field of another kind."""
    definition = (field.extensions or {}).get("strawberry-definition")
    if not isinstance(definition, StrawberryField) or field.args:
        return None
    get = _getter(definition, context)
    complete = _completion(field.type, node_type, details)
    if get is None or complete is None:
        return None
    return lambda source: complete(get(source))


def object_reader(kind: GraphQLObjectType, fields: Mapping[str, Read]) -> Read:
    """A function that reads an object of this type into the answer."""
    definition = (kind.extensions or {}).get("strawberry-definition")
    assert isinstance(definition, StrawberryObjectDefinition)
    origin = (definition.concrete_of or definition).origin  # of Edge[Message] it is Edge
    items = tuple(fields.items())

    def read(source: Any) -> dict[str, Any]:
        if type(source) is not origin:
            raise GiveWay
        return {name: read_field(source) for name, read_field in items}

    return read


def _getter(definition: StrawberryField, context: Any) -> Read | None:
    if definition.base_resolver is None:
        return cast(Read, attrgetter(definition.python_name))
    if not definition.metadata.get("plain"):
        return None
    resolve: Callable[..., Any] = definition.base_resolver
    info = PlainInfo(context)
    arguments = () if definition.base_resolver.info_parameter is None else (info,)

    def get(source: Any) -> Any:
        value = resolve(source, *arguments)
        if isawaitable(value):
            if iscoroutine(value):
                value.close()
            raise GiveWay
        return value

    return get


def _completion(kind: GraphQLOutputType, node_type: Project, details: Any) -> Read | None:
    """Completes a value as its type wants it."""
    if isinstance(kind, GraphQLNonNull):
        return _completion_of_value(kind.of_type, node_type, details)
    complete = _completion_of_value(kind, node_type, details)
    return None if complete is None else lambda value: None if value is None else complete(value)


def _completion_of_value(kind: Any, node_type: Project, details: Any) -> Read | None:
    if isinstance(kind, GraphQLList):
        complete = _completion(kind.of_type, node_type, details)
        return None if complete is None else lambda values: [complete(value) for value in _listed(values)]
    if is_object_type(kind):
        return node_type(kind, details)
    return _leaf(kind) if is_leaf_type(kind) else None


def _listed(values: Any) -> list[Any]:
    if not isinstance(values, list):
        raise GiveWay
    return values


def _leaf(kind: GraphQLLeafType) -> Read:
    if kind.name in {"ID", "String"}:
        return _text
    if kind.name == "DateTime":
        return _moment
    coerce = kind.coerce_output_value

    def read(value: Any) -> Any:
        if value is None:
            raise GiveWay
        return coerce(value)

    return read


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return value
    raise GiveWay


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return written(value)
    raise GiveWay
