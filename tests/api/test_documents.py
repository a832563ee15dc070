"""Documents and variables that break GraphQL: each is refused in order and leaves no trace."""

import json
from typing import Final

import psutil
import pytest

from tests.api.posting import assert_bad_input, post_json
from tests.fixtures.people import SEND, Person
from tests.fixtures.servers import Instance
from tests.fixtures.sockets import Json

pytestmark = pytest.mark.usefixtures("the_instance_bears_it")

NO_ID: Final = "0123456789abcdef01234567"
ROOM: Final = "query($id: ID!) { room(id: $id) { id } }"
PAGE: Final = "query($id: ID!, $first: Int) { room(id: $id) { messages(first: $first) { nodes { id } } } }"


BAD_DOCUMENTS: Final[dict[str, str]] = {
    "nothing": "",
    "blank": " \n# only a comment",
    "no GraphQL": "select * from users",
    "an unknown field": "{ nothing }",
    "a cut text": '{ room(id: "x',
    "a NUL": "{ __typename \x00 }",
    "no subfields": "{ viewer }",
    "an unknown variable type": "query($x: Nothing) { __typename }",
    "an undefined variable": "{ room(id: $x) { id } }",
    "10,000 aliases": "{ " + " ".join(f"a{number}: __typename" for number in range(10_000)) + " }",
    "21 aliases": "{ " + " ".join(f"a{number}: __typename" for number in range(21)) + " }",
    "21 aliases in a fragment": "{ ...F } fragment F on Query { "
    + " ".join(f"a{number}: __typename" for number in range(21))
    + " }",
    "60 directives": "{ __typename " + "@include(if: true) " * 60 + "}",
    "60 unknown directives": "{ __typename " + "@a " * 60 + "}",
    "21 root fields": "{ " + "__typename " * 21 + "}",
    "depth 13": "{ viewer { rooms { nodes { lastMessage " + "{ replyTo " * 9 + "{ id " + "}" * 14,
    "depth 13 by fragments": "{ viewer { rooms { nodes { lastMessage { ...A } } } } } "
    "fragment A on Message { replyTo { replyTo { replyTo { replyTo { ...B } } } } } "
    "fragment B on Message { replyTo { replyTo { replyTo { replyTo { replyTo { id } } } } } }",
    "a fragment in itself": "{ ...F } fragment F on Query { ...F }",
    "fragments in each other": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "a fragment in its field": "{ viewer { user { ...F } } } fragment F on User { id ...F }",
    "an unknown fragment": "{ ...F }",
    "1,001 tokens": "{ viewer { user { " + "id " * 1_001 + "} } }",
    "a token of 100 kB": "{ " + "a" * 100_000 + " }",
    "100,000 opening braces": "{" * 100_000,
    "100,000 opening brackets": "{ room(id: " + "[" * 100_000,
    "a lone surrogate": '{ room(id: "\\ud800") { id } }',
    "a lone surrogate in braces": '{ room(id: "\\u{D800}") { id } }',
    "past Unicode": '{ room(id: "\\u{110000}") { id } }',
    "an id that is an object": "{ room(id: {ne: null}) { id } }",
    "two operations and no name": "query A { __typename } query B { __typename }",
    "a subscription": "subscription { events { __typename } }",
    "no operation": "fragment F on Query { __typename }",
    "a schema": "type Query { a: Int }",
    "a bad moment": 'mutation { sendMessage(input: {roomId: "x", content: "x", clientId: "1", '
    'createdAt: ""}) { id } }',
    "a bad enum": 'mutation { setMemberRole(roomId: "x", userId: "x", role: KING) { role } }',
}


@pytest.mark.parametrize("document", BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS.keys())
async def test_a_document_that_is_not_valid_is_refused(
    ada: Person, instance: Instance, document: str
) -> None:
    begun = cpu_seconds(instance)
    assert_bad_input(await post_json(ada, {"query": document}))
    assert cpu_seconds(instance) - begun < 5  # it must not be expensive to refuse


def cpu_seconds(instance: Instance) -> float:
    """What the instance has used so far."""
    used = psutil.Process(instance.pid).cpu_times()
    return float(used.user + used.system)


