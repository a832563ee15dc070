"""Pages inside pages cost their product, and there is a limit to it."""

import re
from pathlib import Path

import pytest

from schema.documents import DocumentLimits, Documents
from schema.schema import ParleySchema, build_schema

SPREAD = re.compile(r"\.\.\.(?!on\b)(\w+)")
CLIENT = Path(__file__).parents[2] / "client" / "src"

EXPENSIVE = {
    "three pages deep": """{ viewer { rooms(first: 100) { nodes { messages(last: 100) { nodes { id
        readBy(first: 100) { nodes { at } } } } } } } }""",
    "hidden in fragments": """
        { viewer { rooms(first: 100) { ...Rooms } } }
        fragment Rooms on RoomConnection { nodes { ... on Room { messages(first: 100) { ...Ids } } } }
        fragment Ids on MessageConnection { nodes { id } }
    """,
    "sizes in variables": """query($rooms: Int!, $messages: Int) { viewer { rooms(first: $rooms) { nodes {
        messages(first: $messages) { nodes { id } } } } } }""",
    "side by side": "{ viewer { "
    + " ".join(
        f"r{step}: rooms(first: 60) {{ nodes {{ messages {{ nodes {{ id }} }} }} }}" for step in range(4)
    )
    + " } }",
    "edges and nodes": """{ viewer { rooms(first: 100) { edges { node { members { nodes { role } } } }
        nodes { members(first: 51) { nodes { role } } } } } }""",
}
CHEAP = {
    "a page": "{ viewer { rooms(first: 100) { nodes { id name } } } }",
    "pages of the usual size": "{ viewer { rooms { nodes { messages { nodes { id } } } } } }",
    "no page": "{ viewer { user { id } } }",
    "no field": "{ viewer { rooms(first: 100) { __typename } } }",
}


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(introspection=False, limits=DocumentLimits())


@pytest.fixture(scope="module")
def schema(documents: Documents) -> ParleySchema:
    return build_schema(documents)


def refusals(documents: Documents, schema: ParleySchema, text: str) -> list[str]:
    return [error.message for error in documents.prepare(schema._schema, text).errors]


@pytest.mark.parametrize("case", EXPENSIVE)
def test_too_many_rows_are_refused_before_they_are_read(
    documents: Documents, schema: ParleySchema, case: str
) -> None:
    (refusal,) = refusals(documents, schema, EXPENSIVE[case])
    assert re.fullmatch(
        r"This asks for up to [\d,]+ rows, in pages inside pages; 10,000 are allowed\.", refusal
    )


@pytest.mark.parametrize("case", CHEAP)
def test_what_costs_little_passes(documents: Documents, schema: ParleySchema, case: str) -> None:
    assert refusals(documents, schema, CHEAP[case]) == []


def test_the_rows_are_the_product_of_the_pages(schema: ParleySchema) -> None:
    tight = Documents(introspection=False, limits=DocumentLimits(rows=10))
    text = "{ viewer { rooms(first: 3) { nodes { members(first: 3) { nodes { role } } } } } }"
    assert refusals(tight, schema, text) == [
        "This asks for up to 12 rows, in pages inside pages; 10 are allowed."
    ]


def test_every_operation_of_the_client_passes(documents: Documents, schema: ParleySchema) -> None:
    sources = [
        path.read_text() for path in CLIENT.rglob("*.ts*") if "gql" not in path.relative_to(CLIENT).parts
    ]
    texts = [text for source in sources for text in re.findall(r"graphql\(`([^`]*)`\)", source)]
    fragments = {match[1]: text for text in texts if (match := re.match(r"\s*fragment (\w+)", text))}
    operations = [text for text in texts if re.match(r"\s*(query|mutation|subscription)", text)]
    assert len(operations) > 10
    for operation in operations:
        whole = operation
        while missing := {name for name in SPREAD.findall(whole) if f"fragment {name} " not in whole}:
            whole += "".join(fragments[name] for name in missing)
        assert refusals(documents, schema, whole) == [], operation
