"""What a crowd asks of the database when it comes and when it goes: by its rooms, never by its sockets."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from api.delivery.gate import FEW, GROUP_SECONDS
from bench import people
from chat.presence import CROWD_SECONDS
from chat.tokens import Tokens
from models.embedded import EmbeddedDatabase
from tests.delivery.conftest import Client
from tests.fixtures.people import Person, patient_client
from tests.fixtures.servers import SECRET, Instance
from tests.fixtures.sockets import Ear

ROOMS = 4
MEMBERS = 50  # of each room; one of them is there all the time
NAME = "parley_crowd"


@pytest.fixture
def lone_instance(tmp_path: Path, embedded: EmbeddedDatabase) -> Iterator[Instance]:
    """An instance whose database nobody else asks anything."""
    with Instance(tmp_path, embedded.url, DATABASE_NAME=NAME) as server:
        yield server


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with patient_client() as client:
        yield client


def acts(client: Client, *kinds: str) -> int:
    """How many of these the database has done."""
    counters = client.admin.command("serverStatus")["opcounters"]
    return sum(int(counters[kind]) for kind in kinds)


def people_of_rooms(client: Client, instance: Instance, http: httpx.AsyncClient) -> dict[str, list[Person]]:
    """The members of each room, which has three messages."""
    tokens = Tokens([SECRET], timedelta(hours=1))
    found: dict[str, list[Person]] = {}
    for number in range(ROOMS):
        profiles = people.add_people(client[NAME], MEMBERS)
        ids = [profile["_id"] for profile in profiles]
        sessions = people.add_sessions(client[NAME], ids)
        room = people.add_room(client[NAME], f"Room {number}", ids, size=3)
        found[str(room.id)] = [
            Person(http, instance.address, profile["username"], str(user), tokens.access_token(user, session))
            for profile, user, session in zip(profiles, ids, sessions, strict=True)
        ]
    return found


async def hear_of_all(ear: Ear, others: list[Person], presence: str) -> None:
    """Return when the ear has heard this of each of the others; it must hear it once."""
    ids = {other.id for other in others}
    heard: Counter[str] = Counter()
    while heard.keys() != ids:
        event = await ear.until_type("PresenceChanged")
        if event["presence"] == presence and event["userId"] in ids:
            heard[event["userId"]] += 1
    assert set(heard.values()) == {1}


async def test_a_crowd_is_let_in_told_of_and_seen_off_by_groups(
    client: Client, lone_instance: Instance, http: httpx.AsyncClient
) -> None:
    rooms = people_of_rooms(client, lone_instance, http)
    crowd = [(person, room) for room, members in rooms.items() for person in members[1:]]
    async with AsyncExitStack() as stays:
        observers = {
            room: await stays.enter_async_context(members[0].listening(room))
            for room, members in rooms.items()
        }
        hearing = [hear_of_all(observers[room], rooms[room][1:], "ONLINE") for room in rooms]
        asked, begin = acts(client, "query", "getmore"), time.monotonic()
        async with AsyncExitStack() as stack:
            ears = await asyncio.gather(
                *(stack.enter_async_context(person.listening(room, since=1)) for person, room in crowd)
            )
            await asyncio.gather(*hearing)
            moments = (time.monotonic() - begin) / GROUP_SECONDS + 1
            asked = acts(client, "query", "getmore") - asked
            written = acts(client, "update")
            for ear in ears:
                synced = await ear.until_type("RoomSynced")
                assert [message["seq"] for message in synced["messages"]] == [2, 3]
            begin = time.monotonic()
            for ear in ears:
                ear.socket.connection.transport.abort()  # all at once, as when a network fails
            await asyncio.gather(
                *(hear_of_all(observers[room], rooms[room][1:], "OFFLINE") for room in rooms)
            )
        written = acts(client, "update") - written
        tellings = (time.monotonic() - begin) / CROWD_SECONDS + 1
    assert asked <= 8 * ROOMS + 5 * FEW + 8 * moments
    assert written <= 8 + 2 * tellings
