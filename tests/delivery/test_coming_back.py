"""Who comes back hears what was missed, whatever others do meanwhile, and nobody hears what is not theirs."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from bson import ObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo import MongoClient

from api.core import open_core
from api.delivery.feed import AsItIs, Body, Feed, Loose, Sender
from api.delivery.hub import Hub
from api.settings import Settings
from api.storage import open_storage
from bench import people
from chat import members, messages
from chat.context import Context, Core, Viewer
from chat.errors import ChatError
from chat.events import MessageSent, RoomSynced
from models.embedded import EmbeddedDatabase
from models.member import Role
from models.user import Profile
from tests.fixtures.servers import SECRET

NAME = "parley_comers"
ROOMS, MEMBERS = 3, 100
CROWD = 4  # of whom anybody may come, go, be added and be taken out

Client: TypeAlias = MongoClient[dict[str, Any]]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedDatabase]:
    """A database that nobody else asks anything."""
    folder: Path = tmp_path_factory.mktemp("comers")
    with EmbeddedDatabase(folder / "database") as database:
        yield database


@pytest.fixture(scope="module")
def client(embedded: EmbeddedDatabase) -> Iterator[Client]:
    with MongoClient[dict[str, Any]](embedded.url) as found:
        yield found


@pytest.fixture(scope="module")
async def core(embedded: EmbeddedDatabase) -> AsyncIterator[Core]:
    chosen = Settings(
        _env_file=None,
        jwt_secrets=(SECRET,),
        database_url=embedded.url,
        database_name=NAME,
        redis_url=None,
        rate_limits=False,
    )
    async with AsyncExitStack() as stack:
        yield await open_core(chosen, open_storage(chosen), stack)


@pytest.fixture(scope="module")
async def hub(core: Core) -> AsyncIterator[Hub]:
    found = Hub(core)
    yield found
    await found.close()


class Comer:
    """Somebody who has a feed of one room from time to time, and what was told of it."""

    def __init__(self, core: Core, hub: Hub, profile: Profile, room: ObjectId) -> None:
        self.context = Context(core, Viewer(profile, ObjectId(), time.time() + 600))
        self.id = str(profile["_id"])
        self.told: list[str] = []
        self._is_told = asyncio.Event()
        self.is_outside = False
        self.told_outside: list[Body] = []
        self._hub, self._room = hub, room
        self._feed: Feed | None = None

    async def come(self, since: int = 0) -> None:
        """Let the feed hear the room from this clock on."""
        self.go()
        self.told.clear()
        feed = self._feed = Feed(
            self.context.user_id,
            ObjectId(),
            AsItIs(),
            follows_rooms=False,
            send=Sender(Loose(), self._put),
            end=lambda: self._hub.close_feed(feed),
        )
        try:
            await self._hub.open(self.context, feed, str(self._room), {str(self._room): since})
        except ChatError:  # no longer a member
            self._hub.close_feed(feed)

    def go(self) -> None:
        if self._feed is not None:
            self._hub.close_feed(self._feed)

    async def until_told(self, count: int) -> None:
        async with asyncio.timeout(30):
            while len(self.told) < count:
                self._is_told.clear()
                await self._is_told.wait()

    def _put(self, bodies: list[Body]) -> None:
        for body in bodies:
            rows = body.messages if isinstance(body, RoomSynced) else ()
            rows = (body.message,) if isinstance(body, MessageSent) else rows
            self.told += [row["content"] for row in rows]
            self._is_told.set()
            if self.is_outside and isinstance(body, RoomSynced | MessageSent):
                self.told_outside.append(body)


def queries(client: Client) -> int:
    """How many the database has answered."""
    counters = client.admin.command("serverStatus")["opcounters"]
    return int(counters["query"] + counters["getmore"])


async def test_all_who_come_back_at_once_ask_by_the_room_and_miss_nothing(
    client: Client, core: Core, hub: Hub
) -> None:
    comers: list[Comer] = []
    for number in range(ROOMS):
        profiles = people.add_people(client[NAME], MEMBERS)
        room = people.add_room(
            client[NAME], f"Room {number}", [profile["_id"] for profile in profiles], size=3
        )
        comers += [Comer(core, hub, profile, room.id) for profile in profiles]
        sender = comers[-1].context
        await messages.send_message(sender, room_id=str(room.id), content="Missed", client_id="1")
    before = queries(client)
    await asyncio.gather(*(comer.come(since=3) for comer in comers))
    asked = queries(client) - before
    assert [comer.told for comer in comers] == [["Missed"]] * len(comers)
    assert asked <= 10 * ROOMS


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["send", "come", "go", "add", "take out", "settle"]),
        st.integers(0, CROWD - 1),
        st.booleans(),
    ),
    max_size=40,
)


class Gathering:
    """A room of an owner and a crowd, in which things happen one after another or at the same time."""

    def __init__(self, client: Client, core: Core, hub: Hub) -> None:
        profiles = people.add_people(client[NAME], 1 + CROWD)
        self.room = people.add_room(client[NAME], "Gathering", [profile["_id"] for profile in profiles])
        self.owner, *self.crowd = (Comer(core, hub, profile, self.room.id) for profile in profiles)
        client[NAME]["members"].update_one(
            {"room_id": self.room.id, "user_id": ObjectId(self.owner.id)}, {"$set": {"role": Role.OWNER}}
        )
        self._under_way: list[asyncio.Task[None]] = []
        self._turns = {comer: asyncio.Lock() for comer in self.crowd}
        self.sent = 0

    async def do(self, what: str, who: int, *, wait: bool) -> None:
        comer = self.crowd[who]
        acts = {"send": self.send, "settle": self.settle}
        work = acts[what]() if what in acts else self._act(what, comer)
        if wait or what == "settle":
            await work
        else:
            self._under_way.append(asyncio.create_task(work))
            await asyncio.sleep(0)

    async def _act(self, what: str, comer: Comer) -> None:
        async with self._turns[comer]:  # what one person does and suffers has an order
            if what == "come":
                await comer.come()
            elif what == "go":
                comer.go()
            elif what == "add":
                comer.is_outside = False
                await members.add_members(self.owner.context, str(self.room.id), [comer.id])
            elif not comer.is_outside:
                await members.remove_member(self.owner.context, str(self.room.id), comer.id)
                comer.is_outside = True

    async def send(self) -> None:
        self.sent += 1
        content = f"Message {self.sent}"
        await messages.send_message(
            self.owner.context, room_id=str(self.room.id), content=content, client_id=content
        )

    async def settle(self) -> None:
        under_way, self._under_way = self._under_way, []
        await asyncio.gather(*under_way)


@given(STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
async def test_whatever_happens_a_member_hears_each_message_once_and_nobody_else_any(
    client: Client, core: Core, hub: Hub, steps: list[tuple[str, int, bool]]
) -> None:
    gathering = Gathering(client, core, hub)
    for what, who, wait in steps:
        await gathering.do(what, who, wait=wait)
    await gathering.settle()
    inside = [comer for comer in gathering.crowd if not comer.is_outside]
    for comer in inside:
        await comer.come()
    await gathering.send()
    sent = [f"Message {number}" for number in range(1, gathering.sent + 1)]
    for comer in inside:
        await comer.until_told(len(sent))
        assert sorted(comer.told) == sorted(sent)
    assert [comer.told_outside for comer in gathering.crowd] == [[]] * CROWD
    for comer in gathering.crowd:
        comer.go()
