"""Shared subscriptions: the same answers as unshared ones, and nobody hears what is not theirs."""

import asyncio
import random
from functools import partial
from typing import Any, get_args

import pytest

from schema.events import GraphQLEvent
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import EVENT_FIELDS, EVENTS, ROOM_EVENTS, Ear, Json

UNSHARED = EVENTS.replace(EVENT_FIELDS, f"{EVENT_FIELDS} ... on RoomChanged {{ room {{ unreadCount }} }}")
EVERY_EVENT = {member.__name__ for member in get_args(GraphQLEvent)}


async def hear_until(ear: Ear, content: str) -> list[Json]:
    await ear.until(lambda event: event.get("message", {}).get("content") == content)
    return ear.heard


def without_viewer_fields(event: Json) -> Json:
    if event["__typename"] != "RoomChanged":
        return event
    return event | {"room": {name: value for name, value in event["room"].items() if name != "unreadCount"}}


def is_arrival_of(person: Person, event: Json) -> bool:
    return bool(event["__typename"] == "PresenceChanged" and event["userId"] == person.id)


def of_others(events: list[Json], person: Person) -> list[Json]:
    """Without the person's own arrival, which the first of two subscriptions may hear alone."""
    return [
        event for event in events if event["__typename"] != "PresenceChanged" or event["userId"] != person.id
    ]


async def make_every_event_happen(ada: Person, lin: Person, eve: Person, room: str) -> None:
    """What Lin hears as an admin of the room, but for RoomSynced: nothing is left out."""
    root, sent = await ada.send(room, "Root"), await ada.send(room, "First")
    await lin.send(room, "Reply", replyToId=root["id"])
    for person, change in (
        (ada, 'setMemberRole(roomId: "{room}", userId: "{lin}", role: ADMIN) {{ role }}'),
        (ada, 'editMessage(id: "{message}", content: "Second") {{ id }}'),
        (ada, 'addReaction(messageId: "{message}", emoji: "👍") {{ id }}'),
        (ada, 'removeReaction(messageId: "{message}", emoji: "👍") {{ id }}'),
        (ada, 'markRead(roomId: "{room}", seq: 1) {{ readSeq }}'),
        (ada, 'setTyping(roomId: "{room}", typing: true)'),
        (ada, 'updateRoom(input: {{ roomId: "{room}", topic: "Leaves" }}) {{ id }}'),
        (ada, 'pinMessage(messageId: "{message}") {{ id }}'),
        (ada, 'addMembers(roomId: "{room}", userIds: ["{eve}"]) {{ id }}'),
        (eve, 'reportMessage(messageId: "{message}", reason: "Not nice")'),
        (ada, 'createInvite(input: {{ roomId: "{room}" }}) {{ id }}'),
        (ada, 'updateProfile(input: {{ displayName: "Countess Ada" }}) {{ id }}'),
        (ada, 'removeMember(roomId: "{room}", userId: "{eve}") {{ id }}'),
        (ada, 'deleteMessage(id: "{message}") {{ id }}'),
        (lin, 'followThread(messageId: "{root}") {{ isFollowed }}'),
        (lin, 'blockUser(userId: "{eve}")'),
    ):
        ids = {"room": room, "root": root["id"], "message": sent["id"], "lin": lin.id, "eve": eve.id}
        await person.ask("mutation { " + change.format(**ids) + " }")
    await close_reports(ada, room)
    async with ada.socket():  # comes online
        await asyncio.sleep(0)


async def close_reports(admin: Person, room: str) -> None:
    found = await admin.ask("query($id: ID!) { room(id: $id) { reports { id } } }", id=room)
    for report in found["room"]["reports"]:
        await admin.ask("mutation($id: ID!) { closeReport(id: $id) }", id=report["id"])


