"""Members: who may do what to whom, and that a group keeps an owner."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Final

import pytest

from chat.access import ALLOWED, Act
from models.member import Role
from models.room import RoomKind
from tests.chat.asking import (
    ADD,
    DELETE,
    INVITE,
    JOIN,
    LEAVE,
    NO_ID,
    PIN,
    REMOVE,
    REPORT,
    REPORTS,
    SET_ROLE,
    UPDATE_ROOM,
    refused,
    roles,
)
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json

MY_MEMBER: Final = "query($room: ID!) { room(id: $room) { viewerMember { role isMuted } } }"


class Group:
    """A group with its owner, someone in the role that is tried, and a plain member."""

    def __init__(self, room: str, owner: Person, actor: Person, target: Person, newcomer: Person) -> None:
        self.room, self.owner, self.actor, self.target, self.newcomer = room, owner, actor, target, newcomer

    @classmethod
    async def of(cls, people: People, role: Role) -> "Group":
        owner, actor, target, newcomer = await people.register_all("owner", "actor", "target", "newcomer")
        room = await owner.create_room(actor, target)
        if role is not Role.MEMBER:
            await owner.ask(SET_ROLE, room=room, user=actor.id, role=role.name)
        return cls(room, owner, actor, target, newcomer)


async def message_of_target(group: Group) -> str:
    return str((await group.target.send(group.room, "Mine"))["id"])


Try = Callable[[Group], Awaitable[Json]]

TRIES: Final[dict[Act, Try]] = {
    Act.READ: lambda group: group.actor.ask(MY_MEMBER, room=group.room),
    Act.SEND: lambda group: group.actor.send(group.room, "Hello"),
    Act.LEAVE: lambda group: group.actor.ask(LEAVE, room=group.room),
    Act.UPDATE_ROOM: lambda group: group.actor.ask(UPDATE_ROOM, room={"roomId": group.room, "name": "New"}),
    Act.ADD_MEMBERS: lambda group: group.actor.ask(ADD, room=group.room, users=[group.newcomer.id]),
    Act.REMOVE_MEMBERS: lambda group: group.actor.ask(REMOVE, room=group.room, user=group.target.id),
    Act.SET_ROLES: lambda group: group.actor.ask(
        SET_ROLE, room=group.room, user=group.target.id, role="ADMIN"
    ),
    Act.INVITE: lambda group: group.actor.ask(INVITE, invite={"roomId": group.room}),
    Act.MODERATE: lambda group: group.actor.ask(REPORTS, room=group.room),
}

TRIES_ON_A_MESSAGE: Final[dict[Act, Callable[[Group, str], Awaitable[Json]]]] = {
    Act.DELETE_MESSAGES_OF_OTHERS: lambda group, message: group.actor.ask(DELETE, id=message),
    Act.PIN: lambda group, message: group.actor.ask(PIN, id=message),
    Act.REPORT: lambda group, message: group.actor.ask(REPORT, id=message, reason="Rude"),
}

REFUSED: Final = [act for act in Act if act is not Act.MENTION_ALL]
"""What is refused to who may not do it; an @all of theirs is only text, as `test_mentions.py` shows."""


async def try_act(act: Act, group: Group) -> None:
    if act in TRIES_ON_A_MESSAGE:
        await TRIES_ON_A_MESSAGE[act](group, await message_of_target(group))
    else:
        await TRIES[act](group)


@pytest.mark.parametrize(
    ("act", "role"), list(itertools.product(REFUSED, Role)), ids=lambda value: value.name
)
async def test_in_a_group_each_role_may_do_what_the_table_says(people: People, act: Act, role: Role) -> None:
    group = await Group.of(people, role)
    if role in ALLOWED[act][RoomKind.GROUP]:
        await try_act(act, group)
    else:
        with refused("FORBIDDEN"):
            await try_act(act, group)


@pytest.mark.parametrize("act", REFUSED, ids=lambda act: act.name)
async def test_in_a_direct_room_both_may_do_what_the_table_says(people: People, act: Act) -> None:
    ada, lin, newcomer = await people.register_all("ada", "lin", "newcomer")
    group = Group(await ada.open_direct_room(lin), lin, ada, lin, newcomer)
    if Role.MEMBER in ALLOWED[act][RoomKind.DIRECT]:
        await try_act(act, group)
    else:
        with refused("FORBIDDEN"):
            await try_act(act, group)
    assert await roles(lin, group.room) == {ada.id: "MEMBER", lin.id: "MEMBER"}


async def test_an_admin_removes_members_but_no_admin_and_no_owner(people: People) -> None:
    owner, admin, other, member = await people.register_all("owner", "admin", "other", "member")
    room = await owner.create_room(admin, other, member)
    for person in (admin, other):
        await owner.ask(SET_ROLE, room=room, user=person.id, role="ADMIN")
    for person in (owner, other):
        with refused("FORBIDDEN"):
            await admin.ask(REMOVE, room=room, user=person.id)
    await admin.ask(REMOVE, room=room, user=member.id)
    await owner.ask(REMOVE, room=room, user=other.id)
    assert await roles(owner, room) == {owner.id: "OWNER", admin.id: "ADMIN"}
    for nobody in (member.id, NO_ID, "nonsense"):
        with refused("NOT_FOUND", "userId"):
            await owner.ask(REMOVE, room=room, user=nobody)
        with refused("NOT_FOUND", "userId"):
            await owner.ask(SET_ROLE, room=room, user=nobody, role="ADMIN")


async def test_the_last_owner_stays_an_owner_while_others_are_there(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    for query, more in (
        (LEAVE, {}),
        (REMOVE, {"user": ada.id}),
        (SET_ROLE, {"user": ada.id, "role": "MEMBER"}),
    ):
        with refused("CONFLICT"):
            await ada.ask(query, room=room, **more)
    await ada.ask(SET_ROLE, room=room, user=lin.id, role="OWNER")
    await ada.ask(LEAVE, room=room)
    assert await roles(lin, room) == {lin.id: "OWNER"}
    await lin.ask(LEAVE, room=room)
    with refused("NOT_FOUND"):
        await roles(lin, room)


async def test_two_owners_who_leave_at_once_never_leave_the_group_without_one(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    for _ in range(20):
        room = await ada.create_room(lin, eve)
        await ada.ask(SET_ROLE, room=room, user=lin.id, role="OWNER")
        answers = await asyncio.gather(ada.answer(LEAVE, room=room), lin.answer(LEAVE, room=room))
        codes = sorted(
            answer["errors"][0]["extensions"]["code"] if "errors" in answer else "" for answer in answers
        )
        assert codes == ["", "CONFLICT"]
        assert sorted((await roles(eve, room)).values()) == ["MEMBER", "OWNER"]


async def test_two_owners_who_demote_each_other_at_once_leave_one(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    for _ in range(20):
        room = await ada.create_room(lin)
        await ada.ask(SET_ROLE, room=room, user=lin.id, role="OWNER")
        await asyncio.gather(
            ada.answer(SET_ROLE, room=room, user=lin.id, role="MEMBER"),
            lin.answer(SET_ROLE, room=room, user=ada.id, role="MEMBER"),
        )
        assert "OWNER" in (await roles(ada, room)).values()


async def test_who_joins_an_empty_group_owns_it(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(private=False)
    await ada.ask(LEAVE, room=room)
    await lin.ask(JOIN, room=room)
    assert await roles(lin, room) == {lin.id: "OWNER"}


async def test_who_joins_while_the_last_owner_leaves_is_not_left_without_one(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    for _ in range(20):
        room = await ada.create_room(private=False)
        await asyncio.gather(ada.answer(LEAVE, room=room), lin.ask(JOIN, room=room))
        assert "OWNER" in (await roles(lin, room)).values()


async def test_members_come_page_by_page(people: People) -> None:
    ada, *others = await people.register_all("ada", "lin", "eve", "kay", "ida")
    room = await ada.create_room(*others)
    query = (
        "query($room: ID!, $after: String) { room(id: $room) { memberCount members(first: 2, after: $after) "
        "{ nodes { user { id } } pageInfo { hasNextPage endCursor } } } }"
    )
    found: list[str] = []
    after: str | None = None
    while True:
        answer = (await ada.ask(query, room=room, after=after))["room"]
        found += [node["user"]["id"] for node in answer["members"]["nodes"]]
        after = answer["members"]["pageInfo"]["endCursor"]
        if not answer["members"]["pageInfo"]["hasNextPage"]:
            break
    assert sorted(found) == sorted(person.id for person in (ada, *others))
    assert answer["memberCount"] == 5
