"""Pins: who may, how many, and what is told."""

import asyncio

from tests.chat.asking import (
    DELETE,
    PIN,
    PINS,
    SET_ROLE,
    UNPIN,
    refused,
)
from tests.fixtures.people import People
from tests.fixtures.sockets import Refused


async def test_pins_are_heard_and_shown_the_newest_first(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    first, second = await ada.send(room, "First"), await bob.send(room, "Second")
    async with bob.socket() as socket:
        query = (
            "subscription($roomId: ID!, $since: Int) { roomEvents(roomId: $roomId, since: $since) "
            "{ __typename ... on PinChanged { pinned userId message { id } } } }"
        )
        ear = await socket.listen(room, query=query)
        await ada.ask(PIN, id=first["id"])
        answer = await ada.ask(PIN, id=second["id"])
        await ada.ask(PIN, id=first["id"])
        event = await ear.until_type("PinChanged")
    assert event == {
        "__typename": "PinChanged",
        "pinned": True,
        "userId": ada.id,
        "message": {"id": first["id"]},
    }
    pins = answer["pinMessage"]["pins"]
    assert {pin["message"]["id"] for pin in pins} == {first["id"], second["id"]}
    assert {pin["pinnedBy"]["id"] for pin in pins} == {ada.id}
    assert (await bob.ask(PINS, room=room))["room"]["pins"][0]["message"]["id"] == second["id"]


async def test_only_owners_and_admins_pin_in_a_group_and_both_in_a_direct_room(people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    group, direct = await ada.create_room(bob), await ada.open_direct_room(bob)
    in_group, in_direct = await bob.send(group, "Mine"), await ada.send(direct, "Ours")
    for query in (PIN, UNPIN):
        with refused("FORBIDDEN"):
            await bob.ask(query, id=in_group["id"])
        with refused("NOT_FOUND"):
            await eve.ask(query, id=in_group["id"])
        await bob.ask(query, id=in_direct["id"])
    await ada.ask(SET_ROLE, room=group, user=bob.id, role="ADMIN")
    await bob.ask(PIN, id=in_group["id"])


async def test_a_room_has_50_pins_at_most_also_when_they_come_at_once(people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    sent = await asyncio.gather(*(ada.send(room, f"Number {number}") for number in range(52)))
    answers = await asyncio.gather(
        *(ada.ask(PIN, id=message["id"]) for message in sent), return_exceptions=True
    )
    refusals = [answer for answer in answers if isinstance(answer, Refused)]
    assert [refusal.code for refusal in refusals] == ["TOO_LARGE"] * 2
    assert len((await ada.ask(PINS, room=room))["room"]["pins"]) == 50


async def test_a_deleted_message_is_pinned_no_longer(people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    sent = await ada.send(room, "Soon gone")
    await ada.ask(PIN, id=sent["id"])
    await ada.ask(DELETE, id=sent["id"])
    assert (await ada.ask(PINS, room=room))["room"]["pins"] == []
    with refused("NOT_FOUND"):
        await ada.ask(PIN, id=sent["id"])
