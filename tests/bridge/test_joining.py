"""Joining rooms over Socket.IO: what was missed, what comes, and what is nobody else's."""

import asyncio
from typing import Any

import pytest

from tests.bridge.conftest import Two
from tests.chat.asking import CLOSE_REPORT, INVITE, REVOKE_INVITE
from tests.fixtures.people import People
from tests.fixtures.socket_io import chatting

pytestmark = pytest.mark.parametrize("transport", ["websocket", "polling"])


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


async def test_what_concerns_owners_and_admins_is_told_to_them_alone(two: Two, transport: str) -> None:
    ada, lin, room = two
    sent = await lin.send(room, "Rude")
    async with chatting(ada, transport) as hers, chatting(lin, transport) as his:
        await asyncio.gather(*(each.say_well("join_room", roomId="*") for each in (hers, his)))
        made = (await ada.ask(INVITE, invite={"roomId": room}))["createInvite"]
        place = {"inviteId": made["id"], "roomId": room, "uses": 0}
        await hers.hears("invite_changed", **place, isGood=True)
        await ada.ask(REVOKE_INVITE, id=made["id"])
        await hers.hears("invite_changed", **place, isGood=False)
        await his.say_well("report_message", messageId=sent["id"], reason="My fault")
        told = await hers.hears("message_reported", messageId=sent["id"])
        await ada.ask(CLOSE_REPORT, id=told["reportId"])
        await hers.hears("report_closed", roomId=room, reportId=told["reportId"])
        await ada.send(room, "Noted")
        await his.hears("message", content="Noted")
        assert not {"invite_changed", "message_reported", "report_closed"} & {name for name, _ in his.heard}


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
