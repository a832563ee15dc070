"""Messages: their numbers, sending them once, editing and deleting them, and threads."""

import asyncio
import random
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tests.chat.asking import DELETE, EDIT, NO_ID, REACT, READ_MESSAGE, SET_ROLE, refused
from tests.fixtures.people import SEND, Json, People, Person, Refused
from tests.fixtures.servers import Instance, Start

THREAD: Final = (
    "query($id: ID!, $first: Int!, $after: String) { message(id: $id) { replyCount replyTo { id } "
    "replies(first: $first, after: $after) { nodes { id content } pageInfo { hasNextPage endCursor } } } }"
)
CLOCK: Final = "query($room: ID!) { room(id: $room) { clock lastSeq lastMessage { content } } }"


async def clock_of(person: Person, room_id: str) -> int:
    return int((await person.ask(CLOCK, room=room_id))["room"]["clock"])


async def test_numbers_are_dense_under_64_senders_at_once(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    sent = await asyncio.gather(
        *((ada if number % 2 else lin).send(room, f"Message {number}") for number in range(64))
    )
    assert sorted(message["seq"] for message in sent) == list(range(1, 65))
    history = await ada.history(room)
    assert history == sorted(sent, key=lambda message: int(message["seq"]))
    assert [message["clock"] for message in history] == list(range(1, 65))


async def test_what_was_acknowledged_before_another_was_sent_has_the_smaller_number(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)

    async def send_in_turn(person: Person) -> list[int]:
        return [(await person.send(room, f"Message {number}"))["seq"] for number in range(20)]

    for seqs in await asyncio.gather(*(send_in_turn(person) for person in (ada, lin, ada, lin))):
        assert seqs == sorted(seqs)


async def test_one_message_sent_50_times_at_once_is_one(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    async with lin.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        answers = await asyncio.gather(*(ada.send(room, "Once", "same") for _ in range(50)))
        assert all(answer == answers[0] for answer in answers)
        last = await ada.send(room, "Last")
        assert last["seq"] == 2
        await ear.until(lambda event: event.get("message", {}).get("id") == last["id"])
        told = [event["message"]["seq"] for event in ear.heard if event["__typename"] == "MessageSent"]
        assert told == [1, 2]


async def test_a_repeat_is_the_message_of_the_first_time_as_it_is_now(people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    first = await ada.send(room, "  Once ", "same")
    await ada.send(room, "Another")
    assert await ada.send(room, "Once", "same") == first
    await ada.ask(EDIT, id=first["id"], content="Twice")
    again = await ada.send(room, "Once", "same")
    assert (again["id"], again["content"]) == (first["id"], "Twice")


async def test_a_repeat_with_another_body_is_a_conflict(people: People) -> None:
    ada = await people.register()
    room, other = await ada.create_room(), await ada.create_room()
    root = await ada.send(room, "Root")
    await ada.send(room, "Once", "same")
    for where, content, more in (
        (room, "Twice", {}),
        (other, "Once", {}),
        (room, "Once", {"replyToId": root["id"]}),
    ):
        with refused("CONFLICT", "clientId"):
            await ada.send(where, content, "same", **more)
    answers = await asyncio.gather(
        *(ada.send(room, content, "race") for content in ("A", "B") * 10), return_exceptions=True
    )
    stored = [answer for answer in answers if isinstance(answer, dict)]
    lost = [answer for answer in answers if isinstance(answer, Refused)]
    assert len({answer["id"] for answer in stored}) == 1
    assert (len(stored), len(lost)) == (10, 10)
    assert {error.code for error in lost} == {"CONFLICT"}


async def test_two_people_may_use_the_same_client_id(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    sent = [await person.send(room, "Hello", "same") for person in (ada, lin)]
    assert [message["seq"] for message in sent] == [1, 2]


@pytest.mark.parametrize(
    "content",
    ["", "   ", "\n\t", "\u200b", "\u200b \u2060\u00ad", "\u3000", "x" * 8_001, "NUL \x00 inside"],
    ids=lambda content: repr(content[:8]),
)
async def test_content_that_cannot_be_a_message_is_refused(people: People, content: str) -> None:
    ada = await people.register()
    room = await ada.create_room()
    sent = await ada.send(room, "There")
    with refused("BAD_INPUT", "content"):
        await ada.send(room, content)
    with refused("BAD_INPUT", "content"):
        await ada.ask(EDIT, id=sent["id"], content=content)
    assert await ada.history(room) == [sent]


@pytest.mark.parametrize(
    "content",
    [
        "x" * 8_000,
        "😀" * 8_000,
        "👩‍👩‍👧‍👦",
        "a\nb",
        "مرحبا",
        "<script>alert(1)</script>",
        '{"$ne": null}',
        "e\u0301",
    ],
    ids=lambda content: ascii(content[:8]),
)
async def test_content_is_kept_as_it_was_written(people: People, content: str) -> None:
    ada = await people.register()
    room = await ada.create_room()
    assert (await ada.send(room, f"  {content}\n"))["content"] == content
    assert (await ada.history(room))[0]["content"] == content


@pytest.mark.parametrize("client_id", ["", "  ", "c" * 65, "a\x00b", "a\nb"])
async def test_a_client_id_that_is_not_well_formed_is_refused(people: People, client_id: str) -> None:
    ada = await people.register()
    message = {"roomId": await ada.create_room(), "content": "x", "clientId": client_id}
    with refused("BAD_INPUT", "clientId"):
        await ada.ask(SEND, message=message)


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


async def test_an_edit_is_told_with_its_time_and_is_its_senders_alone(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    sent = await lin.send(room, "Before")
    async with ada.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        await lin.ask(EDIT, id=sent["id"], content="After")
        told = (await ear.until_type("MessageEdited"))["message"]
    assert (told["content"], told["seq"], told["createdAt"]) == ("After", 1, sent["createdAt"])
    assert told["editedAt"] >= sent["createdAt"]
    with refused("FORBIDDEN"):
        await ada.ask(EDIT, id=sent["id"], content="By the owner")
    assert await ada.history(room) == [told]


async def test_a_deleted_message_leaves_a_tombstone(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    sent = await ada.send(room, "Secret")
    await lin.ask(REACT, id=sent["id"], emoji="👍")
    async with lin.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        await ada.ask(DELETE, id=sent["id"])
        told = (await ear.until_type("MessageDeleted"))["message"]
    assert (told["content"], told["reactions"], told["seq"]) == ("", [], 1)
    assert told["deletedAt"] is not None
    assert await lin.history(room) == [told]
    for query, more in ((EDIT, {"content": "Again"}), (REACT, {"emoji": "👍"})):
        with refused("NOT_FOUND"):
            await ada.ask(query, id=sent["id"], **more)
    async with lin.listening(room, since=0) as ear:
        assert "Secret" not in str(await ear.next())


async def test_a_message_is_deleted_by_its_sender_or_the_staff_of_a_group(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin, eve)
    of_ada, of_lin = await ada.send(room, "Ada's"), await lin.send(room, "Lin's")
    with refused("FORBIDDEN"):
        await eve.ask(DELETE, id=of_lin["id"])
    await ada.ask(SET_ROLE, room=room, user=eve.id, role="ADMIN")
    await eve.ask(DELETE, id=of_lin["id"])
    await eve.ask(DELETE, id=of_ada["id"])
    direct = await ada.open_direct_room(lin)
    with refused("FORBIDDEN"):
        await lin.ask(DELETE, id=(await ada.send(direct, "Ada's"))["id"])


async def test_an_earlier_time_may_be_told_in_development(people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    sent = await ada.send(room, "Then", createdAt="2020-02-29T12:00:00.500+02:00")
    assert sent["createdAt"] == "2020-02-29T10:00:00.500Z"
    assert await ada.history(room) == [sent]
    with refused("BAD_INPUT", "createdAt"):
        await ada.send(room, "Then", createdAt=(datetime.now(UTC) + timedelta(hours=1)).isoformat())


@pytest.mark.parametrize(
    "moment",
    ["yesterday", "", "2020-02-30T00:00:00Z", "2020-01-01T00:00:00", "0001-01-01T00:00:00+14:00", 5, {}],
)
async def test_a_time_that_is_none_is_refused(people: People, moment: object) -> None:
    ada = await people.register()
    room = await ada.create_room()
    with refused("BAD_INPUT"):
        await ada.send(room, "Then", createdAt=moment)


@pytest.fixture
async def with_windows(start: Start) -> AsyncIterator[People]:
    address = start(MESSAGE_EDIT_WINDOW="1h", MESSAGE_DELETE_WINDOW="1h").address
    async with People.at(address) as people:
        yield people


async def test_past_its_window_a_message_stays_as_it_is_but_for_the_staff(with_windows: People) -> None:
    ada, lin = await with_windows.register_all("ada", "lin")
    room = await ada.create_room(lin)
    now = datetime.now(UTC)
    young = await lin.send(room, "Young", createdAt=(now - timedelta(minutes=50)).isoformat())
    old = await lin.send(room, "Old", createdAt=(now - timedelta(minutes=61)).isoformat())
    await lin.ask(EDIT, id=young["id"], content="Young, edited")
    await lin.ask(DELETE, id=young["id"])
    for query, more in ((EDIT, {"content": "Old, edited"}), (DELETE, {})):
        with refused("FORBIDDEN"):
            await lin.ask(query, id=old["id"], **more)
    await ada.ask(DELETE, id=old["id"])


async def test_a_window_of_nothing_is_never_open(start: Start) -> None:
    async with People.at(start(MESSAGE_EDIT_WINDOW="0", MESSAGE_DELETE_WINDOW="0").address) as people:
        ada, lin = await people.register_all("ada", "lin")
        room = await ada.open_direct_room(lin)
        sent = await lin.send(room, "For ever")
        for query, more in ((EDIT, {"content": "Never"}), (DELETE, {})):
            with refused("FORBIDDEN"):
                await lin.ask(query, id=sent["id"], **more)
        assert await lin.history(room) == [sent]


async def test_a_reply_belongs_to_the_thread_of_the_first_message(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    root = await ada.send(room, "Root")
    replies = [await lin.send(room, "Reply 0", replyToId=root["id"])]
    for number in range(1, 5):
        replies.append(await ada.send(room, f"Reply {number}", replyToId=replies[-1]["id"]))
    await lin.ask(DELETE, id=replies[0]["id"])

    found: list[Json] = []
    after: str | None = None
    while True:
        thread = (await ada.ask(THREAD, id=root["id"], first=2, after=after))["message"]
        found += thread["replies"]["nodes"]
        after = thread["replies"]["pageInfo"]["endCursor"]
        if not thread["replies"]["pageInfo"]["hasNextPage"]:
            break
    assert [reply["content"] for reply in found] == ["", "Reply 1", "Reply 2", "Reply 3", "Reply 4"]
    assert (thread["replyCount"], thread["replyTo"]) == (4, None)
    last = (await ada.ask(THREAD, id=replies[-1]["id"], first=2))["message"]
    assert (last["replyTo"], last["replyCount"]) == ({"id": root["id"]}, 0)
    with refused("NOT_FOUND", "replyToId"):
        await ada.send(room, "Lost", replyToId=NO_ID)


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


async def test_a_message_is_read_alone_as_in_the_history(people: People) -> None:
    ada = await people.register()
    sent = await ada.send(await ada.create_room(), "Alone")
    read = (await ada.ask(READ_MESSAGE, id=sent["id"]))["message"]
    assert {name: read[name] for name in ("id", "seq", "clock", "content")} == {
        name: sent[name] for name in ("id", "seq", "clock", "content")
    }
