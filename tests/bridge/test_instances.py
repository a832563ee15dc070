"""Two instances joined by Redis: one order for everybody, and nothing twice for who changes between them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.socket_io import Chatter, chatting
from tests.fixtures.sockets import Ear

MESSAGES = 60


@pytest.fixture
async def pair(two_instances: tuple[Instance, Instance]) -> AsyncIterator[tuple[Person, Person, str]]:
    """Ada at the first instance, Lin at the second, and their room."""
    first, second = two_instances
    async with People.at(first.address) as people:
        ada, lin = await people.register_all("ada", "lin")
        yield ada, lin.at(second.address), await ada.create_room(lin)


async def test_every_face_and_transport_hears_one_order(pair: tuple[Person, Person, str]) -> None:
    ada, lin, room = pair
    async with (
        ada.listening(room, since=0) as graphql,
        chatting(lin) as websocket,
        chatting(ada, "polling") as polling,
        chatting(lin, "polling", "websocket") as upgraded,
    ):
        chatters = (websocket, polling, upgraded)
        await asyncio.gather(*(each.say_well("join_room", roomId=room, since=0) for each in chatters))
        await graphql.until_type("RoomSynced")
        await asyncio.gather(*(say(step, ada, chatters, room) for step in range(MESSAGES)))
        stored = [message["content"] for message in await ada.history(room)]
        assert len(stored) == MESSAGES
        assert await heard_by(graphql) == stored
        for each in chatters:
            await each.until(lambda name, told: name == "message" and told["seq"] == MESSAGES)
            assert each.contents() == stored


async def say(step: int, ada: Person, chatters: tuple[Chatter, ...], room: str) -> None:
    """One message, over each face and transport in turn."""
    if step % 4 == 3:
        await ada.send(room, f"Message {step}")
    else:
        await chatters[step % 4].say_well("send_message", roomId=room, content=f"Message {step}")


async def heard_by(ear: Ear) -> list[str]:
    def contents() -> list[str]:
        return [event["message"]["content"] for event in ear.heard if event["__typename"] == "MessageSent"]

    while len(contents()) < MESSAGES:
        await ear.next()
    return contents()


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_what_is_sent_again_to_the_other_instance_is_stored_once(
    pair: tuple[Person, Person, str], transport: str
) -> None:
    ada, lin, room = pair
    said = [{"roomId": room, "content": f"Message {step}", "tempId": f"t{step}"} for step in range(10)]
    async with chatting(lin, transport) as chatter:
        for each in said:
            await chatter.client.emit("send_message", each)
        await chatter.hears("message_ack", tempId="t4")  # and gone, with the other answers unread
    async with chatting(lin.at(ada.address), transport) as elsewhere:
        answers = [await elsewhere.say_well("send_message", **each) for each in said]
    stored = await ada.history(room)
    assert [message["clientId"] for message in stored] == [f"t{step}" for step in range(10)]
    assert [answer["id"] for answer in answers] == [message["id"] for message in stored]


async def test_who_is_removed_at_one_hears_no_more_at_the_other(
    pair: tuple[Person, Person, str],
) -> None:
    ada, lin, room = pair
    async with chatting(lin) as chatter:
        await chatter.say_well("join_room", roomId=room)
        await ada.ask(
            "mutation($id: ID!, $who: ID!) { removeMember(roomId: $id, userId: $who) { id } }",
            id=room,
            who=lin.id,
        )
        await chatter.hears("member_left", userId=lin.id)
        await ada.send(room, "not for lin")
        assert await chatter.refusal("join_room", roomId=room) == "NOT_FOUND"
        assert chatter.contents() == []
