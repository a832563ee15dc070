"""graphql-transport-ws, message by message, and what breaks it.

Source: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from models.embedded import EmbeddedDatabase
from tests.fixtures.people import EVENTS, PASSWORD, SEND, Json, People, Person, Socket, open_socket
from tests.fixtures.servers import Instance

BAD_MESSAGE: Final = (4400, "Invalid message")
UNAUTHORIZED: Final = (4401, "Unauthorized")
VIEWER: Final = "{ viewer { user { id } } }"
TYPING: Final = "subscription { events { ... on TypingChanged { userId typing } } }"


@pytest.fixture(autouse=True)
async def the_instance_bears_it(instance: Instance, people: People) -> AsyncIterator[None]:
    """After each test the instance answers, and its log shows no crash and no secret."""
    begin = len(instance.log)
    yield
    ada = await people.register()
    async with ada.socket() as socket:
        await socket.send(type="ping")
        assert await socket.receive() == {"type": "pong"}
    printed = instance.log[begin:]
    assert "Traceback" not in printed
    assert "eyJ" not in printed
    assert PASSWORD not in printed


@pytest.fixture
async def ada(people: People) -> Person:
    return await people.register()


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


NOT_MESSAGES: Final = {
    "empty": "",
    "no JSON": "nonsense",
    "cut off": '{"type":"ping"',
    "a number": "1",
    "null": "null",
    "text": '"ping"',
    "a list": "[1]",
    "a list of a message": '[{"type":"ping"}]',
    "no type": "{}",
    "type null": '{"type":null}',
    "type a number": '{"type":1}',
    "type a list": '{"type":["ping"]}',
    "type an object": '{"type":{"ping":1}}',
    "an unknown type": '{"type":"start"}',
    "a type of the server": '{"type":"connection_ack"}',
    "a type of the server, next": '{"id":"1","type":"next","payload":{}}',
    "NaN": '{"type":NaN}',
    "a lone surrogate": '{"type":"\\ud800"}',
    "nested 100,000 deep": nested(100_000),
    "nested 100,000 deep inside": '{"type":"ping","payload":' + nested(100_000) + "}",
    "objects nested 20,000 deep": '{"a":' * 20_000 + "1" + "}" * 20_000,
}
NOT_SUBSCRIPTIONS: Final[dict[str, Json]] = {
    "nothing": {},
    "no id": {"payload": {"query": VIEWER}},
    "id null": {"id": None, "payload": {"query": VIEWER}},
    "id a number": {"id": 1, "payload": {"query": VIEWER}},
    "id empty": {"id": "", "payload": {"query": VIEWER}},
    "id endless": {"id": "i" * 10_000, "payload": {"query": VIEWER}},
    "no payload": {"id": "1"},
    "payload null": {"id": "1", "payload": None},
    "payload a list": {"id": "1", "payload": [VIEWER]},
    "payload a text": {"id": "1", "payload": VIEWER},
    "no query": {"id": "1", "payload": {}},
    "query null": {"id": "1", "payload": {"query": None}},
    "query a list": {"id": "1", "payload": {"query": [VIEWER]}},
    "variables a list": {"id": "1", "payload": {"query": VIEWER, "variables": []}},
    "variables a text": {"id": "1", "payload": {"query": VIEWER, "variables": "{}"}},
    "operationName a number": {"id": "1", "payload": {"query": VIEWER, "operationName": 1}},
}


@pytest.mark.parametrize("text", NOT_MESSAGES.values(), ids=NOT_MESSAGES.keys())
async def test_what_is_no_message_closes_the_socket(ada: Person, text: str) -> None:
    async with open_socket(ada.address) as early, ada.socket() as later:
        for socket in (early, later):
            await socket.connection.send(text)
            assert await socket.closed() == BAD_MESSAGE


@pytest.mark.parametrize("frame", [b"", b"\x00\xff", b'{"type":"ping"}'])
async def test_a_binary_frame_closes_the_socket(ada: Person, frame: bytes) -> None:
    async with ada.socket() as socket:
        await socket.connection.send(frame)
        assert await socket.closed() == BAD_MESSAGE


async def test_a_frame_past_the_limit_closes_the_socket(ada: Person) -> None:
    async with ada.socket() as socket:
        await socket.connection.send(json.dumps({"type": "ping", "payload": {"x": "x" * 300_000}}))
        assert (await socket.closed())[0] == 1009  # RFC 6455: message too big


@pytest.mark.parametrize("message", NOT_SUBSCRIPTIONS.values(), ids=NOT_SUBSCRIPTIONS.keys())
async def test_a_subscribe_that_is_not_well_formed_closes_the_socket(ada: Person, message: Json) -> None:
    async with ada.socket() as socket:
        await socket.send(type="subscribe", **message)
        assert await socket.closed() == BAD_MESSAGE


@pytest.mark.parametrize("message", [{}, {"id": None}, {"id": 1}, {"id": ["1"]}])
async def test_a_complete_without_an_id_closes_the_socket(ada: Person, message: Json) -> None:
    async with ada.socket() as socket:
        await socket.send(type="complete", **message)
        assert await socket.closed() == BAD_MESSAGE


@pytest.mark.parametrize("payload", [None, [], "Bearer", 1])
async def test_an_init_whose_payload_is_no_object_closes_the_socket(ada: Person, payload: Any) -> None:
    async with open_socket(ada.address) as socket:
        await socket.send(type="connection_init", payload=payload)
        assert await socket.closed() == BAD_MESSAGE


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"authorization": None},
        {"authorization": ""},
        {"authorization": "Bearer"},
        {"authorization": "Bearer nonsense"},
        {"authorization": "Basic YWRhOmFkYQ=="},
        {"authorization": ["Bearer"]},
        {"authorization": {"$ne": None}},
    ],
)
async def test_an_init_without_a_good_token_closes_the_socket(ada: Person, payload: Json) -> None:
    async with open_socket(ada.address) as socket:
        await socket.send(type="connection_init", payload=payload)
        assert await socket.closed() == UNAUTHORIZED


async def test_an_init_without_a_payload_closes_the_socket(ada: Person) -> None:
    async with open_socket(ada.address) as socket:
        await socket.send(type="connection_init")
        assert await socket.closed() == UNAUTHORIZED


async def test_a_second_init_closes_the_socket(ada: Person) -> None:
    async with ada.socket() as socket:
        await socket.send(type="connection_init", payload={"authorization": f"Bearer {ada.access_token}"})
        assert await socket.closed() == (4429, "Too many initialisation requests")


async def test_a_subscribe_before_the_ack_closes_the_socket(ada: Person) -> None:
    async with open_socket(ada.address) as socket:
        await socket.send(id="1", type="subscribe", payload={"query": VIEWER})
        assert await socket.closed() == UNAUTHORIZED


async def test_no_init_for_ten_seconds_closes_the_socket(ada: Person) -> None:
    begun = time.monotonic()
    async with open_socket(ada.address) as socket:
        await socket.send(type="ping")
        assert await socket.receive() == {"type": "pong"}
        async with asyncio.timeout(12):
            await socket.connection.wait_closed()
        assert socket.connection.close_code == 4408
        assert time.monotonic() - begun > 9.5


async def test_the_same_id_twice_closes_the_socket(ada: Person) -> None:
    async with ada.socket() as socket:
        for _ in range(2):
            await socket.send(id="mine", type="subscribe", payload={"query": TYPING})
        assert await socket.closed() == (4409, "Subscriber for mine already exists")


@pytest.mark.parametrize("protocols", [["graphql-ws"], [], ["chat"]])
async def test_another_protocol_is_not_acceptable(ada: Person, protocols: list[str]) -> None:
    offered = [Subprotocol(protocol) for protocol in protocols]
    async with connect(f"ws://{ada.address}/graphql", subprotocols=offered or None) as connection:
        assert await Socket(connection).closed() == (4406, "Subprotocol not acceptable")
        assert connection.subprotocol is None


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://"]
)
async def test_a_page_of_another_origin_gets_no_socket(ada: Person, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        async with open_socket(ada.address, origin=origin):
            pass
    assert refusal.value.response.status_code == 403


async def test_a_page_of_our_own_origin_gets_a_socket(ada: Person) -> None:
    async with open_socket(ada.address, origin=f"http://{ada.address}") as socket:
        await socket.send(type="ping")
        assert await socket.receive() == {"type": "pong"}


async def test_nothing_is_done_for_a_socket_that_broke_the_protocol(ada: Person) -> None:
    room = await ada.create_room()
    message = {"roomId": room, "content": "Too late", "clientId": "1"}
    send = {"id": "1", "type": "subscribe", "payload": {"query": SEND, "variables": {"message": message}}}
    async with ada.socket() as socket:
        protocol = socket.connection.protocol
        protocol.send_text(b'{"type":"nonsense"}')
        protocol.send_text(json.dumps(send).encode())
        socket.connection.transport.write(b"".join(protocol.data_to_send()))  # both arrive at once
        assert await socket.closed() == BAD_MESSAGE
    assert await ada.history(room) == []


async def test_a_ping_is_answered_and_a_pong_is_not(ada: Person) -> None:
    async with open_socket(ada.address) as early, ada.socket() as later:
        for socket in (early, later):
            await socket.send(type="pong", payload={"any": "thing"})
            await socket.send(type="ping", payload={"any": "thing"})
            assert await socket.receive() == {"type": "pong"}


async def next_of(socket: Socket, operation_id: str) -> Json:
    """The next message of this operation; those of others are passed over."""
    while (message := await socket.receive())["id"] != operation_id:
        pass
    return message


async def answer_of(socket: Socket, operation_id: str, query: str, **variables: Any) -> Json:
    """The payload of a query or mutation, which must be followed by `complete`."""
    payload = {"query": query, "variables": variables}
    await socket.send(id=operation_id, type="subscribe", payload=payload)
    answer = await next_of(socket, operation_id)
    assert answer["type"] == "next"
    assert await next_of(socket, operation_id) == {"id": operation_id, "type": "complete"}
    found: Json = answer["payload"]
    return found


async def test_queries_and_mutations_run_over_the_socket_as_over_http(ada: Person) -> None:
    room = await ada.create_room()
    async with ada.socket() as socket:
        assert await answer_of(socket, "1", VIEWER) == await ada.answer(VIEWER)
        message = {"roomId": room, "content": "Over the socket", "clientId": "1"}
        sent = await answer_of(socket, "1", SEND, message=message)
        assert sent == await ada.answer(SEND, message=message)
        wrong = {"roomId": room, "content": " ", "clientId": "2"}
        assert await answer_of(socket, "1", SEND, message=wrong) == await ada.answer(SEND, message=wrong)
    assert len(await ada.history(room)) == 1


@pytest.mark.parametrize(
    "query",
    [
        "nonsense",
        "",
        "{ nothing }",
        "{ viewer }",
        "subscription { events { nothing } }",
        "subscription { events { __typename } again: events { __typename } }",
        "subscription { roomEvents { __typename } }",
        "subscription { __typename }",
        "query A { __typename } query B { __typename }",
        "fragment F on Query { ...F }",
        "{ ...F } fragment F on Query { ...F }",
        "subscription { ...F } fragment F on Subscription { ...F }",
        "{ " + "viewer { user { id } } " * 400 + "}",
        "{" + "a" * 100_000 + "}",
        "{ a " * 200 + "}" * 200,
        'subscription { roomEvents(roomId: "\\ud800") { __typename } }',
    ],
)
async def test_a_document_that_is_not_valid_is_an_error_of_its_operation(ada: Person, query: str) -> None:
    async with ada.socket() as socket:
        await socket.send(id="1", type="subscribe", payload={"query": query})
        message = await socket.receive()
        assert (message["id"], message["type"]) == ("1", "error")
        assert {error["extensions"]["code"] for error in message["payload"]} == {"BAD_INPUT"}
        assert await answer_of(socket, "1", VIEWER) == await ada.answer(VIEWER)


@pytest.mark.parametrize(
    "variables",
    [
        {"since": "nonsense"},
        {"since": [1]},
        {"since": [{"roomId": {"$ne": None}, "clock": 1}]},
        {"since": [{"roomId": "x", "clock": 10**40}]},
        {"since": [{"roomId": "x", "clock": -1}]},
        {"since": [{"roomId": "x"}]},
    ],
)
async def test_variables_of_a_wrong_type_are_an_error_of_their_subscription(
    ada: Person, variables: Json
) -> None:
    async with ada.socket() as socket:
        await socket.send(id="1", type="subscribe", payload={"query": EVENTS, "variables": variables})
        message = await socket.receive()
        assert (message["id"], message["type"]) == ("1", "error")
        assert message["payload"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_complete_stops_the_events_and_frees_the_id(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    async with lin.socket() as socket:
        ear = await socket.listen(room, since=0)
        await ear.until_type("RoomSynced")
        await socket.send(id="1", type="complete")
        await socket.send(id="unknown", type="complete")
        await socket.send(type="ping")
        while (message := await socket.receive()) != {"type": "pong"}:
            assert message["type"] == "next", message  # on its way before the complete, such as lin's arrival
        await ada.send(room, "Not heard")
        ear = await socket.listen(room, since=1)
        synced = await ear.next()
        assert (synced["__typename"], synced["messages"]) == ("RoomSynced", [])
        sent = await ada.send(room, "Heard")
        assert (await ear.until_type("MessageSent"))["message"] == sent


async def test_subscriptions_on_one_socket_hear_each_their_own(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    rooms = [await ada.create_room(lin) for _ in range(3)]
    async with lin.socket() as socket:
        for room in rooms:
            await socket.listen(room, since=0, name=room)
        await heard_by(socket, rooms, "RoomSynced")
        sent = {room: await ada.send(room, f"For {room}") for room in rooms}
        heard = await heard_by(socket, rooms, "MessageSent")
        assert {room: event["message"] for room, event in heard.items()} == sent


async def heard_by(socket: Socket, rooms: list[str], name: str) -> dict[str, Json]:
    """The event of this type that each of the rooms' subscriptions hears."""
    heard: dict[str, Json] = {}
    while heard.keys() != set(rooms):
        message = await socket.receive()
        event = message["payload"]["data"]["roomEvents"]
        assert event.get("roomId", message["id"]) == message["id"]
        if event["__typename"] == name:
            heard[message["id"]] = event
    return heard


