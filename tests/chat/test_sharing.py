"""Read receipts that a user does not share: nobody learns what they read, nor they what others read."""

from typing import Final

from bson import ObjectId

from models.base import utc_now
from models.database import Database
from tests.chat.asking import MARK_READ, log_in
from tests.chat.test_receipts import mark_delivered, mark_read, readers, unread
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Ear, Json

SHARE: Final = "mutation($shares: Boolean!) { updateProfile(input: {sharesReadReceipts: $shares}) { id } }"
MEMBERS: Final = (
    "query($room: ID!) { room(id: $room) { viewerMember { readSeq } "
    "members { nodes { user { id } readSeq readAt } } } }"
)

MARKS_BEFORE_FOUND_OUT: Final = 500  # which come a quarter of a second apart


async def share(person: Person, *, shares: bool) -> None:
    await person.ask(SHARE, shares=shares)
    answer = await person.ask("{ viewer { sharesReadReceipts } }")
    assert answer["viewer"]["sharesReadReceipts"] is shares


async def marks(person: Person, room: str) -> dict[str, int]:
    """How far each member has read, as the person is told."""
    found = (await person.ask(MEMBERS, room=room))["room"]
    seqs = {member["user"]["id"]: member["readSeq"] for member in found["members"]["nodes"]}
    assert seqs[person.id] == found["viewerMember"]["readSeq"]
    return seqs


async def reading_until(ear: Ear, user_id: str, delivered: int) -> list[int]:
    """The read marks of a user that are heard until their delivered mark is there."""
    heard: list[int] = []
    while True:
        event = await ear.until_type("ReceiptsChanged")
        mine = [mark for mark in event["receipts"] if mark["userId"] == user_id]
        heard += [mark["readSeq"] for mark in mine]
        if any(mark["deliveredSeq"] >= delivered for mark in mine):
            return heard


async def test_nobody_learns_what_is_read_while_it_is_not_shared(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    first, second, third = [await ada.send(room, text) for text in ("First", "Second", "Third")]
    await mark_read(lin, room, 1)
    await share(lin, shares=False)
    async with ada.listening(room) as ear:
        assert (await mark_read(lin, room, 2))["readSeq"] == 2
        assert await unread(lin, room) == 1
        assert await reading_until(ear, lin.id, 2) == [1]
        assert await readers(ada, first["id"]) == [lin.id]  # what was told before stays told
        assert await readers(ada, second["id"]) == []
        assert await readers(ada, second["id"], "deliveredTo") == [lin.id]
        assert (await marks(ada, room))[lin.id] == 1
        assert (await marks(lin, room))[lin.id] == 2

        await share(lin, shares=True)
        assert (await marks(ada, room))[lin.id] == 1
        assert (await mark_read(lin, room, 2))["readSeq"] == 2
        assert await readers(ada, second["id"]) == []
        await mark_read(lin, room, 3)
        assert await reading_until(ear, lin.id, 3) == [3]
    assert await readers(ada, third["id"]) == [lin.id]
    assert await readers(ada, second["id"]) == []  # nor is it told later


async def test_who_does_not_share_learns_of_nobody_elses_reading(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    sent = [await ada.send(room, text) for text in ("First", "Second", "Third")]
    async with ada.listening(room) as ear, lin.listening(room) as control:
        await share(ada, shares=False)
        await mark_read(lin, room, 2)
        assert await reading_until(ear, lin.id, 2) == [0]
        assert await reading_until(control, lin.id, 2) == [2]
        assert await readers(ada, sent[0]["id"]) == []
        assert await readers(lin, sent[0]["id"]) == [lin.id]
        assert await readers(ada, sent[0]["id"], "deliveredTo") == [lin.id]
        assert (await marks(ada, room))[lin.id] == 0
    async with ada.listening(room, since=0) as again:
        synced = await again.until_type("RoomSynced")
        assert {mark["userId"]: mark["readSeq"] for mark in synced["receipts"]} == {lin.id: 0}
        await share(ada, shares=True)
        await mark_read(lin, room, 3)
        assert await reading_until(again, lin.id, 3) == [3]
    assert (await marks(ada, room))[lin.id] == 3
    assert await readers(ada, sent[0]["id"]) == [lin.id]


async def test_news_of_not_sharing_that_are_lost_are_found_out(people: People, database: Database) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    async with ada.listening(room) as ear:
        lost = {"shares_read_receipts": False, "sharing_changed_at": utc_now()}  # as an instance stores it
        await database["users"].update_one({"_id": ObjectId(ada.id)}, {"$set": lost})
        told, seq = -1, 0
        while told != 0:
            seq = (await ada.send(room, "More"))["seq"]
            await mark_read(lin, room, seq)
            told = (await reading_until(ear, lin.id, seq))[-1]
            assert told in {0, seq} and seq < MARKS_BEFORE_FOUND_OUT


async def test_the_devices_of_one_user_agree_on_what_they_do_not_share(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    phone = await log_in(lin)
    room = await ada.open_direct_room(lin)
    for text in ("First", "Second", "Third"):
        await ada.send(room, text)
    await share(lin, shares=False)
    await mark_delivered(lin, room, 3)
    async with phone.listening() as ear:
        await mark_read(lin, room, 2)
        assert await reading_until(ear, lin.id, 3) == [2]
    assert await unread(phone, room) == 1
    async with phone.listening(room, since=0) as ear:
        synced = await ear.until_type("RoomSynced")
        assert {mark["userId"]: mark["readSeq"] for mark in synced["receipts"]} == {lin.id: 2}
    answer = await phone.ask(
        "mutation($room: ID!) { markUnread(roomId: $room, seq: 1) { unreadCount } }", room=room
    )
    assert answer["markUnread"]["unreadCount"] == 3
    marked: Json = (await phone.ask(MARK_READ, room=room, seq=1))["markRead"]
    assert marked["readSeq"] == 2
    assert await unread(lin, room) == 1
    assert (await marks(ada, room))[lin.id] == 0
