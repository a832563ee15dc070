"""The contract: what clients are written against is there, as it was promised, and described."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    print_schema,
)
from graphql.utilities import find_breaking_changes

import schema.schema
from schema.documents import Documents
from tests.schema.promised import PROMISED, PROMISED_EVENTS, PROMISED_INPUTS, PROMISED_VALUES

EXPORTED: Final = Path(__file__).parents[2] / "client" / "schema.graphql"


@pytest.fixture(scope="module")
def served() -> GraphQLSchema:
    return schema.schema.build_schema(Documents(introspection=True))._schema


def object_fields(served: GraphQLSchema, name: str) -> list[str]:
    kind = served.type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    return [
        f"{field_name}{_arguments(field.args)}: {field.type}" for field_name, field in kind.fields.items()
    ]


def _arguments(arguments: dict[str, object]) -> str:
    parts = [f"{name}: {argument.type}" for name, argument in arguments.items()]  # type: ignore[attr-defined]
    return f"({', '.join(parts)})" if parts else ""


@pytest.mark.parametrize("name", PROMISED)
def test_every_promised_field_is_there(served: GraphQLSchema, name: str) -> None:
    assert set(PROMISED[name]) <= set(object_fields(served, name))


@pytest.mark.parametrize("name", PROMISED_INPUTS)
def test_every_promised_input_is_taken_and_nothing_more_is_required(served: GraphQLSchema, name: str) -> None:
    kind = served.type_map[name]
    assert isinstance(kind, GraphQLInputObjectType)
    fields = {f"{field_name}: {field.type}": field for field_name, field in kind.fields.items()}
    promised = set(PROMISED_INPUTS[name])
    assert promised <= fields.keys()
    more = [field for text, field in fields.items() if text not in promised]
    assert all(not str(field.type).endswith("!") or field.default_value is not None for field in more)


@pytest.mark.parametrize("name", PROMISED_VALUES)
def test_every_promised_value_is_there(served: GraphQLSchema, name: str) -> None:
    kind = served.type_map[name]
    assert isinstance(kind, GraphQLEnumType)
    assert list(kind.values) == PROMISED_VALUES[name].split()


def test_every_promised_event_can_be_heard(served: GraphQLSchema) -> None:
    event = served.type_map["Event"]
    assert [kind.name for kind in event.types] == PROMISED_EVENTS.split()  # type: ignore[attr-defined]


def test_whatever_has_an_id_of_its_own_is_a_node(served: GraphQLSchema) -> None:
    node = served.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert {kind.name for kind in served.get_implementations(node).objects} == {"User", "Room", "Message"}


def test_the_exported_schema_is_the_served_one(served: GraphQLSchema) -> None:
    exported = build_schema(EXPORTED.read_text())
    assert find_breaking_changes(exported, served) == find_breaking_changes(served, exported) == []
    assert sorted(print_schema(exported).splitlines()) == sorted(print_schema(served).splitlines())


def without_description(served: GraphQLSchema) -> Iterator[str]:
    """What the documentation pane would show without a word."""
    for type_name, kind in served.type_map.items():
        if type_name.startswith("__"):
            continue
        if not kind.description:
            yield type_name
        for name, part in {**getattr(kind, "fields", {}), **getattr(kind, "values", {})}.items():
            if not part.description:
                yield f"{type_name}.{name}"
            for argument_name, argument in getattr(part, "args", {}).items():
                if not argument.description:
                    yield f"{type_name}.{name}({argument_name})"


def test_everything_is_described(served: GraphQLSchema) -> None:
    assert list(without_description(served)) == []
