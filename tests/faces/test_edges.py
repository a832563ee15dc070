"""At the edges of the rights: just taken out, just blocked, not yet in, the turn not come."""

from collections.abc import Awaitable

import pytest

from tests.chat.asking import REMOVE, refused
from tests.faces.face import Can, Face, FaceType
from tests.faces.faces import over
from tests.faces.graphql_face import GraphQLFace
from tests.fixtures.people import People
from tests.fixtures.sockets import Refused


def acts_in(face: Face, room: str, message: str) -> list[Awaitable[None]]:
    """What needs to be a member, at every face."""
    return [
        face.mark_unread(room, 1),
        face.follow(message),
        face.unfollow(message),
        face.pin(message),
        face.unpin(message),
        face.report(message, "Rude"),
    ]


@over(Can.PIN)
async def test_who_is_not_yet_in_or_was_just_taken_out_finds_nothing(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(private=False)
    message = (await ada.send(room, "Tea?"))["id"]
    _, code = await GraphQLFace(ada).invite(room)
    async with face.open(bob) as mine:
        for act in acts_in(mine, room, message):
            with refused("NOT_FOUND"):
                await act
        assert await mine.join(code) == room
        await mine.follow(message)
        await mine.report(message, "Rude")
        with refused("FORBIDDEN"):
            await mine.pin(message)
        await ada.ask(REMOVE, room=room, user=bob.id)
        for act in acts_in(mine, room, message):
            with refused("NOT_FOUND"):
                await act
    assert await GraphQLFace(ada).reports(room) == [(message, "Rude")]


@over(Can.FIND)
async def test_who_was_just_taken_out_is_shown_nothing_more(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    message = (await ada.send(room, f"Darjeeling, @{bob.username}?"))["id"]
    async with face.open(bob) as mine:
        assert await mine.search("darjeeling") == await mine.mentions() == [message]
        await ada.ask(REMOVE, room=room, user=bob.id)
        assert await mine.search("darjeeling") == await mine.mentions() == []
        for act in (mine.search("darjeeling", room), mine.replies(message), mine.pins(room)):
            with refused("NOT_FOUND"):
                await act


@over(Can.BLOCK)
async def test_from_a_block_on_neither_writes_until_it_is_taken_back(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.open_direct_room(bob)
    async with face.open(ada) as hers, face.open(bob) as his:
        sent = await his.send(room, "Hello?")
        await hers.block(bob.id)
        for act in (his.send(room, "Hello?"), his.edit(sent.id, "Hey"), hers.send(room, "No")):
            with refused("FORBIDDEN"):
                await act
        await hers.unblock(bob.id)
        await his.send(room, "Sorry")
        with refused("BAD_INPUT", "userId"):
            await hers.block(ada.id)


@over(Can.SEND)
async def test_whose_turn_has_not_come_waits_in_slow_mode(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room, owner = await ada.create_room(bob), GraphQLFace(ada)
    await owner.set_slow_mode(room, 3_600)
    async with face.open(bob) as mine, face.open(ada) as hers:
        sent = await mine.send(room, "First", temp_id="once")
        with pytest.raises(Refused) as refusal:
            await mine.send(room, "Second")
        assert refusal.value.code == "RATE_LIMITED"
        assert 0 < refusal.value.extensions["retryAfter"] <= 3_600
        assert await mine.send(room, "First", temp_id="once") == sent
        for text in ("An owner", "need not wait"):
            await hers.send(room, text)
        await owner.set_slow_mode(room, 0)
        await mine.send(room, "Second")


@over(Can.JOIN)
async def test_an_invite_that_is_used_up_or_revoked_leads_nowhere(face: FaceType, people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room, owner = await ada.create_room(), GraphQLFace(ada)
    _, once = await owner.invite(room, max_uses=1)
    revoked_id, revoked = await owner.invite(room)
    await owner.revoke(revoked_id)
    async with face.open(bob) as his, face.open(eve) as hers:
        assert await his.join(once) == await his.join((await owner.invite(room))[1]) == room
        for code in (once, revoked, "nothing"):
            with refused("NOT_FOUND"):
                await hers.join(code)


@over(Can.MODERATE)
async def test_what_is_for_owners_and_admins_is_for_nobody_else(face: FaceType, people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room = await ada.create_room(bob)
    async with face.open(ada) as owner, face.open(bob) as member, face.open(eve) as outsider:
        for one, code in ((member, "FORBIDDEN"), (outsider, "NOT_FOUND")):
            for act in (one.invite(room), one.set_slow_mode(room, 5), one.reports(room), one.audit(room)):
                with refused(code):
                    await act
        invite_id, _ = await owner.invite(room)
        await owner.set_slow_mode(room, 5)
        with refused("FORBIDDEN"):
            await member.revoke(invite_id)
        with refused("NOT_FOUND"):
            await outsider.revoke(invite_id)
        await owner.revoke(invite_id)
        assert await owner.audit(room) == ["invite_revoked", "slow_mode_set", "invite_created"]
        with refused("BAD_INPUT", "slowModeSeconds"):
            await owner.set_slow_mode(room, -1)
