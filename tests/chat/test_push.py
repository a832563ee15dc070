"""Push: who is told, that only their browser can read it, and that it is withdrawn once read."""

from collections.abc import AsyncIterator, Iterator
from typing import Final

import pytest

from tests.chat.asking import MARK_READ, MUTE, REVOKE, SESSIONS, refused
from tests.fixtures.people import People, Person
from tests.fixtures.push import PushBrowser, PushServer, open_push_server, signature
from tests.fixtures.servers import Instance, Start, take_port
from tests.fixtures.sockets import Json

SUBSCRIBE: Final = "mutation($input: PushSubscriptionInput!) { subscribePush(input: $input) }"
UNSUBSCRIBE: Final = "mutation { unsubscribePush }"
PUSH_KEY: Final = "{ viewer { pushKey } }"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where the push service is, as often as it is started."""
    place, port = take_port()
    with place:
        yield port


@pytest.fixture(scope="module")
def pushing(start: Start, port: int) -> Instance:
    """An instance that knows one push service: that of these tests."""
    return start(PUSH_SERVICES=f"http://127.0.0.1:{port}", DATABASE_NAME="parley_push")


@pytest.fixture
async def service(port: int) -> AsyncIterator[PushServer]:
    async with open_push_server(port) as server:
        yield server


@pytest.fixture
async def people(pushing: Instance) -> AsyncIterator[People]:
    async with People.at(pushing.address) as found:
        yield found


async def browser_of(person: Person, service: PushServer) -> PushBrowser:
    """The person asks to be told in a browser."""
    browser = PushBrowser(service, person.username)
    await person.ask(SUBSCRIBE, input=browser.subscription)
    return browser


async def test_a_direct_message_is_pushed_so_that_only_the_browser_can_read_it(
    people: People, service: PushServer, pushing: Instance
) -> None:
    ada, lin = await people.register_all("ada", "lin")
    browser = await browser_of(lin, service)
    room = await ada.open_direct_room(lin)
    sent = await ada.send(room, "Are you there? It is a secret.")
    delivery = await service.delivery()
    notice = browser.read(delivery)
    assert notice == {
        "type": "message",
        "roomId": room,
        "seq": sent["seq"],
        "title": sent["sender"]["username"],
        "body": "Are you there? It is a secret.",
        "at": notice["at"],
    }
    assert b"secret" not in delivery.body
    assert "secret" not in pushing.log
    claims = signature(delivery, (await lin.ask(PUSH_KEY))["viewer"]["pushKey"])
    assert claims["aud"] == service.origin


async def test_in_a_group_only_those_mentioned_are_told(people: People, service: PushServer) -> None:
    ada, lin, grace = await people.register_all("ada", "lin", "grace")
    await browser_of(lin, service)
    browser = await browser_of(grace, service)
    room = await ada.create_room(lin, grace, name="Tea")
    await ada.send(room, "Nobody in particular")
    await ada.send(room, f"@{grace.username} the kettle is on")
    notice = browser.read(await service.delivery())
    assert notice["body"].endswith("the kettle is on")
    assert notice["title"].endswith(" in Tea")


async def test_what_was_read_elsewhere_is_withdrawn(people: People, service: PushServer) -> None:
    ada, lin = await people.register_all("ada", "lin")
    browser = await browser_of(lin, service)
    room = await ada.open_direct_room(lin)
    sent = await ada.send(room, "one")
    assert browser.read(await service.delivery())["type"] == "message"
    await lin.ask(MARK_READ, room=room, seq=sent["seq"])
    assert browser.read(await service.delivery()) == {"type": "read", "roomId": room, "seq": sent["seq"]}


async def test_a_muted_room_one_that_unsubscribed_and_an_ended_session_stay_silent(
    people: People, service: PushServer
) -> None:
    ada, muted, silent, ended = await people.register_all("ada", "muted", "silent", "ended")
    rooms = [await ada.open_direct_room(person) for person in (muted, silent, ended)]
    for person in (muted, silent, ended):
        await browser_of(person, service)
    await muted.ask(MUTE, room=rooms[0], muted=True)
    await silent.ask(UNSUBSCRIBE)
    sessions: list[Json] = (await ended.ask(SESSIONS))["viewer"]["sessions"]
    await ended.ask(REVOKE, id=sessions[0]["id"])
    for room in rooms:
        await ada.send(room, "to nobody who listens")
    listener = await people.register("listener")
    browser = await browser_of(listener, service)
    await ada.send(await ada.open_direct_room(listener), "the first that is heard")
    assert browser.read(await service.delivery())["body"] == "the first that is heard"


async def test_a_subscription_that_the_browser_gave_up_is_forgotten(
    people: People, service: PushServer
) -> None:
    ada, lin, grace = await people.register_all("ada", "lin", "grace")
    browser = await browser_of(lin, service)
    other = await browser_of(grace, service)
    rooms = [await ada.open_direct_room(person) for person in (lin, grace)]
    service.status = 410
    await ada.send(rooms[0], "to a browser that is gone")
    assert (await service.delivery()).path == browser.path
    service.status = 201
    await ada.send(rooms[0], "not pushed any more")
    await ada.send(rooms[1], "pushed")
    assert other.read(await service.delivery())["body"] == "pushed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("endpoint", "http://169.254.169.254/latest/meta-data"),
        ("endpoint", "https://fcm.googleapis.com.example.org/x"),
        ("endpoint", "https://user@127.0.0.1/x"),
        ("endpoint", "no address"),
        ("endpoint", "http://[::1"),
        ("p256dh", "AAAA"),
        ("auth", "not base64 é"),
    ],
)
async def test_an_endpoint_that_is_no_push_service_is_never_called(
    people: People, service: PushServer, field: str, value: str
) -> None:
    ada = await people.register("ada")
    subscription = PushBrowser(service, "ada").subscription | {field: value}
    with refused("BAD_INPUT", field):
        await ada.ask(SUBSCRIBE, input=subscription)
