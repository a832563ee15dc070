"""Receipts: how far each has read and received, who read a message, and what is unread."""

import asyncio
import random
from typing import Final

import pytest
from bson import ObjectId

from chat.spans import nodes_above
from models.database import Database
from tests.chat.asking import DELETE, MARK_DELIVERED, MARK_READ, SET_TYPING, log_in, refused
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json

RECEIPTS: Final = (
    "query($id: ID!, $first: Int!, $after: String) { message(id: $id) { "
    "readBy(first: $first, after: $after) { nodes { user { id } at } pageInfo { hasNextPage endCursor } } "
    "deliveredTo(first: $first, after: $after) { nodes { user { id } at } } } }"
)
UNREAD: Final = "query($room: ID!) { room(id: $room) { unreadCount } viewer { unreadCount } }"

MARK_UNREAD: Final = (
    "mutation($room: ID!, $seq: Int!) { markUnread(roomId: $room, seq: $seq) { unreadCount } }"
)
FIRST_UNREAD: Final = "query($room: ID!) { room(id: $room) { firstUnread { id } } }"
UNREAD_FROM: Final = "query($room: ID!) { room(id: $room) { viewerMember { readSeq unreadFrom } } }"


async def mark_read(person: Person, room: str, seq: int) -> Json:
    marks: Json = (await person.ask(MARK_READ, room=room, seq=seq))["markRead"]
    return marks


async def mark_delivered(person: Person, room: str, seq: int) -> Json:
    marks: Json = (await person.ask(MARK_DELIVERED, room=room, seq=seq))["markDelivered"]
    return marks


async def readers(person: Person, message_id: str, what: str = "readBy") -> list[str]:
    receipts = (await person.ask(RECEIPTS, id=message_id, first=100))["message"][what]["nodes"]
    return [receipt["user"]["id"] for receipt in receipts]


async def unread(person: Person, room: str) -> int:
    answer = await person.ask(UNREAD, room=room)
    assert answer["viewer"]["unreadCount"] == answer["room"]["unreadCount"]
    return int(answer["room"]["unreadCount"])


