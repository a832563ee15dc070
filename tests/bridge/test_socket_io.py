"""Socket.IO 5, rule by rule, and signing in, over bare sockets.

Source: https://socket.io/docs/v4/socket-io-protocol/, and the tests that come with it.
"""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from itertools import count
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.socket_io import Chatter, Polling, RawSocket, chatting, raw_socket, signed_in
from tests.fixtures.sockets import Refused


async def connect_error(socket: RawSocket) -> dict[str, object]:
    packet = await socket.receive()
    assert packet.startswith("44"), packet
    found: dict[str, object] = json.loads(packet[2:].partition("{")[1] + packet.partition("{")[2])
    return found


async def test_a_token_in_the_handshake_signs_in(ada: Person) -> None:
    async with signed_in(ada) as socket:
        assert (await socket.ask("join_room", {"roomId": "*"}))["ok"]


async def test_a_token_in_the_address_signs_in_and_is_not_logged(ada: Person, instance: Instance) -> None:
    async with raw_socket(ada.address, f"&token={ada.access_token}") as socket:
        await socket.send("40")
        assert (await socket.receive()).startswith('40{"sid"')
        assert (await socket.ask("join_room", {"roomId": "*"}))["ok"]
    assert ada.access_token not in instance.log


@pytest.mark.parametrize("token", ["nonsense", "", 5, None, ["x"], {"$ne": None}])
async def test_a_bad_token_is_refused(ada: Person, token: object) -> None:
    async with raw_socket(ada.address) as socket:
        await socket.send("40" + json.dumps({"token": token}))
        if token is None:
            assert (await socket.receive()).startswith("40")
        else:
            error = await connect_error(socket)
            assert error["message"] and error["data"]["code"] == "UNAUTHENTICATED"  # type: ignore[index]


async def test_a_refresh_token_is_no_access_token(ada: Person) -> None:
    async with raw_socket(ada.address) as socket:
        await socket.send("40" + json.dumps({"token": ada.refresh_token}))
        assert (await connect_error(socket))["message"]


async def test_another_namespace_is_refused(ada: Person) -> None:
    async with signed_in(ada) as socket:
        await socket.send("40/admin,")
        assert await socket.receive() == '44/admin,{"message":"Invalid namespace"}'
        assert (await socket.ask("join_room", {"roomId": "*"}))["ok"]


async def test_a_socket_may_sign_in_later(ada: Person) -> None:
    async with raw_socket(ada.address) as socket:
        await socket.send("40")
        await socket.receive()
        answer = await socket.ask("join_room", {"roomId": "*"})
        assert answer == {"ok": False, "error": {"code": "UNAUTHENTICATED", "message": "Sign in first."}}
        await socket.send('42["authenticate",{"token":"nonsense"}]')
        name, error = await socket.event()
        assert (name, error["code"]) == ("auth_error", "UNAUTHENTICATED")
        assert (await socket.event())[0] == "error"
        await socket.send("42" + json.dumps(["authenticate", {"token": ada.access_token}]))
        assert await socket.event() == ("authenticated", {"userId": ada.id})
        assert (await socket.ask("join_room", {"roomId": "*"}))["ok"]


