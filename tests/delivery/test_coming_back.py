"""Who comes back hears what was missed, whatever others do meanwhile, and nobody hears what is not theirs."""

import asyncio
import random
import time

import pytest
from bson import ObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.delivery.gate import FEW, GROUP_SECONDS
from api.delivery.hub import Hub
from bench import people
from chat import members
from chat.context import Core
from models.member import Role
from tests.delivery.conftest import NAME, Client
from tests.fixtures.comers import Comer

ROOMS = 3
WAVE_SECONDS = 1.0
CROWD = 4  # of whom anybody may come, go, be added and be taken out


def queries(client: Client) -> int:
    """How many the database has answered."""
    counters = client.admin.command("serverStatus")["opcounters"]
    return int(counters["query"] + counters["getmore"])


async def people_of_rooms(client: Client, core: Core, hub: Hub, *, members: int) -> list[Comer]:
    """Members of ROOMS rooms, one room after the other; each room got a message after clock 3."""
    comers: list[Comer] = []
    for number in range(ROOMS):
        profiles = people.add_people(client[NAME], members)
        ids = [profile["_id"] for profile in profiles]
        room = people.add_room(client[NAME], f"Room {number}", ids, size=3)
        comers += [Comer(core, hub, profile, room.id) for profile in profiles]
        await comers[-1].say("Missed")
    return comers


async def test_all_who_come_back_at_once_ask_by_the_room_and_miss_nothing(
    client: Client, core: Core, hub: Hub
) -> None:
    comers = await people_of_rooms(client, core, hub, members=100)
    before = queries(client)
    await asyncio.gather(*(comer.come(since=3) for comer in comers))
    asked = queries(client) - before
    assert [comer.told for comer in comers] == [["Missed"]] * len(comers)
    assert asked <= 10 * ROOMS


@pytest.mark.parametrize("members", [30, 120])
async def test_all_who_come_back_within_seconds_ask_by_the_room_and_the_moment_not_each_for_themselves(
    client: Client, core: Core, hub: Hub, members: int
) -> None:
    comers = await people_of_rooms(client, core, hub, members=members)
    user_ids = [comer.context.user_id for comer in comers]
    tokens = [
        core.tokens.access_token(user_id, session_id)
        for user_id, session_id in zip(user_ids, people.add_sessions(client[NAME], user_ids), strict=True)
    ]
    order = random.Random(members).sample(range(len(comers)), len(comers))
    before, begin = queries(client), time.monotonic()

    async def come(place: int) -> None:
        await asyncio.sleep(WAVE_SECONDS * place / len(comers))
        await hub.authenticate(tokens[order[place]])
        await comers[order[place]].come(since=3)

    async def talk() -> None:
        for turn in range(10):
            await comers[turn * members % len(comers)].say(f"Message {turn}")
            await asyncio.sleep(WAVE_SECONDS / 10)

    await asyncio.gather(talk(), *map(come, range(len(comers))))
    moments = (time.monotonic() - begin) / GROUP_SECONDS + 1
    assert queries(client) - before <= 15 * ROOMS + 10 * FEW + 8 * moments
    for number, comer in enumerate(comers):
        told = [
            f"Message {turn}"
            for turn in range(10)
            if turn * members % len(comers) // members == number // members
        ]
        await comer.until_told(1 + len(told))
        assert sorted(comer.told) == sorted(["Missed", *told])


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
        await self.owner.say(f"Message {self.sent}")

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