async def test_a_socket_bears_twenty_subscriptions_and_no_more(ada: Person) -> None:
    async with ada.socket() as socket:
        for number in range(21):
            await socket.send(id=str(number), type="subscribe", payload={"query": TYPING})
        assert (await next_of(socket, "20"))["type"] == "error"
        await socket.send(id="7", type="complete")
        assert await answer_of(socket, "20", VIEWER) == await ada.answer(VIEWER)


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[EmbeddedDatabase]:
    with EmbeddedDatabase(tmp_path / "database") as database:
        yield database


async def test_with_the_database_away_a_socket_is_told_to_come_again(
    tmp_path: Path, own_database: EmbeddedDatabase
) -> None:
    with Instance(tmp_path, own_database.url) as instance:
        async with People.at(instance.address) as people:
            ada = await people.register()
            own_database.kill()
            async with open_socket(instance.address) as socket:
                token = {"authorization": f"Bearer {ada.access_token}"}
                await socket.send(type="connection_init", payload=token)
                assert await socket.closed() == (1011, "Internal error")
            own_database.start()
            async with ada.socket():
                pass
        assert "Traceback" not in instance.log


async def test_text_that_is_not_utf_8_closes_the_socket_and_leaves_no_traceback(
    people: People, instance: Instance
) -> None:
    ada = await people.register()
    async with ada.socket() as socket:
        await socket.connection.send(b"\xff", text=True)
        assert (await socket.closed())[0] == 1007
    await ada.ask("{ viewer { email } }")
    assert "Traceback" not in instance.log


async def test_a_mutation_finishes_though_its_socket_is_gone(ada: Person) -> None:
    create = "mutation($room: CreateRoomInput!) { createRoom(input: $room) { id } }"
    names = {f"Room {number}" for number in range(20)}
    async with ada.socket() as socket:
        for name in names:
            variables = {"room": {"name": name, "isPrivate": True, "memberIds": []}}
            await socket.send(id=name, type="subscribe", payload={"query": create, "variables": variables})
            await socket.send(id=name, type="complete")  # nobody waits for the answer
        await socket.send(type="ping")
        while await socket.receive() != {"type": "pong"}:
            pass
        socket.connection.transport.abort()
    while (found := await rooms_of(ada)) != names:
        assert found < names


async def rooms_of(person: Person) -> set[str]:
    answer = await person.ask("{ viewer { rooms(first: 100) { nodes { name } } } }")
    return {room["name"] for room in answer["viewer"]["rooms"]["nodes"]}
