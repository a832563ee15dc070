"""What clients may say but should not: it is refused or ends the session, and changes nothing."""

from collections.abc import AsyncIterator

import psutil
import pytest

from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.socket_io import Polling, raw_socket, signed_in

MB = 1024 * 1024


@pytest.fixture
def memory(instance: Instance) -> psutil.Process:
    return psutil.Process(instance.pid)


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


MALFORMED = {
    "no event": "42[]",
    "an object": "42{}",
    "a number for a name": "42[5]",
    "null for a name": "42[null]",
    "a list for a name": "42[[]]",
    "no list": "42",
    "text": '42"typing"',
    "cut off": '42["typing",{"roomId"',
    "an id that is none": '42abc["typing",{}]',
    "an endless id": "42" + "9" * 1_000 + '["typing",{}]',
    "a digit that is none": '42²["typing",{}]',
    "a lone surrogate": '42["typing",{"roomId":"\\ud800"}]',
    "NaN": '42["typing",NaN]',
    "nested 100,000 deep": '42["typing",' + nested(100_000) + "]",
    "objects nested 20,000 deep": '42["typing",' + '{"a":' * 20_000 + "1" + "}" * 20_000 + "]",
    "endless attachments": '45459999999-["typing",{"_placeholder":true,"num":0}]',
    "one attachment": '451-["typing",{"_placeholder":true,"num":0}]',
    "attachments of an acknowledgement": "461-7[]",
    "attachments of a plain event": '421-["typing",{}]',
    "an acknowledgement without a number": "43[]",
    "an acknowledgement of an object": "437{}",
    "a refusal to connect": '44{"message":"no"}',
    "a type that is none": "47",
    "another type that is none": "4x",
    "disconnecting with data": '41{"a":1}',
    "an event of another namespace": '42/admin,["typing",{}]',
}


@pytest.mark.parametrize("packet", MALFORMED.values(), ids=MALFORMED.keys())
async def test_a_malformed_packet_closes_the_socket(ada: Person, packet: str) -> None:
    async with signed_in(ada) as signed, raw_socket(ada.address) as stranger:
        for each in (signed, stranger):
            await each.send(packet)
            assert await each.closed() == 4400


@pytest.mark.parametrize("packet", MALFORMED.values(), ids=MALFORMED.keys())
async def test_a_malformed_packet_ends_the_polling_session(ada: Person, packet: str) -> None:
    polling = await Polling.open(ada.http, ada.address)
    await polling.sign_in(ada)
    assert (await polling.post(packet)).status_code == 400
    assert (await polling.get()).status_code == 400


@pytest.mark.parametrize(
    "reserved", ["connect", "disconnect", "connect_error", "disconnecting", "*", "message"]
)
async def test_a_reserved_event_is_refused_and_changes_nothing(people: People, reserved: str) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    async with signed_in(lin) as raw:
        await raw.ask("join_room", {"roomId": room})
        said: list[list[object]] = [[], [{}], ["transport close"], [{"token": ada.access_token}]]
        for arguments in said:
            answer = await raw.ask(reserved, *arguments)
            assert answer["error"]["code"] == "BAD_INPUT"
        await ada.send(room, "Hello")
        assert (await raw.until("message"))["content"] == "Hello"


WRONG: dict[str, list[object]] = {
    "nothing": [],
    "null": [None],
    "text": ["x"],
    "a list": [[]],
    "two": [{"roomId": "x"}, {"roomId": "x"}],
    "an empty object": [{}],
    "an operator for an id": [{"roomId": {"$ne": None}, "messageId": {"$ne": None}, "token": {"$ne": None}}],
    "numbers for ids": [{"roomId": 5, "messageId": 5, "token": 5}],
}
EVENTS = [
    "authenticate",
    "join_room",
    "leave_room",
    "send_message",
    "message_read",
    "message_delivered",
    "typing",
    "stop_typing",
    "react_message",
    "edit_message",
    "delete_message",
]


@pytest.mark.parametrize("event", EVENTS)
async def test_wrong_arguments_are_refused(ada: Person, event: str) -> None:
    async with signed_in(ada) as raw:
        for name, arguments in WRONG.items():
            answer = await raw.ask(event, *arguments)
            assert (name, answer["ok"], answer["error"]["code"]) == (name, False, "BAD_INPUT")


@pytest.mark.parametrize("since", [-1, 1.5, "1", True, {"*": -1}, [1], 10**30])
async def test_a_clock_that_is_none_is_refused(ada: Person, since: object) -> None:
    room = await ada.create_room()
    async with signed_in(ada) as raw:
        answer = await raw.ask("join_room", {"roomId": room, "since": since})
        assert answer["error"]["code"] == "BAD_INPUT"


@pytest.mark.parametrize("content", ["", "   ", "\x00", "a\x00b", "x" * 8_001, "\u200b"])
async def test_content_that_is_none_is_refused(ada: Person, content: str) -> None:
    room = await ada.create_room()
    async with signed_in(ada) as raw:
        answer = await raw.ask("send_message", {"roomId": room, "content": content})
        assert answer["error"]["code"] == "BAD_INPUT"
    assert await ada.history(room) == []


async def test_a_payload_over_the_limit_is_not_taken(ada: Person, memory: psutil.Process) -> None:
    before = memory.memory_info().rss
    payload = '42["typing",{"roomId":"' + "x" * 300_000 + '"}]'
    async with signed_in(ada) as raw:
        await raw.send(payload)
        assert await raw.closed() == 1009
    polling = await Polling.open(ada.http, ada.address)
    assert (await polling.post(payload)).status_code == 413
    assert (await polling.post("x" * 20 * MB)).status_code == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(300):
            yield b"x" * 1_024

    answer = await ada.http.post(polling.url, content=chunks())  # of no told length
    assert answer.status_code == 413
    assert memory.memory_info().rss - before < 40 * MB


async def test_attachments_that_are_announced_and_sent_cost_nothing(
    ada: Person, memory: psutil.Process
) -> None:
    before = memory.memory_info().rss
    for _ in range(20):
        async with signed_in(ada) as raw:
            await raw.send('45459999999-["typing",{"_placeholder":true,"num":0}]')
            for _ in range(10):
                await raw.send(b"\x00" * 200_000)
            assert await raw.closed() == 4400
    assert memory.memory_info().rss - before < 20 * MB
