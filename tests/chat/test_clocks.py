"""The clock of a room: every change takes the next, and whoever reads by it misses nothing."""

import asyncio
import random
import uuid
from typing import Final

import pytest

from tests.chat.asking import DELETE, EDIT, REACT
from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.sockets import Json

CLOCK: Final = "query($room: ID!) { room(id: $room) { clock lastSeq lastMessage { content } } }"


async def clock_of(person: Person, room_id: str) -> int:
    return int((await person.ask(CLOCK, room=room_id))["room"]["clock"])


async def test_every_change_takes_the_next_clock_and_no_change_takes_none(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    first, second = await ada.send(room, "First"), await lin.send(room, "Second")
    changed = [
        (await ada.ask(EDIT, id=first["id"], content="First, edited"))["editMessage"],
        (await lin.ask(REACT, id=first["id"], emoji="👍"))["addReaction"],
        (await lin.ask(DELETE, id=second["id"]))["deleteMessage"],
    ]
    assert [message["clock"] for message in changed] == [3, 4, 5]
    same = [
        (await ada.ask(EDIT, id=first["id"], content=" First, edited "))["editMessage"],
        (await lin.ask(REACT, id=first["id"], emoji="👍"))["addReaction"],
        (await lin.ask(DELETE, id=second["id"]))["deleteMessage"],
    ]
    assert [message["clock"] for message in same] == [4, 4, 5]
    third = await ada.send(room, "Third")
    assert (third["seq"], third["clock"]) == (3, 6)
    assert (await ada.ask(CLOCK, room=room))["room"] == {
        "clock": 6,
        "lastSeq": 3,
        "lastMessage": {"content": "Third"},
    }


async def test_changes_at_once_take_each_a_clock_of_its_own(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    sent = [await ada.send(room, f"Message {number}") for number in range(10)]
    changed = await asyncio.gather(
        *(ada.ask(EDIT, id=message["id"], content=f"Edit {message['seq']}") for message in sent),
        *(lin.ask(REACT, id=message["id"], emoji="👍") for message in sent),
        *(ada.send(room, f"Later {number}") for number in range(10)),
    )
    clocks = sorted(
        next(iter(answer.values()))["clock"] if "clock" not in answer else answer["clock"]
        for answer in changed
    )
    assert clocks == list(range(11, 41))
    assert await clock_of(ada, room) == 40


CHANGE: Final = (
    "mutation($id: ID!, $content: String!) { editMessage(id: $id, content: $content) { id clock } }"
)


MARK: Final = (
    "mutation($id: ID!, $emoji: String!) { addReaction(messageId: $id, emoji: $emoji) { id clock } }"
)


class Crowd:
    """Eight senders at two instances, and every clock that the server gave out for a change."""

    def __init__(self, senders: list[Person], room_id: str) -> None:
        self.senders, self.room_id = senders, room_id
        self.clocks: list[int] = []
        self.sent: dict[str, str] = {}
        """Who sent which message, by its id."""
        self.reactions: set[tuple[str, str]] = set()
        """Which emoji was put on which message."""

    async def act(self, person: Person, chance: random.Random) -> None:
        """Send, edit one's own, or react to anything."""
        own = [message for message, sender in self.sent.items() if sender == person.id]
        choice = chance.random()
        if choice < 0.4 or not own:
            message = await person.send(self.room_id, f"From {person.username}")
            self.sent[message["id"]] = person.id
        elif choice < 0.7:
            edit = {"id": chance.choice(own), "content": f"Edit {uuid.uuid4().hex}"}
            message = (await person.ask(CHANGE, **edit))["editMessage"]
        else:
            reaction = {"id": chance.choice(list(self.sent)), "emoji": uuid.uuid4().hex}
            message = (await person.ask(MARK, **reaction))["addReaction"]
            self.reactions.add((reaction["id"], reaction["emoji"]))
        self.clocks.append(message["clock"])

    async def act_on(self, person: Person, seed: int, times: int) -> None:
        chance = random.Random(seed)
        for _ in range(times):
            await self.act(person, chance)


class Reader:
    """Catches up by its clock at random moments, over a new subscription each time."""

    def __init__(self, person: Person, room_id: str) -> None:
        self.person, self.room_id = person, room_id
        self.clock = 0
        self.seen: dict[str, Json] = {}

    async def catch_up(self) -> None:
        async with self.person.listening(self.room_id, since=self.clock) as ear:
            synced = await ear.until_type("RoomSynced")
        assert not synced["reset"]
        assert all(message["clock"] > self.clock for message in synced["messages"])
        self.seen |= {message["id"]: message for message in synced["messages"]}
        self.clock = synced["clock"]


@pytest.mark.parametrize("seed", range(3))
async def test_writers_at_two_instances_never_take_a_clock_twice_and_readers_miss_nothing(
    two_instances: tuple[Instance, Instance], seed: int
) -> None:
    addresses = [instance.address for instance in two_instances]
    async with People.at(addresses[0]) as people:
        first, *others = await people.register_all(*(f"sender{number}" for number in range(8)))
        room = await first.create_room(*others)
        senders = [person.at(addresses[number % 2]) for number, person in enumerate((first, *others))]
        crowd = Crowd(senders, room)
        readers = [Reader(person, room) for person in senders[:4]]
        acting = asyncio.gather(
            *(crowd.act_on(person, seed * 100 + number, 25) for number, person in enumerate(senders))
        )
        chance = random.Random(seed)
        while not acting.done():
            await chance.choice(readers).catch_up()
        await acting

        assert sorted(crowd.clocks) == list(range(1, len(crowd.clocks) + 1))
        assert len(crowd.clocks) == 200
        history = await first.history(room)
        assert [message["seq"] for message in history] == list(range(1, len(crowd.sent) + 1))
        assert {message["id"] for message in history} == crowd.sent.keys()
        assert crowd.reactions == {
            (message["id"], reaction["emoji"]) for message in history for reaction in message["reactions"]
        }
        for reader in readers:
            await reader.catch_up()
            assert reader.clock == 200
            assert sorted(reader.seen.values(), key=lambda message: int(message["seq"])) == history
