"""graphql-transport-ws, message by message, and what breaks it.

Source: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import json
import time
from typing import Any, Final

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from tests.fixtures.people import SEND, Person
from tests.fixtures.sockets import Json, Socket, open_socket

pytestmark = pytest.mark.usefixtures("the_instance_bears_it")

BAD_MESSAGE: Final = (4400, "Invalid message")
UNAUTHORIZED: Final = (4401, "Unauthorized")
VIEWER: Final = "{ viewer { user { id } } }"
TYPING: Final = "subscription { events { ... on TypingChanged { userId typing } } }"


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
        assert (await socket.closed())[0] == 4408
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