async def test_a_mark_only_ever_moves_forward_and_never_past_the_last_message(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    for number in range(10):
        await ada.send(room, f"Message {number}")
    first = await mark_read(lin, room, 5)
    assert (first["readSeq"], first["deliveredSeq"]) == (5, 5)
    for seq in (4, 0, 5):
        assert await mark_read(lin, room, seq) == first
    assert (await mark_delivered(lin, room, 8)) == {"readSeq": 5, "deliveredSeq": 8}
    assert (await mark_delivered(lin, room, 7)) == {"readSeq": 5, "deliveredSeq": 8}
    last = await mark_read(lin, room, 2**31 - 1)
    assert (last["readSeq"], last["deliveredSeq"]) == (10, 10)
    for query in (MARK_READ, MARK_DELIVERED):
        with refused("BAD_INPUT", "seq"):
            await lin.ask(query, room=room, seq=-1)


async def test_devices_that_mark_out_of_order_agree_on_the_furthest(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    phone = await log_in(lin)
    room = await ada.open_direct_room(lin)
    sent = [await ada.send(room, f"Message {number}") for number in range(40)]
    order = list(range(1, 41))
    random.Random(1).shuffle(order)
    async with ada.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        await asyncio.gather(
            *(mark_read(phone if seq % 2 else lin, room, seq) for seq in order),
            *(mark_delivered(lin if seq % 2 else phone, room, seq) for seq in order),
        )
        told: list[int] = []
        while not told or told[-1] != 40:
            event = await ear.until_type("ReceiptsChanged")
            told += [mark["readSeq"] for mark in event["receipts"] if mark["userId"] == lin.id]
        assert told == sorted(told)
    for device in (lin, phone):
        assert (await mark_read(device, room, 0))["readSeq"] == 40
        assert await unread(device, room) == 0
    for message in sent:
        assert await readers(ada, message["id"]) == [lin.id]
        assert await readers(ada, message["id"], "deliveredTo") == [lin.id]


async def test_a_message_tells_who_read_it_and_when_the_first_first(people: People) -> None:
    ada, lin, eve, kay = await people.register_all("ada", "lin", "eve", "kay")
    room = await ada.create_room(lin, eve, kay)
    first, second = await ada.send(room, "First"), await ada.send(room, "Second")
    await mark_read(ada, room, 2)
    await mark_read(kay, room, 1)
    await mark_read(lin, room, 2)
    await mark_read(kay, room, 2)
    await mark_delivered(eve, room, 2)
    assert await readers(ada, first["id"]) == [kay.id, lin.id]
    assert await readers(ada, second["id"]) == [lin.id, kay.id]
    assert await readers(ada, first["id"], "deliveredTo") == [kay.id, lin.id, eve.id]

    page = (await ada.ask(RECEIPTS, id=second["id"], first=1))["message"]["readBy"]
    assert page["pageInfo"]["hasNextPage"]
    after = page["pageInfo"]["endCursor"]
    rest = (await ada.ask(RECEIPTS, id=second["id"], first=1, after=after))["message"]["readBy"]
    receipts = page["nodes"] + rest["nodes"]
    assert [receipt["user"]["id"] for receipt in receipts] == [lin.id, kay.id]
    assert second["createdAt"] <= receipts[0]["at"] <= receipts[1]["at"]
    assert not rest["pageInfo"]["hasNextPage"]
    with refused("BAD_INPUT", "after"):
        await ada.ask(RECEIPTS, id=second["id"], first=1, after="nonsense")


async def test_what_was_there_before_one_came_is_not_unread(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(private=False)
    before = await ada.send(room, "Before")
    await lin.ask("mutation($room: ID!) { joinRoom(roomId: $room) { id } }", room=room)
    await ada.send(room, "After")
    assert await unread(lin, room) == 1
    await mark_read(lin, room, 2)
    assert await readers(ada, before["id"]) == []


@pytest.mark.parametrize("seed", range(5))
async def test_unread_is_what_a_recount_gives_after_anything(people: People, seed: int) -> None:
    chance = random.Random(seed)
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    devices = {ada.id: [ada, await log_in(ada)], lin.id: [lin, await log_in(lin)]}
    read = {ada.id: 0, lin.id: 0}
    for _ in range(60):
        person = chance.choice((ada, lin))
        device = chance.choice(devices[person.id])
        choice = chance.random()
        history = await device.history(room)
        if choice < 0.5 or not history:
            await device.send(room, "Hello")
        elif choice < 0.7:
            own = [message for message in history if message["sender"]["id"] == person.id]
            if own:
                await device.ask(DELETE, id=chance.choice(own)["id"])
        else:
            seq = chance.randint(0, len(history) + 3)
            read[person.id] = max(read[person.id], min(seq, len(history)))
            assert (await mark_read(device, room, seq))["readSeq"] == read[person.id]
        history = await ada.history(room)
        for reader in (ada, lin):
            recount = sum(
                message["seq"] > read[reader.id]
                and message["sender"]["id"] != reader.id
                and message["deletedAt"] is None
                for message in history
            )
            assert await unread(chance.choice(devices[reader.id]), room) == recount


async def test_typing_is_told_and_ends_with_the_message(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    async with lin.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        await ada.ask(SET_TYPING, room=room, typing=True)
        await ada.ask(SET_TYPING, room=room, typing=True)
        await ada.send(room, "Written")
        await ear.until_type("MessageSent")
        told = [
            event["typing"] if event["__typename"] == "TypingChanged" else event["__typename"]
            for event in ear.heard
            if event["__typename"] in {"TypingChanged", "MessageSent"}
        ]
        assert told == [True, False, "MessageSent"]


async def test_old_receipts_are_found_without_reading_later_ones(people: People, database: Database) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    for number in range(1, 21):
        await ada.send(room, f"Message {number}")
        await mark_read(lin, room, number)
    over = {"room_id": ObjectId(room), "kind": "read", "spans": {"$in": nodes_above(3)}}
    statistics = (await database["receipts"].find(over).explain())["executionStats"]
    assert statistics["nReturned"] == 1
    assert statistics["totalDocsExamined"] == 1


async def test_many_rooms_are_marked_as_delivered_at_once(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    rooms = [await ada.create_room(lin, name=name) for name in ("One", "Two", "Three")]
    sent = [await ada.send(room, "Hello") for room in rooms]
    secret = await ada.create_room()
    marks = [{"roomId": room, "seq": 1} for room in [*rooms, secret]]
    answer = await lin.ask(
        "mutation($marks: [RoomMark!]!) { markRoomsDelivered(marks: $marks) { deliveredSeq readSeq } }",
        marks=marks,
    )
    assert answer["markRoomsDelivered"] == [{"deliveredSeq": 1, "readSeq": 0}] * 3
    for message in sent:
        assert await readers(ada, message["id"], "deliveredTo") == [lin.id]


async def test_a_room_is_unread_again_on_all_devices_until_it_is_read(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    sent = [await ada.send(room, text) for text in ("One", "Two", "Three")]
    await mark_read(lin, room, 3)
    async with (await log_in(lin)).listening() as ear, ada.listening(room, since=0) as others:
        await lin.ask(MARK_UNREAD, room=room, seq=2)
        await ear.until_type("MemberChanged")
        assert await unread(lin, room) == 2
        answer = await lin.ask(UNREAD_FROM, room=room)
        assert answer["room"]["viewerMember"] == {"readSeq": 3, "unreadFrom": 2}
        assert await readers(ada, sent[2]["id"]) == [lin.id]
        assert (await mark_read(lin, room, 1))["readSeq"] == 3
        assert await unread(lin, room) == 2
        assert (await mark_read(lin, room, 2))["readSeq"] == 3
        assert await unread(lin, room) == 0
        await ada.send(room, "Four")
        await others.until_type("MessageSent")
        assert "MemberChanged" not in {event["__typename"] for event in others.heard}


async def test_the_first_unread_message_is_somebody_elses_and_was_not_deleted(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    assert (await lin.ask(FIRST_UNREAD, room=room))["room"]["firstUnread"] is None
    sent = [await person.send(room, "Hello") for person in (ada, *[lin] * 101, ada, ada)]
    assert (await lin.ask(FIRST_UNREAD, room=room))["room"]["firstUnread"] == {"id": sent[0]["id"]}
    await mark_read(lin, room, 1)
    assert (await lin.ask(FIRST_UNREAD, room=room))["room"]["firstUnread"] == {"id": sent[102]["id"]}
    await ada.ask(DELETE, id=sent[102]["id"])
    assert (await lin.ask(FIRST_UNREAD, room=room))["room"]["firstUnread"] == {"id": sent[103]["id"]}
    await mark_read(lin, room, 104)
    assert (await lin.ask(FIRST_UNREAD, room=room))["room"]["firstUnread"] is None


async def test_only_members_mark_as_unread_and_only_messages(people: People) -> None:
    ada, eve = await people.register_all("ada", "eve")
    room = await ada.create_room()
    with refused("NOT_FOUND"):
        await eve.ask(MARK_UNREAD, room=room, seq=1)
    with refused("BAD_INPUT", "seq"):
        await ada.ask(MARK_UNREAD, room=room, seq=0)