NESTS: Final = {
    "fields": ("%s { __typename }", "{ viewer ", "}"),
    "lists": ("{ room(id: %s1) { id } }", "[", "]"),
    "objects": ("{ room(id: %s1) { id } }", "{ a: ", "}"),
    "types": ("query($x: %sInt) { __typename }", "[", "]"),
}


@pytest.mark.parametrize("depth", [14, 50, 90, 120, 150, 180, 210, 240])
@pytest.mark.parametrize("nest", NESTS.values(), ids=NESTS.keys())
async def test_a_document_nested_too_deep_is_refused(
    ada: Person, nest: tuple[str, str, str], depth: int
) -> None:
    frame, opening, closing = nest
    before, inside = frame.split("%s")
    innermost = len(inside.split(")")[0]) if ")" in inside else len(inside)
    document = before + opening * depth + inside[:innermost] + closing * depth + inside[innermost:]
    assert_bad_input(await post_json(ada, {"query": document}))


@pytest.mark.parametrize("depth", [13, 50, 90, 120, 150, 180, 210, 240])
async def test_fragments_nested_in_one_another_harm_nobody(ada: Person, depth: int) -> None:
    document = "{ viewer { " + "...on Viewer { " * depth + "__typename" + " }" * depth + " } }"
    response = await post_json(ada, {"query": document})
    if response.status_code == 200:
        assert response.json() == {"data": {"viewer": {"__typename": "Viewer"}}}
    else:
        assert_bad_input(response)


BAD_VARIABLES: Final[dict[str, tuple[str, Json]]] = {
    "an id that is an object": (ROOM, {"id": {"$ne": None}}),
    "an id that is a list": (ROOM, {"id": ["x"]}),
    "an id that is null": (ROOM, {"id": None}),
    "an id that is a float": (ROOM, {"id": 1.5}),
    "no id": (ROOM, {}),
    "a text for a number": (PAGE, {"id": NO_ID, "first": "5"}),
    "a fraction for a number": (PAGE, {"id": NO_ID, "first": 1.5}),
    "a number of 40 bits": (PAGE, {"id": NO_ID, "first": 2**40}),
    "an unknown input field": (
        SEND,
        {"message": {"roomId": NO_ID, "content": "x", "clientId": "1", "admin": True}},
    ),
    "content that is an object": (
        SEND,
        {"message": {"roomId": NO_ID, "content": {"$gt": ""}, "clientId": "1"}},
    ),
    "an input that is a text": (SEND, {"message": "x"}),
    "lists nested 900 deep": (ROOM, {"id": json.loads("[" * 900 + "]" * 900)}),
    "objects nested 900 deep": (SEND, {"message": json.loads('{"a":' * 900 + "1" + "}" * 900)}),
}


@pytest.mark.parametrize(("query", "variables"), BAD_VARIABLES.values(), ids=BAD_VARIABLES.keys())
async def test_a_variable_of_a_wrong_type_is_refused(ada: Person, query: str, variables: Json) -> None:
    assert_bad_input(await post_json(ada, {"query": query, "variables": variables}))


@pytest.mark.parametrize("room_id", ["", "x", '{"$ne": null}', "\x00", "0" * 23, "0" * 10_000, "é" * 24])
async def test_an_id_that_is_none_is_not_found(ada: Person, room_id: str) -> None:
    absent = await ada.answer(ROOM, id=NO_ID)
    assert await ada.answer(ROOM, id=room_id) == absent
    assert absent["errors"][0]["extensions"] == {"code": "NOT_FOUND", "field": "roomId", "retryAfter": None}


@pytest.mark.parametrize("text", ["\x00", "a\x00b"])
@pytest.mark.parametrize(
    "query",
    [
        "query($text: String!) { users(search: $text) { id } }",
        "query($text: String!) { discoverRooms(search: $text) { nodes { id } } }",
        "mutation($text: String!) { updateProfile(input: {displayName: $text}) { id } }",
        "mutation($text: String!) { createRoom(input: {name: $text}) { id } }",
        'mutation($text: String!) { createRoom(input: {name: "x", topic: $text}) { id } }',
        'mutation($text: String!) { login(input: {login: $text, password: "x"}) { expiresIn } }',
        'mutation($text: String!) { login(input: {login: "x", password: $text}) { expiresIn } }',
    ],
)
async def test_text_with_a_nul_is_bad_input(ada: Person, query: str, text: str) -> None:
    answer = await ada.answer(query, text=text)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"
