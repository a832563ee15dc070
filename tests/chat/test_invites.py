"""Invite links: who makes them, how often they can be used, and when they end."""

import asyncio

from bson import ObjectId

from models.base import utc_now
from models.database import Database
from tests.chat.asking import (
    INVITE,
    INVITES,
    JOIN,
    NO_ID,
    PREVIEW,
    REVOKE_INVITE,
    SET_ROLE,
    USE,
    refused,
    roles,
)
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json


async def invite(person: Person, room: str, **more: object) -> Json:
    created: Json = (await person.ask(INVITE, invite={"roomId": room, **more}))["createInvite"]
    return created


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


async def test_owners_and_admins_hear_what_becomes_of_an_invite(people: People) -> None:
    ada, bob, eve, kay = await people.register_all("ada", "bob", "eve", "kay")
    room = await ada.create_room(bob, eve)
    await ada.ask(SET_ROLE, room=room, user=bob.id, role="ADMIN")
    async with bob.listening() as admin, eve.listening() as member:
        once, more = await invite(ada, room, maxUses=1), await invite(ada, room)
        await kay.ask(USE, code=once["code"])
        for _ in range(2):
            await ada.ask(REVOKE_INVITE, id=more["id"])
        last = await invite(ada, room)
        await admin.until(lambda event: event.get("inviteId") == last["id"])
        await ada.send(room, "Welcome")
        await member.until_type("MessageSent")
    told = [
        (event["roomId"], event["inviteId"], event["uses"], event["isGood"])
        for event in admin.heard
        if event["__typename"] == "InviteChanged"
    ]
    assert told == [
        (room, once["id"], 0, True),
        (room, more["id"], 0, True),
        (room, once["id"], 1, False),
        (room, more["id"], 0, False),
        (room, last["id"], 0, True),
    ]
    assert "InviteChanged" not in {event["__typename"] for event in member.heard}


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
