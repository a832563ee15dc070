"""Every event of the contract, over WebSocket and over polling, with python-socketio's client."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fixtures.people import People, Person
from tests.fixtures.socket_io import Chatter, chatting

Two = tuple[Person, Person, str]
Pair = tuple[Chatter, Chatter, str]

pytestmark = pytest.mark.parametrize("transport", ["websocket", "polling"])


@pytest.fixture
async def two(people: People) -> Two:
    """Ada and Lin, and their room."""
    ada, lin = await people.register_all("ada", "lin")
    return ada, lin, await ada.create_room(lin)


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


async def test_joining_tells_what_was_missed_and_then_what_comes(two: Two, transport: str) -> None:
    ada, lin, room = two
    old = await ada.send(room, "Old")
    gone = await ada.send(room, "Gone")
    async with chatting(lin, transport) as first:
        clock = (await first.say_well("join_room", roomId=room))["clock"]
    assert clock == 2
    await ada.ask('mutation($id: ID!) { editMessage(id: $id, content: "New") { id } }', id=old["id"])
    await ada.ask("mutation($id: ID!) { deleteMessage(id: $id) { id } }", id=gone["id"])
    missed = [await ada.send(room, f"Missed {step}") for step in range(3)]
    await ada.ask('mutation($id: ID!) { editMessage(id: $id, content: "Mended") { id } }', id=missed[1]["id"])
    async with chatting(lin, transport) as again:
        answer = await again.say_well("join_room", roomId=room, since=clock)
        assert (answer["clock"], answer["reset"]) == (8, False)
        await ada.send(room, "Live")
        await again.hears("message", content="Live")
        assert again.contents() == ["Missed 0", "Mended", "Missed 2", "Live"]
        assert (await again.hears("message_edited"))["content"] == "New"
        assert (await again.hears("message_deleted"))["id"] == gone["id"]
        assert len(again.heard) - len([1 for name, _ in again.heard if name == "presence_update"]) == 6


async def test_who_missed_too_much_is_told_to_load_the_newest_page(two: Two, transport: str) -> None:
    ada, lin, room = two
    await asyncio.gather(*(ada.send(room, f"Message {step}") for step in range(501)))
    async with chatting(lin, transport) as chatter:
        answer = await chatter.say_well("join_room", roomId=room, since=0)
        assert (answer["reset"], answer["clock"]) == (True, 501)
        assert await chatter.hears("room_reset") == {"roomId": room, "clock": 501}
        answer = await chatter.say_well("join_room", roomId=room, since=500)
        assert (answer["reset"], answer["clock"]) == (False, 501)
        answer = await chatter.say_well("join_room", roomId=room, since=999)
        assert answer["reset"] is True
        await ada.send(room, "Live")
        await chatter.hears("message", content="Live")
        assert len(chatter.contents()) == 2


async def test_every_room_is_heard_at_once_also_one_that_is_new(people: People, transport: str) -> None:
    ada, lin = await people.register_all("ada", "lin")
    known = await ada.create_room(lin)
    await ada.send(known, "Before")
    async with chatting(lin, transport) as chatter:
        answer = await chatter.say_well("join_room", roomId="*", since={known: 0})
        assert [place["roomId"] for place in answer["rooms"]] == [known]
        await chatter.say_well("join_room", roomId=known)  # which is heard already
        new = await ada.create_room(lin)
        await chatter.hears("member_joined", roomId=new, userId=lin.id)
        await ada.send(new, "New")
        await ada.send(known, "Known")
        await chatter.hears("message", content="Known")
        assert chatter.contents() == ["Before", "New", "Known"]
        await chatter.say_well("leave_room", roomId="*")
        await ada.send(new, "unheard")
        await ada.send(known, "Still")
        await chatter.hears("message", content="Still")
        await chatter.say_well("leave_room", roomId=known)
        await ada.send(known, "unheard")
        await chatter.say_well("join_room", roomId=new)
        await ada.send(new, "Again")
        await chatter.hears("message", content="Again")
        assert chatter.contents() == ["Before", "New", "Known", "Still", "Again"]


async def test_who_may_not_is_refused(people: People, transport: str) -> None:
    ada, eve = await people.register_all("ada", "eve")
    room = await ada.create_room()
    sent = await ada.send(room, "Private")
    async with chatting(eve, transport) as chatter:
        said: dict[str, dict[str, Any]] = {
            "join_room": {"roomId": room},
            "send_message": {"roomId": room, "content": "x"},
            "typing": {"roomId": room},
            "message_read": {"roomId": room, "messageId": sent["id"]},
            "message_delivered": {"roomId": room, "messageId": sent["id"]},
            "react_message": {"messageId": sent["id"], "reaction": "🎉"},
            "edit_message": {"messageId": sent["id"], "newContent": "x"},
            "delete_message": {"messageId": sent["id"]},
        }
        for event, payload in said.items():
            assert await chatter.refusal(event, **payload) == "NOT_FOUND", event


async def test_what_concerns_one_user_alone_is_told_to_who_joined_every_room(
    two: Two, transport: str
) -> None:
    ada, lin, room = two
    async with chatting(ada, transport) as hers, chatting(lin, transport) as his:
        await asyncio.gather(*(each.say_well("join_room", roomId="*") for each in (hers, his)))
        sent = await his.say_well("send_message", roomId=room, content=f"Rude, @{ada.username}")
        assert (await hers.hears("message", id=sent["id"]))["mentions"] == [ada.id]
        place = {"messageId": sent["id"], "roomId": room}
        await his.say_well("report_message", messageId=sent["id"], reason="My fault")
        assert (await hers.hears("message_reported", **place))["reason"] == "My fault"
        await hers.say_well("follow_thread", messageId=sent["id"])
        assert (await hers.hears("thread_followed", **place))["isFollowed"] is True
        read = await hers.say_well("thread_read", messageId=sent["id"], seq=sent["seq"])
        assert (read["messageId"], read["readSeq"]) == (sent["id"], sent["seq"])
        await hers.say_well("block_user", userId=lin.id)
        await hers.hears("user_blocked", userId=lin.id, removed=False)
        await his.say_well("edit_message", messageId=sent["id"], newContent=f"@{lin.username}, be kind")
        edited = await hers.hears("message_edited", id=sent["id"])
        assert (edited["mentionedIds"], edited["mentionedAll"]) == ([lin.id], False)
        assert not {"message_reported", "thread_followed", "user_blocked"} & {name for name, _ in his.heard}
