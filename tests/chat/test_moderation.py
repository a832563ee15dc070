"""Pins, slow mode, invites, reports and the audit list, at the edges of the rights to them."""

import asyncio
from typing import Final

import pytest
from bson import ObjectId

from models.base import utc_now
from models.database import Database
from tests.chat.asking import (
    ADD,
    DELETE,
    INVITE,
    INVITES,
    JOIN,
    NO_ID,
    PIN,
    PINS,
    PREVIEW,
    REMOVE,
    REPORT,
    REPORTS,
    REVOKE_INVITE,
    SET_ROLE,
    UNPIN,
    USE,
    refused,
    roles,
)
from tests.fixtures.people import Json, People, Person, Refused

CLOSE: Final = "mutation($id: ID!) { closeReport(id: $id) }"
AUDIT: Final = (
    "query($room: ID!, $first: Int!, $after: String) { room(id: $room) { audit(first: $first, after: $after) "
    "{ nodes { act detail messageId actor { id } user { id } } pageInfo { hasNextPage endCursor } } } }"
)
SLOW: Final = (
    "mutation($room: ID!, $pause: Int!) "
    "{ updateRoom(input: { roomId: $room, slowModeSeconds: $pause }) { slowModeSeconds } }"
)


async def audit(person: Person, room: str) -> list[Json]:
    """The whole list, page by page, the newest first."""
    found: list[Json] = []
    after = None
    while True:
        page = (await person.ask(AUDIT, room=room, first=3, after=after))["room"]["audit"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


async def invite(person: Person, room: str, **more: object) -> Json:
    created: Json = (await person.ask(INVITE, invite={"roomId": room, **more}))["createInvite"]
    return created


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


async def test_slow_mode_holds_for_members_and_not_for_owners(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    await bob.send(room, "Before")
    assert (await ada.ask(SLOW, room=room, pause=3600))["updateRoom"] == {"slowModeSeconds": 3600}
    sent = await bob.send(room, "First", "once")
    with pytest.raises(Refused) as refusal:
        await bob.send(room, "Second")
    assert refusal.value.code == "RATE_LIMITED"
    assert 3500 < refusal.value.extensions["retryAfter"] <= 3600
    assert (await bob.send(room, "First", "once"))["id"] == sent["id"]
    for text in ("I may", "and may again"):
        await ada.send(room, text)
    await ada.ask(SLOW, room=room, pause=0)
    await bob.send(room, "Free again")


async def test_a_send_that_is_refused_takes_no_turn_in_slow_mode(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    await bob.send(room, "Before", client_id="one")
    await ada.ask(SLOW, room=room, pause=3600)
    with refused("NOT_FOUND", "attachmentIds"):
        await bob.send(room, "With a file that is not there", attachmentIds=["0" * 24])
    with refused("CONFLICT", "clientId"):
        await bob.send(room, "Under a name that is taken", client_id="one")
    await bob.send(room, "Said")
    with refused("RATE_LIMITED"):
        await bob.send(room, "Too soon")


async def test_slow_mode_is_for_owners_and_admins_to_set_and_has_a_range(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    with refused("FORBIDDEN"):
        await bob.ask(SLOW, room=room, pause=5)
    for pause in (-1, 21_601):
        with refused("BAD_INPUT", "slowModeSeconds"):
            await ada.ask(SLOW, room=room, pause=pause)


async def test_whoever_has_the_link_gets_in_until_it_is_used_up(people: People) -> None:
    ada, bob, kay = await people.register_all("ada", "bob", "kay")
    room = await ada.create_room(name="Secret tea")
    code = (await invite(ada, room, maxUses=1))["code"]
    preview = (await bob.ask(PREVIEW, code=code))["invitedRoom"]
    assert preview == {"id": room, "name": "Secret tea", "memberCount": 1}
    assert (await bob.ask(USE, code=code))["joinByInvite"]["id"] == room
    assert (await roles(ada, room))[bob.id] == "MEMBER"
    for query in (USE, PREVIEW):
        with refused("NOT_FOUND"):
            await kay.ask(query, code=code)
    with refused("NOT_FOUND"):
        await kay.ask(JOIN, room=room)


async def test_uses_are_counted_exactly_and_members_use_none(people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    created = await invite(ada, room, maxUses=3)
    guests = await people.register_all(*("guest" for _ in range(6)))
    answers = await asyncio.gather(
        *(guest.ask(USE, code=created["code"]) for guest in guests), return_exceptions=True
    )
    assert len([answer for answer in answers if isinstance(answer, dict)]) == 3
    assert len(await roles(ada, room)) == 4
    more = await invite(ada, room)
    await ada.ask(USE, code=more["code"])
    (left,) = (await ada.ask(INVITES, room=room))["room"]["invites"]
    assert (left["id"], left["uses"], left["createdBy"]["id"]) == (more["id"], 0, ada.id)


async def test_a_revoked_or_expired_invite_is_not_found(people: People, database: Database) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room()
    revoked, expired = await invite(ada, room), await invite(ada, room, expiresIn=60)
    await ada.ask(REVOKE_INVITE, id=revoked["id"])
    await database["invites"].update_one(
        {"_id": ObjectId(expired["id"])}, {"$set": {"expires_at": utc_now()}}
    )
    for code in (revoked["code"], expired["code"], "nothing", "", "\x00", "ä"):
        with refused("NOT_FOUND"):
            await bob.ask(USE, code=code)
    assert (await ada.ask(INVITES, room=room))["room"]["invites"] == []


async def test_invites_are_for_owners_and_admins_of_groups(people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    group, direct = await ada.create_room(bob), await ada.open_direct_room(bob)
    created = await invite(ada, group)
    with refused("FORBIDDEN"):
        await invite(bob, group)
    with refused("FORBIDDEN"):
        await invite(ada, direct)
    with refused("FORBIDDEN"):
        await bob.ask(INVITES, room=group)
    with refused("FORBIDDEN"):
        await bob.ask(REVOKE_INVITE, id=created["id"])
    for wanted in (created["id"], NO_ID, "no id"):
        with refused("NOT_FOUND"):
            await eve.ask(REVOKE_INVITE, id=wanted)
    for wrong in ({"expiresIn": 0}, {"expiresIn": 366 * 24 * 3600}, {"maxUses": 0}, {"maxUses": 10_001}):
        with refused("BAD_INPUT", next(iter(wrong))):
            await invite(ada, group, **wrong)


async def test_a_report_reaches_owners_and_admins_alone(people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room = await ada.create_room(bob, eve)
    sent = await bob.send(room, "Rude")
    query = """subscription($since: [RoomClock!]!) { events(since: $since) {
        __typename ... on MemberLeft { roomId } ... on MessageReported { reason reportId message { id } }
    } }"""
    async with ada.socket() as owner, bob.listening() as other:
        ear = await owner.listen(query=query)
        for _ in range(2):
            await eve.ask(REPORT, id=sent["id"], reason="Not nice")
        event = await ear.until_type("MessageReported")
        await ada.send(room, "Noted")
        await other.until_type("MessageSent")
        assert "MessageReported" not in {event["__typename"] for event in other.heard}
    (report,) = (await ada.ask(REPORTS, room=room))["room"]["reports"]
    assert report["id"] == event["reportId"]
    assert (report["reason"], report["message"]["id"], report["reporter"]["id"]) == (
        "Not nice",
        sent["id"],
        eve.id,
    )
    for act in (bob.ask(REPORTS, room=room), bob.ask(CLOSE, id=report["id"])):
        with refused("FORBIDDEN"):
            await act
    await ada.ask(CLOSE, id=report["id"])
    assert (await ada.ask(REPORTS, room=room))["room"]["reports"] == []


async def test_only_members_report_and_only_in_groups(people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    group, direct = await ada.create_room(bob), await ada.open_direct_room(bob)
    in_group, in_direct = await ada.send(group, "Rude"), await ada.send(direct, "Rude")
    with refused("NOT_FOUND"):
        await eve.ask(REPORT, id=in_group["id"], reason="I heard")
    with refused("FORBIDDEN"):
        await bob.ask(REPORT, id=in_direct["id"], reason="Rude")
    with refused("BAD_INPUT", "reason"):
        await bob.ask(REPORT, id=in_group["id"], reason=" ")
    await ada.ask(REMOVE, room=group, user=bob.id)
    with refused("NOT_FOUND"):
        await bob.ask(REPORT, id=in_group["id"], reason="Too late")


async def test_every_act_of_owners_and_admins_is_in_the_audit_list(people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room = await ada.create_room(bob)
    sent = await bob.send(room, "Rude")
    await ada.ask(ADD, room=room, users=[eve.id])
    await ada.ask(ADD, room=room, users=[eve.id])
    await ada.ask(SET_ROLE, room=room, user=eve.id, role="ADMIN")
    await eve.ask(PIN, id=sent["id"])
    await eve.ask(UNPIN, id=sent["id"])
    await ada.ask(SLOW, room=room, pause=5)
    await ada.ask(DELETE, id=sent["id"])
    await ada.ask(DELETE, id=sent["id"])
    await eve.ask(REMOVE, room=room, user=bob.id)
    told = [
        (entry["act"], entry["actor"]["id"], entry["user"] and entry["user"]["id"], entry["detail"])
        for entry in await audit(ada, room)
    ]
    assert told[::-1] == [
        ("MEMBERS_ADDED", ada.id, None, eve.id),
        ("ROLE_CHANGED", ada.id, eve.id, "admin"),
        ("MESSAGE_PINNED", eve.id, None, None),
        ("MESSAGE_UNPINNED", eve.id, None, None),
        ("SLOW_MODE_SET", ada.id, None, "5"),
        ("MESSAGE_DELETED", ada.id, bob.id, None),
        ("MEMBER_REMOVED", eve.id, bob.id, None),
    ]


async def test_the_audit_list_is_for_owners_and_admins(people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room = await ada.create_room(bob, private=False)
    with refused("FORBIDDEN"):
        await audit(bob, room)
    with refused("NOT_FOUND"):
        await audit(eve, room)
    assert await audit(ada, room) == []
