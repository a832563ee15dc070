"""Operations over graphql-transport-ws: what each answers, and what it leaves to the others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from models.embedded import EmbeddedDatabase
from tests.fixtures.people import SEND, People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.sockets import EVENTS, Json, Socket, open_socket

pytestmark = pytest.mark.usefixtures("the_instance_bears_it")

VIEWER: Final = "{ viewer { user { id } } }"
TYPING: Final = "subscription { events { ... on TypingChanged { userId typing } } }"


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
