"""Blocking: two who have nothing to do with each other, from the moment that one of them says so."""

import asyncio
from typing import Final

from bson import ObjectId

from models.base import utc_now
from models.database import Database
from tests.chat.asking import EDIT, JOIN, OPEN_DIRECT, SET_TYPING, refused
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Ear, Socket

BLOCK: Final = "mutation($user: ID!) { blockUser(userId: $user) }"
UNBLOCK: Final = "mutation($user: ID!) { unblockUser(userId: $user) }"
BLOCKED: Final = "{ viewer { blockedUsers { id } } }"
LAST_SEEN: Final = "query($user: ID!) { user(id: $user) { lastSeen } }"
WHO_IS_HERE: Final = """subscription($since: [RoomClock!]!) { events(since: $since) { __typename
    ... on MemberLeft { roomId }
    ... on MessageSent { message { sender { id presence lastSeen } } }
    ... on MemberJoined { member { user { id presence lastSeen } } }
} }"""
PRESENCE: Final = "query($user: ID!) { user(id: $user) { presence } }"


async def hear_who_is_here(socket: Socket) -> Ear:
    """Listen with a selection that tells of presence in each event."""
    return await socket.listen(query=WHO_IS_HERE)


async def test_neither_writes_to_the_other_alone_from_then_on(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    direct, group = await ada.open_direct_room(bob), await ada.create_room(bob)
    sent = await bob.send(direct, "Hello?")
    await ada.ask(BLOCK, user=bob.id)
    await ada.ask(BLOCK, user=bob.id)
    for person, other in ((ada, bob), (bob, ada)):
        with refused("FORBIDDEN"):
            await person.send(direct, "Hello?")
        with refused("FORBIDDEN"):
            await person.ask(SET_TYPING, room=direct, typing=True)
        assert (await person.ask(OPEN_DIRECT, user=other.id))["openDirectRoom"]["id"] == direct
        await person.send(group, "To all")
    with refused("FORBIDDEN"):
        await bob.ask(EDIT, id=sent["id"], content="Hello!")
    assert (await ada.ask(BLOCKED))["viewer"]["blockedUsers"] == [{"id": bob.id}]
    assert (await bob.ask(BLOCKED))["viewer"]["blockedUsers"] == []
    await ada.ask(UNBLOCK, user=bob.id)
    await bob.send(direct, "Sorry")


async def test_no_direct_room_is_made_with_who_blocked_the_other(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    await ada.ask(BLOCK, user=bob.id)
    for person, other in ((ada, bob), (bob, ada)):
        with refused("FORBIDDEN"):
            await person.ask(OPEN_DIRECT, user=other.id)
    with refused("BAD_INPUT", "userId"):
        await ada.ask(BLOCK, user=ada.id)


async def test_typing_and_presence_are_hidden_from_the_other_alone(people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room = await ada.create_room(bob, eve)
    await ada.ask(BLOCK, user=bob.id)
    async with bob.listening(room) as apart, eve.listening(room) as ear, ada.listening(room):
        await ear.until(lambda event: event.get("userId") == ada.id)
        await ada.ask(SET_TYPING, room=room, typing=True)
        await ear.until_type("TypingChanged")
        assert (await bob.ask(PRESENCE, user=ada.id))["user"]["presence"] == "OFFLINE"
        assert (await eve.ask(PRESENCE, user=ada.id))["user"]["presence"] == "ONLINE"
        await ada.send(room, "There")
        await apart.until_type("MessageSent")
    hidden = {"TypingChanged", "PresenceChanged"}
    assert [
        event for event in apart.heard if event["__typename"] in hidden and event["userId"] == ada.id
    ] == []


async def test_events_of_a_group_do_not_tell_it_either(people: People, database: Database) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room = await eve.create_room(bob, private=False)
    await database["users"].update_one({"_id": ObjectId(ada.id)}, {"$set": {"last_seen": utc_now()}})
    await ada.ask(BLOCK, user=bob.id)
    async with bob.socket() as his, eve.socket() as hers, ada.socket() as online:
        await online.listen()
        ears = [await hear_who_is_here(socket) for socket in (his, hers)]
        await ada.ask(JOIN, room=room)
        await ada.send(room, "There")
        joined = [(await ear.until_type("MemberJoined"))["member"]["user"] for ear in ears]
        senders = [(await ear.until_type("MessageSent"))["message"]["sender"] for ear in ears]
    for told in (joined, senders):
        assert {user["id"] for user in told} == {ada.id}
        assert [(user["presence"], user["lastSeen"] is None) for user in told] == [
            ("OFFLINE", True),
            ("ONLINE", False),
        ]


async def test_a_block_takes_the_other_out_of_sight_at_once_and_back_when_it_ends(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    beginning = [{"roomId": await ada.open_direct_room(bob), "clock": 0}]

    async def hears(ear: Ear, other: Person, presence: str) -> None:
        await ear.until(
            lambda event: event.get("userId") == other.id and event.get("presence") == presence  # of a user
        )

    async with ada.listening(since=beginning) as hers, bob.listening(since=beginning) as his:
        await his.until_type("RoomSynced")  # he listens
        await hears(hers, bob, "ONLINE")
        await ada.ask(BLOCK, user=bob.id)
        await hears(hers, bob, "OFFLINE")
        await hears(his, ada, "OFFLINE")
        await ada.ask(UNBLOCK, user=bob.id)
        await hears(hers, bob, "ONLINE")
        await hears(his, ada, "ONLINE")


async def test_when_they_were_last_seen_is_hidden_from_the_other_alone(
    people: People, database: Database
) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    direct = await ada.open_direct_room(bob)
    left = {"$set": {"last_seen": utc_now()}}
    await database["users"].update_many({"_id": {"$in": [ObjectId(ada.id), ObjectId(bob.id)]}}, left)

    async def last_seen(asker: Person, other: Person) -> list[object]:
        """As GraphQL and as REST tell it."""
        answer = await asker.ask(LAST_SEEN, user=other.id)
        headers = {"Authorization": f"Bearer {asker.access_token}"}
        room = await asker.http.get(f"http://{asker.address}/api/rooms/{direct}", headers=headers)
        return [answer["user"]["lastSeen"], room.json()["directUser"]["lastSeen"]]

    assert None not in await last_seen(bob, ada)
    await ada.ask(BLOCK, user=bob.id)
    assert await last_seen(bob, ada) == [None, None]
    assert await last_seen(ada, bob) == [None, None]
    assert (await eve.ask(LAST_SEEN, user=ada.id))["user"]["lastSeen"] is not None
    await ada.ask(UNBLOCK, user=bob.id)
    assert None not in await last_seen(bob, ada)


async def test_nothing_is_sent_in_a_direct_room_that_opens_while_one_blocks_the_other(people: People) -> None:
    for _ in range(5):
        ada, bob = await people.register_all("ada", "bob")
        await asyncio.gather(
            ada.ask(BLOCK, user=bob.id), bob.ask(OPEN_DIRECT, user=ada.id), return_exceptions=True
        )
        with refused("FORBIDDEN"):
            await bob.send(await bob.open_direct_room(ada), "Hello?")
