"""Projection: selections of plain attributes, read straight into the answer.

A page of messages selects the same few attributes of fifty objects. The executor resolves each field of each
of them on its own; a projection is a function written for the selection, as `dataclasses` writes an
`__init__`, which then runs over the objects. It knows only fields that are attributes or are marked as PLAIN;
for whatever else, and for every value that is not of the type it should be, it gives way to the executor.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import CoroutineType
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

LARGEST_INT: Final = 2**31 - 1


class GiveWay(Exception):
    """A value that the projection does not know: let the executor try, and say what is wrong if it is."""


@dataclass(frozen=True, slots=True)
class PlainInfo:
    """What a PLAIN resolver may use of its `info`."""

    context: Any


Read: TypeAlias = Callable[[Any, PlainInfo], Any]
"""Reads a value into the answer."""

Project: TypeAlias = Callable[[GraphQLObjectType, Any], Read | None]
"""Gives the projection of an object type's selection, or None."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a value is told: only one of this type if there is one, and as `read` makes it if that is given."""

    kind: type | None
    read: Read | None = None
    may_be_null: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a selection: an attribute, or what a resolver makes of the object."""

    told: Told
    attribute: str = ""
    resolve: Callable[..., Any] | None = None
    takes_info: bool = False


def part(field: GraphQLField, project: Project, details: Any) -> Part | None:
    """The field as part of a projection, or None for a field of another kind."""
    definition = (field.extensions or {}).get("strawberry-definition")
    if not isinstance(definition, StrawberryField) or field.args:
        return None
    told = _told(field.type, project, details)
    if told is None:
        return None
    resolver = definition.base_resolver
    if resolver is None:
        return Part(told, attribute=definition.python_name)
    if not definition.metadata.get("plain"):
        return None
    resolve = cast(Callable[..., Any], resolver.wrapped_func)
    return Part(told, resolve=resolve, takes_info=resolver.info_parameter is not None)


def typename(kind: GraphQLObjectType) -> Part:
    """The name of the type itself."""
    name = kind.name
    return Part(Told(str), resolve=lambda _: name)


def object_reader(kind: GraphQLObjectType, parts: Mapping[str, Part]) -> Read:
    """A function that reads an object of this type into the answer."""
    definition = (kind.extensions or {}).get("strawberry-definition")
    assert isinstance(definition, StrawberryObjectDefinition)
    origin = (definition.concrete_of or definition).origin  # of Edge[Message] it is Edge
    names: dict[str, Any] = {"GiveWay": GiveWay, "CoroutineType": CoroutineType, "origin": origin}
    lines = ["def read(source, info):", "    if type(source) is not origin: raise GiveWay"]
    for number, found in enumerate(parts.values()):
        names |= {f"{name}{number}": value for name, value in _names_of(found).items()}
        lines += [f"    {line}" for line in _lines_of(found, number)]
    pairs = ", ".join(f"{name!r}: value{number}" for number, name in enumerate(parts))
    lines.append(f"    return {{{pairs}}}")
    exec("\n".join(lines), names)  # the schema's own attributes, and names that are GraphQL names
    return cast(Read, names["read"])


def _names_of(found: Part) -> dict[str, Any]:
    return {"resolve": found.resolve, "kind": found.told.kind, "read": found.told.read}


def _lines_of(found: Part, number: int) -> list[str]:
    """Python that puts the field's value, as it is told, into a variable of its own."""
    value = f"value{number}"
    if found.resolve is None:
        lines = [f"{value} = source.{found.attribute}"]
    else:
        lines = [
            f"{value} = resolve{number}(source{', info' if found.takes_info else ''})",
            f"if type({value}) is CoroutineType: {value}.close(); raise GiveWay",
        ]
    checks = []
    if found.told.kind is not None:
        checks.append(f"if type({value}) is not kind{number}: raise GiveWay")
    if found.told.read is not None:
        checks.append(f"{value} = read{number}({value}, info)")
    if found.told.may_be_null and checks:
        return [*lines, f"if {value} is not None:", *(f"    {check}" for check in checks)]
    return [*lines, *checks]


def _told(kind: GraphQLOutputType, project: Project, details: Any) -> Told | None:
    if isinstance(kind, GraphQLNonNull):
        return _told_value(kind.of_type, project, details)
    told = _told_value(kind, project, details)
    return told and Told(told.kind, told.read, may_be_null=True)


def _told_value(kind: Any, project: Project, details: Any) -> Told | None:
    if isinstance(kind, GraphQLList):
        told = _told(kind.of_type, project, details)
        return told and Told(list, _list_reader(told))
    if is_object_type(kind):
        read = project(kind, details)
        return read and Told(None, read)
    return _told_leaf(kind) if is_leaf_type(kind) else None


def _told_leaf(kind: GraphQLLeafType) -> Told:
    if kind.name in {"ID", "String"}:
        return Told(str)
    if kind.name == "DateTime":
        return Told(datetime, lambda moment, _: written(moment))
    if kind.name == "Int":
        return Told(int, _small_int)
    coerce = kind.coerce_output_value

    def read(value: Any, _: PlainInfo) -> Any:
        if value is None:
            raise GiveWay
        return coerce(value)

    return Told(None, read)


def _list_reader(told: Told) -> Read:
    read, kind, may_be_null = told.read, told.kind, told.may_be_null

    def read_one(value: Any, info: PlainInfo) -> Any:
        if value is None and may_be_null:
            return None
        if kind is not None and type(value) is not kind:
            raise GiveWay
        return value if read is None else read(value, info)

    if read is not None and kind is None and not may_be_null:
        return lambda values, info: [read(value, info) for value in values]
    return lambda values, info: [read_one(value, info) for value in values]


def _small_int(value: int, _: PlainInfo) -> int:
    if -LARGEST_INT <= value <= LARGEST_INT:
        return value
    raise GiveWay
