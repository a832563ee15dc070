"""What happens in a room is told, over WebSocket and over polling, to python-socketio's client."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.bridge.conftest import Two
from tests.fixtures.people import People
from tests.fixtures.socket_io import Chatter, chatting

Pair = tuple[Chatter, Chatter, str]

pytestmark = pytest.mark.parametrize("transport", ["websocket", "polling"])


@pytest.fixture
async def pair(two: Two, transport: str) -> AsyncIterator[Pair]:
    """Ada and Lin, connected and in their room."""
    ada, lin, room = two
    async with chatting(ada, transport) as hers, chatting(lin, transport) as his:
        await asyncio.gather(*(each.say_well("join_room", roomId=room) for each in (hers, his)))
        yield hers, his, room


async def test_a_message_is_acknowledged_and_heard_in_whole(pair: Pair, two: Two, transport: str) -> None:
    hers, his, room = pair
    sent = await hers.say_well("send_message", roomId=room, content="Hello", tempId="first")
    told = {name: sent[name] for name in ("id", "seq", "createdAt")}
    assert await hers.hears("message_ack") == {"tempId": "first", **told}
    expected = {
        "id": sent["id"],
        "roomId": room,
        "seq": 1,
        "clock": 1,
        "senderId": two[0].id,
        "content": "Hello",
        "attachments": [],
        "reactions": [],
        "replyTo": None,
        "replyCount": 0,
        "mentions": [],
        "mentionsAll": False,
        "createdAt": sent["createdAt"],
        "editedAt": None,
        "deletedAt": None,
        "tempId": "first",
    }
    assert (await his.hears("message")).items() >= expected.items()
    assert (await hers.hears("message")).items() >= expected.items()


async def test_the_same_temp_id_stores_one_message(pair: Pair, transport: str) -> None:
    hers, his, room = pair
    first = await hers.say_well("send_message", roomId=room, content="Hello", tempId="once")
    assert await hers.say_well("send_message", roomId=room, content="Hello", tempId="once") == first
    assert await hers.refusal("send_message", roomId=room, content="Other", tempId="once") == "CONFLICT"
    await hers.say_well("send_message", roomId=room, content="Then")
    await his.hears("message", content="Then")
    assert his.contents() == ["Hello", "Then"]


async def test_what_happens_to_a_message_is_told(pair: Pair, two: Two, transport: str) -> None:
    hers, his, room = pair
    sent = await hers.say_well("send_message", roomId=room, content="Helo")
    await hers.say_well("edit_message", messageId=sent["id"], newContent="Hello")
    edited = await his.hears("message_edited")
    assert (edited["id"], edited["content"], edited["clock"]) == (sent["id"], "Hello", 2)
    put = await his.say_well("react_message", messageId=sent["id"], reaction="🎉")
    assert put["removed"] is False
    reaction = {"messageId": sent["id"], "roomId": room, "reaction": "🎉", "userId": two[1].id}
    assert await hers.hears("message_reaction", removed=False) == {**reaction, "removed": False, "clock": 3}
    taken = await his.say_well("react_message", messageId=sent["id"], reaction="🎉")
    assert taken["removed"] is True
    assert await hers.hears("message_reaction", removed=True) == {**reaction, "removed": True, "clock": 4}
    await hers.say_well("delete_message", messageId=sent["id"])
    deleted = await his.hears("message_deleted")
    assert (deleted["id"], deleted["content"], deleted["seq"]) == (sent["id"], "", 1)
    assert deleted["deletedAt"]


async def test_receipts_are_told_by_message(pair: Pair, two: Two, transport: str) -> None:
    hers, his, room = pair
    first = await hers.say_well("send_message", roomId=room, content="One")
    second = await hers.say_well("send_message", roomId=room, content="Two")
    await his.say_well("message_delivered", messageId=second["id"], roomId=room)
    delivered = await hers.hears("message_delivered")
    assert delivered == {"messageId": second["id"], "roomId": room, "deliveredTo": [two[1].id]}
    await his.say_well("message_read", messageId=first["id"], roomId=room)
    read = await hers.hears("message_read")
    assert read | {"readAt": ""} == {
        "messageId": first["id"],
        "roomId": room,
        "readerId": two[1].id,
        "readAt": "",
    }
    assert len([name for name, _ in hers.heard if name == "message_delivered"]) == 1


async def test_typing_is_told(pair: Pair, two: Two, transport: str) -> None:
    hers, his, room = pair
    await hers.say_well("typing", roomId=room)
    assert await his.hears("user_typing") == {"userId": two[0].id, "roomId": room, "typing": True}
    await hers.say_well("stop_typing", roomId=room)
    await his.hears("user_typing", typing=False)


async def test_presence_counts_these_sockets_and_is_told_once(people: People, transport: str) -> None:
    ada, lin = await people.register_all("ada", "lin")
    rooms = [await ada.create_room(lin) for _ in range(2)]
    async with chatting(ada, transport) as hers:
        for room in rooms:
            await hers.say_well("join_room", roomId=room)
        async with chatting(lin, transport):
            online = await hers.hears("presence_update", userId=lin.id)
            assert online == {"userId": lin.id, "status": "online", "lastSeen": None}
        offline = await hers.hears("presence_update", userId=lin.id, status="offline")
        assert offline["lastSeen"]
    told = [payload for name, payload in hers.heard if name == "presence_update"]
    assert [payload["status"] for payload in told if payload["userId"] == lin.id] == ["online", "offline"]


async def test_rooms_and_members_are_told(pair: Pair, two: Two, people: People, transport: str) -> None:
    hers, his, room = pair
    ada, lin, _ = two
    eve = await people.register("eve")
    await ada.ask('mutation($id: ID!) { updateRoom(input: {roomId: $id, name: "Tea time"}) { id } }', id=room)
    assert (await his.hears("room_updated"))["room"]["name"] == "Tea time"
    await ada.ask(
        "mutation($id: ID!, $them: [ID!]!) { addMembers(roomId: $id, userIds: $them) { id } }",
        id=room,
        them=[eve.id],
    )
    joined = await his.hears("member_joined")
    assert (joined["roomId"], joined["userId"], joined["role"]) == (room, eve.id, "member")
    await ada.ask(
        "mutation($id: ID!, $who: ID!) { removeMember(roomId: $id, userId: $who) { id } }",
        id=room,
        who=lin.id,
    )
    assert await hers.hears("member_left") == {"roomId": room, "userId": lin.id}
    await ada.send(room, "not for lin")
    await hers.hears("message", content="not for lin")
    assert his.contents() == []