async def test_a_new_token_of_the_same_user_is_taken_and_of_another_is_not(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    async with signed_in(ada) as socket:
        assert await socket.ask("authenticate", {"token": ada.access_token}) == {"ok": True, "userId": ada.id}
        refused = await socket.ask("authenticate", {"token": lin.access_token})
        assert refused["error"]["code"] == "BAD_INPUT"
        assert (await socket.ask("join_room", {"roomId": "*"}))["ok"]


async def test_who_does_not_sign_in_for_ten_seconds_is_closed(ada: Person, people: People) -> None:
    begun = time.monotonic()
    polling = await Polling.open(ada.http, ada.address)
    async with raw_socket(ada.address) as silent, raw_socket(ada.address) as anonymous:
        await anonymous.send("40")
        assert set(await asyncio.gather(silent.closed(), anonymous.closed())) == {4408}
    assert time.monotonic() - begun > 9.5
    while (answer := await polling.get()).status_code == 200:
        assert set(answer.text) <= set("12\x1e")
    assert answer.status_code == 400


async def test_an_event_before_connecting_closes_the_socket(ada: Person) -> None:
    async with raw_socket(ada.address) as socket:
        await socket.send('42["typing",{"roomId":"x"}]')
        assert await socket.closed() == 4400


async def test_connecting_twice_closes_the_socket(ada: Person) -> None:
    async with signed_in(ada) as socket:
        await socket.send("40")
        assert await socket.closed() == 4400


async def test_a_client_may_leave_the_namespace_and_come_again(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    async with signed_in(lin) as socket:
        await socket.ask("join_room", {"roomId": room})
        await socket.send("41", "40" + json.dumps({"token": lin.access_token}))
        while not (packet := await socket.receive()).startswith('40{"sid"'):
            assert packet.startswith('42["presence_update"'), packet  # on its way before lin left
        await ada.send(room, "not for lin")
        assert (await socket.ask("join_room", {"roomId": room}))["clock"] == 1
        await ada.send(room, "Hello")
        assert (await socket.until("message"))["content"] == "Hello"


async def test_an_acknowledgement_has_the_number_of_its_event(ada: Person) -> None:
    async with signed_in(ada) as socket:
        await socket.send('42456["leave_room",{"roomId":"*"}]')
        assert await socket.receive() == '43456[{"ok":true,"roomId":"*"}]'


async def test_without_an_acknowledgement_an_error_comes_as_an_event(ada: Person) -> None:
    async with signed_in(ada) as socket:
        await socket.send('42["join_room",{"roomId":"nonsense"}]')
        name, error = await socket.event()
        assert (name, error["event"], error["code"]) == ("error", "join_room", "NOT_FOUND")
        assert error["message"] == "There is no such room."


async def test_a_page_of_another_origin_gets_nothing(ada: Person) -> None:
    for origin in ("https://evil.example", "null", "http://127.0.0.1.evil.example"):
        with pytest.raises(InvalidStatus) as refused:
            async with raw_socket(ada.address, origin=origin):
                pass
        assert refused.value.response.status_code == 403
        answer = await ada.http.get(
            f"http://{ada.address}/socket.io/?EIO=4&transport=polling", headers={"Origin": origin}
        )
        assert answer.status_code == 403
    async with raw_socket(ada.address, origin=f"http://{ada.address}"):
        pass


@pytest.fixture(scope="module")
def with_a_page(folder: Path, database_url: str) -> Iterator[Instance]:
    """An instance whose pages are elsewhere."""
    with Instance(folder, database_url, FRONTEND_ORIGIN="https://chat.example.org") as server:
        yield server


async def test_a_page_of_an_allowed_origin_may_ask(with_a_page: Instance, ada: Person) -> None:
    page = "https://chat.example.org"
    url = f"http://{with_a_page.address}/socket.io/?EIO=4&transport=polling"
    answer = await ada.http.get(url, headers={"Origin": page})
    assert answer.headers["Access-Control-Allow-Origin"] == page
    async with raw_socket(with_a_page.address, origin=page):
        pass


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_token_that_ends_closes_the_socket(people: People, transport: str) -> None:
    lin = await people.register("lin")
    async with AsyncExitStack() as stack:
        chatter = await connected_before_the_end(lin, transport, stack)
        assert (await chatter.hears("auth_error"))["code"] == "UNAUTHENTICATED"
        await chatter.closed()


async def connected_before_the_end(person: Person, transport: str, stack: AsyncExitStack) -> Chatter:
    """Connected a little before the token ends: as long as it takes this machine to connect."""
    for seconds in count(3):
        connecting = chatting(person.with_token_for(seconds), transport, reconnection=False)
        with suppress(Refused):
            return await stack.enter_async_context(connecting)
    raise AssertionError


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_session_that_ends_closes_the_socket(people: People, transport: str) -> None:
    lin = await people.register("lin")
    async with chatting(lin, transport, reconnection=False) as chatter:
        await lin.ask("mutation { logout }")
        await chatter.hears("auth_error")
        await chatter.closed()