async def test_shared_and_unshared_subscriptions_tell_every_event_alike(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin)
    begin = [{"roomId": room, "clock": 0}]
    async with lin.socket() as one, lin.socket() as other:
        shared, unshared = await one.listen(since=begin), await other.listen(since=begin, query=UNSHARED)
        await asyncio.gather(shared.until_type("RoomSynced"), unshared.until_type("RoomSynced"))
        await make_every_event_happen(ada, lin, eve, room)
        arrival = partial(is_arrival_of, ada)
        await asyncio.gather(shared.until(arrival), unshared.until(arrival))
        await ada.send(room, "Last")
        told, told_alone = await asyncio.gather(hear_until(shared, "Last"), hear_until(unshared, "Last"))
    assert {event["__typename"] for event in told} == EVERY_EVENT
    assert of_others(told, lin) == [without_viewer_fields(event) for event in of_others(told_alone, lin)]
    assert any("unreadCount" in event.get("room", {}) for event in told_alone)


async def test_different_documents_in_one_room_each_get_their_own_selection(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    selections = ["content", "seq clock", "mine: content sender { username }"]
    async with lin.socket() as socket:
        for name, selection in enumerate(selections):
            event = f"... on MessageSent {{ message {{ {selection} }} }}"
            query = ROOM_EVENTS.replace(EVENT_FIELDS, f"__typename {event}")
            await socket.listen(room, name=str(name), query=query)
        await ada.send(room, "Hello")
        found: dict[str, Json] = {}
        while len(found) < len(selections):
            answer = await socket.receive()
            event = answer["payload"]["data"]["roomEvents"]
            if event["__typename"] == "MessageSent":
                found[answer["id"]] = event["message"]
    assert found == {
        "0": {"content": "Hello"},
        "1": {"seq": 1, "clock": 1},
        "2": {"mine": "Hello", "sender": {"username": ada.username}},
    }


class Membership:
    """A room whose members come and go, and what each of them should have heard."""

    def __init__(self, owner: Person, others: list[Person], room: str) -> None:
        self.owner, self.others, self.room = owner, others, room
        self.members: set[str] = set()
        self.expected: dict[str, list[str]] = {person.id: [] for person in others}
        self.count = 0

    async def step(self, chance: random.Random) -> None:
        person = chance.choice(self.others)
        act = chance.choice(["send", "send", "toggle"])
        if act == "send":
            self.count += 1
            await self.owner.send(self.room, f"Message {self.count}")
            for member in self.members:
                self.expected[member].append(f"Message {self.count}")
        elif person.id in self.members:
            await self._ask("removeMember(roomId: $room, userId: $user) { id }", person)
            self.members.discard(person.id)
        else:
            await self._ask("addMembers(roomId: $room, userIds: [$user]) { id }", person)
            self.members.add(person.id)

    async def _ask(self, mutation: str, person: Person) -> None:
        query = f"mutation($room: ID!, $user: ID!) {{ {mutation} }}"
        await self.owner.ask(query, room=self.room, user=person.id)


@pytest.mark.parametrize("seed", range(5))
async def test_whoever_comes_and_goes_hears_exactly_what_was_sent_while_a_member(
    people: People, seed: int
) -> None:
    owner, *others = await people.register_all("ada", "lin", "eve", "joe")
    membership = Membership(owner, others, await owner.create_room())
    chance = random.Random(seed)
    async with others[0].socket() as first, others[1].socket() as second, others[2].socket() as third:
        ears = [await socket.listen() for socket in (first, second, third)]
        for _ in range(60):
            await membership.step(chance)
        for person, ear in zip(others, ears, strict=True):
            aside = await owner.open_direct_room(person)
            await owner.send(aside, "Done")
            heard = await hear_until(ear, "Done")
            assert contents(heard, membership.room) == membership.expected[person.id]


def contents(events: list[Json], room: str) -> list[Any]:
    """What was said in the room, as told."""
    return [
        event["message"]["content"]
        for event in events
        if event["__typename"] == "MessageSent" and event["roomId"] == room
    ]
