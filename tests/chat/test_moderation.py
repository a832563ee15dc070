"""Slow mode, reports and the audit list, at the edges of the rights to them."""

from typing import Final

import pytest

from tests.chat.asking import (
    ADD,
    CLOSE_REPORT,
    DELETE,
    PIN,
    REMOVE,
    REPORT,
    REPORTS,
    SET_ROLE,
    UNPIN,
    refused,
)
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json, Refused

AUDIT: Final = (
    "query($room: ID!, $first: Int!, $after: String) { room(id: $room) { audit(first: $first, after: $after) "
    "{ nodes { act detail messageId changes { field before after } "
    "actor { id } user { id } } pageInfo { hasNextPage endCursor } } } }"
)
UPDATE: Final = "mutation($update: UpdateRoomInput!) { updateRoom(input: $update) { id } }"
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
    for act in (bob.ask(REPORTS, room=room), bob.ask(CLOSE_REPORT, id=report["id"])):
        with refused("FORBIDDEN"):
            await act
    await ada.ask(CLOSE_REPORT, id=report["id"])
    assert (await ada.ask(REPORTS, room=room))["room"]["reports"] == []


async def test_that_a_report_was_dealt_with_reaches_owners_and_admins_alone(people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room = await ada.create_room(bob, eve)
    await ada.ask(SET_ROLE, room=room, user=bob.id, role="ADMIN")
    sent = await eve.send(room, "Rude")
    await eve.ask(REPORT, id=sent["id"], reason="My fault")
    (report,) = (await ada.ask(REPORTS, room=room))["room"]["reports"]
    async with bob.listening() as admin, eve.listening() as member:
        for _ in range(2):
            await ada.ask(CLOSE_REPORT, id=report["id"])
        await bob.ask(REPORT, id=sent["id"], reason="Still there")
        await admin.until_type("MessageReported")
        await ada.send(room, "Noted")
        await member.until_type("MessageSent")
    told = {"__typename": "ReportClosed", "roomId": room, "reportId": report["id"]}
    assert [event for event in admin.heard if event["__typename"] == "ReportClosed"] == [told]
    assert "ReportClosed" not in {event["__typename"] for event in member.heard}


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


async def test_the_audit_list_tells_what_a_group_was_and_what_it_became(people: People) -> None:
    (ada,) = await people.register_all("ada")
    room = await ada.create_room(name="Tea, topic: hot")
    for update in (
        {"topic": "Kettles", "isPrivate": False},
        {"topic": "", "name": "Tea, topic: hot"},
        {"name": "Coffee"},
        {"slowModeSeconds": 5},
    ):
        await ada.ask(UPDATE, update={"roomId": room, **update})
    told = [
        [(change["field"], change["before"], change["after"]) for change in entry["changes"]]
        for entry in await audit(ada, room)
    ]
    assert told[::-1] == [
        [("topic", None, "Kettles"), ("isPrivate", "true", "false")],
        [("topic", "Kettles", None)],
        [("name", "Tea, topic: hot", "Coffee")],
        [],
    ]


async def test_the_audit_list_is_for_owners_and_admins(people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room = await ada.create_room(bob, private=False)
    with refused("FORBIDDEN"):
        await audit(bob, room)
    with refused("NOT_FOUND"):
        await audit(eve, room)
    assert await audit(ada, room) == []
