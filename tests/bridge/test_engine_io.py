"""Engine.IO 4, rule by rule, over bare sockets and requests.

Source: https://socket.io/docs/v4/engine-io-protocol/, and the tests that come with it.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.fixtures.people import People, Person, patient_client
from tests.fixtures.servers import Instance
from tests.fixtures.socket_io import PATH, Polling, RawSocket, raw_socket, signed_in


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with patient_client() as client:
        yield client


@pytest.fixture
async def polling(http: httpx.AsyncClient, instance: Instance) -> Polling:
    return await Polling.open(http, instance.address)


def websocket_url(polling: Polling) -> str:
    return polling.url.replace("http://", "ws://").replace("transport=polling", "transport=websocket")


async def test_the_handshake_says_what_a_client_needs(polling: Polling, instance: Instance) -> None:
    assert polling.handshake == {
        "sid": polling.handshake["sid"],
        "upgrades": ["websocket"],
        "pingInterval": 20_000,
        "pingTimeout": 30_000,
        "maxPayload": 256 * 1024,
    }
    async with connect(f"ws://{instance.address}{PATH}websocket") as connection:
        packet = str(await connection.recv())
        assert json.loads(packet[1:]) | {"sid": ""} == polling.handshake | {"sid": "", "upgrades": []}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?EIO=4",
        "?transport=polling",
        "?EIO=abc&transport=polling",
        "?EIO=3&transport=polling",
        "?EIO=4&transport=abc",
        "?EIO=4&transport=websocket",
        "?EIO=4&transport=polling&sid=nonsense",
    ],
)
async def test_a_request_that_is_none_of_the_protocol_is_refused(
    http: httpx.AsyncClient, instance: Instance, query: str
) -> None:
    answer = await http.get(f"http://{instance.address}/socket.io/{query}")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    ["", "?EIO=4", "?transport=websocket", "?EIO=4&transport=polling", "?EIO=4&transport=websocket&sid=x"],
)
async def test_a_websocket_that_is_none_of_the_protocol_is_refused(instance: Instance, query: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with connect(f"ws://{instance.address}/socket.io/{query}"):
            pass
    assert refused.value.response.status_code in {400, 403}


async def test_other_methods_are_refused(
    http: httpx.AsyncClient, instance: Instance, polling: Polling
) -> None:
    assert (await http.put(polling.url)).status_code == 405
    assert (await http.post(f"http://{instance.address}{PATH}polling")).status_code == 400


async def test_packets_that_go_together_are_taken_in_order(polling: Polling, people: People) -> None:
    ada = await people.register()
    asked = [f'42{number}["nonsense",{{}}]' for number in range(20)]
    answer = await polling.post("\x1e".join(["40" + json.dumps({"token": ada.access_token}), *asked]))
    assert (answer.status_code, answer.text) == (200, "OK")
    answers = [(await polling.get()).text for _ in range(2)]
    packets = [packet for answer in answers for packet in answer.split("\x1e")]
    assert packets[0].startswith('40{"sid"')
    assert [packet.split("[")[0] for packet in packets[1:]] == [f"43{number}" for number in range(20)]


@pytest.mark.parametrize("body", ["abc", "", "9", "4", "2", "5", "0{}", "b4AAAA", "4" * 3, "\x1e", "d=4"])
async def test_a_malformed_packet_ends_a_polling_session(polling: Polling, body: str) -> None:
    assert (await polling.post(body)).status_code == 400
    assert (await polling.get()).status_code == 400


async def test_bytes_that_are_no_text_end_a_polling_session(polling: Polling) -> None:
    assert (await polling.post(b"4\xff\xfe")).status_code == 400
    assert (await polling.get()).status_code == 400


async def test_two_requests_for_packets_at_once_end_the_session(polling: Polling) -> None:
    answers = await asyncio.gather(polling.get(), polling.get())
    assert 400 in {answer.status_code for answer in answers}
    assert (await polling.get()).status_code == 400


async def test_a_client_may_close_its_polling_session(polling: Polling) -> None:
    waiting = asyncio.create_task(polling.get())
    await asyncio.sleep(0.1)  # either order is right, this one is the longer way
    assert (await polling.post("1")).status_code == 200
    answer = await waiting
    assert (answer.status_code, answer.text) == (200, "6")
    assert (await polling.get()).status_code == 400


async def test_a_client_may_close_its_websocket(instance: Instance) -> None:
    async with raw_socket(instance.address) as socket:
        await socket.send("1")
        assert await socket.closed() == 1000


@pytest.mark.parametrize("packet", ["abc", "", "9", "4", "2", "2probe", "5", "0{}", b"4", b"\x00\xff"])
async def test_a_malformed_packet_ends_a_websocket(instance: Instance, packet: str | bytes) -> None:
    async with raw_socket(instance.address) as socket:
        await socket.send(packet)
        assert await socket.closed() == 4400


async def upgrade(polling: Polling) -> RawSocket:
    connection = await connect(websocket_url(polling))
    await connection.send("2probe")
    assert await connection.recv() == "3probe"
    return RawSocket(connection)


async def test_a_polling_session_goes_on_over_a_websocket(polling: Polling, people: People) -> None:
    ada = await people.register()
    await polling.sign_in(ada)
    waiting = asyncio.create_task(polling.get())
    socket = await upgrade(polling)
    answer = await waiting
    assert answer.text == "6"  # so that the client can let go of polling
    await polling.post('423["nonsense",{}]')  # still comes this way, and is answered the other
    await socket.send("5")
    assert (await socket.receive()).startswith("433[")
    assert (await socket.ask("join_room", {"roomId": "*"}))["ok"]
    assert (await polling.get()).status_code == 400
    assert (await polling.post("3")).status_code == 400
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        async with connect(websocket_url(polling)) as another:
            await another.recv()
    await socket.connection.close()


async def test_who_joined_by_polling_goes_on_hearing_over_a_websocket(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    polling = await Polling.open(lin.http, lin.address)
    await polling.sign_in(lin)
    await polling.join(room)
    await ada.send(room, "Before")
    socket = await upgrade(polling)
    await ada.send(room, "Between")
    await socket.send("5")
    heard = [(await socket.until("message"))["content"] for _ in range(2)]
    for step in range(5):
        await ada.send(room, f"After {step}")
    heard += [(await socket.until("message"))["content"] for _ in range(5)]
    assert heard == ["Before", "Between", *(f"After {step}" for step in range(5))]
    await socket.ask("leave_room", {"roomId": room})
    await ada.send(room, "unheard")
    await socket.ask("join_room", {"roomId": room})
    await ada.send(room, "Again")
    assert (await socket.until("message"))["content"] == "Again"
    await socket.connection.close()


@pytest.mark.parametrize("said", ["5", "3probe", "4hello", b"2probe"])
async def test_an_upgrade_without_a_probe_changes_nothing(
    polling: Polling, people: People, said: str | bytes
) -> None:
    async with connect(websocket_url(polling)) as connection:
        await connection.send(said)
        with pytest.raises(ConnectionClosed):
            await connection.recv()
    await polling.sign_in(await people.register())


async def test_an_upgrade_that_breaks_off_changes_nothing(polling: Polling, people: People) -> None:
    socket = await upgrade(polling)
    await socket.connection.close()
    await polling.sign_in(await people.register())


@pytest.fixture(scope="module")
def impatient(folder: Path, database_url: str) -> Iterator[Instance]:
    """An instance that pings every second and gives up after two and a half."""
    with Instance(folder, database_url, LIMITS__PING_SECONDS="1") as server:
        yield server


@pytest.fixture(scope="module")
def pinging(folder: Path, database_url: str) -> Iterator[Instance]:
    """An instance that pings every three seconds and gives up after seven and a half."""
    with Instance(folder, database_url, LIMITS__PING_SECONDS="3") as server:
        yield server


async def test_a_client_is_pinged_and_lives_as_long_as_it_answers(pinging: Instance, ada: Person) -> None:
    there = ada.at(pinging.address)
    room = await there.create_room()
    polling = await Polling.open(there.http, there.address)
    await polling.sign_in(there)
    async with signed_in(there) as socket, signed_in(there) as silent:
        given_up = asyncio.create_task(silent.closed())
        while not given_up.done():
            assert await socket.packet() == "2"
            await socket.send("3")
            assert set((await polling.get()).text.split("\x1e")) == {"2"}
            assert (await polling.post("3")).status_code == 200
        assert await given_up == 1001
        assert (await socket.ask("join_room", {"roomId": room}))["ok"]
        await polling.join(room)


async def test_a_client_that_does_not_answer_is_given_up(
    impatient: Instance, http: httpx.AsyncClient
) -> None:
    async with raw_socket(impatient.address) as socket:
        polling = await Polling.open(http, impatient.address)
        assert await socket.closed() == 1001
        while (answer := await polling.get()).status_code == 200:
            assert set(answer.text) <= set("12\x1e")
        assert answer.status_code == 400
