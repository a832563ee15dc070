"""Who comes to a group, changes in it and goes: what is told, to whom, and what each hears from then on."""

import asyncio
from typing import Final

import pytest

from tests.chat.asking import (
    ADD,
    JOIN,
    MUTE,
    NO_ID,
    REMOVE,
    SET_ROLE,
    refused,
    roles,
)
from tests.fixtures.people import People
from tests.fixtures.sockets import Refused

MY_MEMBER: Final = "query($room: ID!) { room(id: $room) { viewerMember { role isMuted } } }"


async def test_a_public_group_is_joined_once_by_who_wants(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(private=False)
    await ada.send(room, "Before")
    async with ada.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        answers = await asyncio.gather(*(lin.ask(JOIN, room=room) for _ in range(10)))
        assert {answer["joinRoom"]["id"] for answer in answers} == {room}
        told = await ear.until_type("MemberJoined")
        assert told["member"] == {"role": "MEMBER", "user": {"id": lin.id, "username": lin.username}}
        await lin.send(room, "After")
        await ear.until_type("MessageSent")
        assert [event["__typename"] for event in ear.heard].count("MemberJoined") == 1
    assert await roles(ada, room) == {ada.id: "OWNER", lin.id: "MEMBER"}
    assert (await lin.ask("{ viewer { unreadCount } }"))["viewer"]["unreadCount"] == 0


async def test_newcomers_are_told_and_hear_the_room_from_then_on(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room()
    async with lin.listening() as ear:
        await ada.ask(ADD, room=room, users=[lin.id, lin.id, ada.id])
        joined = await ear.until_type("MemberJoined")
        assert (joined["roomId"], joined["member"]["user"]["id"]) == (room, lin.id)
        sent = await ada.send(room, "Welcome")
        assert (await ear.until_type("MessageSent"))["message"] == sent
    with refused("NOT_FOUND"):
        await ada.ask(ADD, room=room, users=[NO_ID])


async def test_who_is_removed_is_told_and_hears_nothing_more(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room, other = await ada.create_room(lin, eve), await ada.open_direct_room(lin)
    async with lin.listening() as gone, eve.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        await ada.ask(REMOVE, room=room, user=lin.id)
        left = {"__typename": "MemberLeft", "roomId": room, "userId": lin.id}
        assert await gone.until_type("MemberLeft") == left
        assert await ear.until_type("MemberLeft") == left
        await ada.send(room, "Without Lin")
        await ada.send(other, "With Lin")
        assert (await gone.until_type("MessageSent"))["message"]["content"] == "With Lin"
    with pytest.raises(Refused, match="no such room"):
        await lin.history(room)


async def test_a_role_is_told_to_the_room(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    async with lin.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        await ada.ask(SET_ROLE, room=room, user=lin.id, role="ADMIN")
        changed = await ear.until_type("MemberChanged")
        assert changed["member"] == {"role": "ADMIN", "user": {"id": lin.id, "username": lin.username}}


async def test_muting_a_room_is_ones_own_affair(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    async with lin.listening() as ear:
        await lin.ask(MUTE, room=room, muted=True)
        assert (await ear.until_type("MemberChanged"))["member"]["user"]["id"] == lin.id
    assert (await lin.ask(MY_MEMBER, room=room))["room"]["viewerMember"]["isMuted"] is True
    assert (await ada.ask(MY_MEMBER, room=room))["room"]["viewerMember"]["isMuted"] is False
    others = await ada.ask(
        "query($room: ID!) { room(id: $room) { members { nodes { isMuted user { id } } } } }", room=room
    )
    seen = {node["user"]["id"]: node["isMuted"] for node in others["room"]["members"]["nodes"]}
    assert seen == {ada.id: False, lin.id: None}
    await lin.ask(MUTE, room=room, muted=False)
    assert (await lin.ask(MY_MEMBER, room=room))["room"]["viewerMember"]["isMuted"] is False
