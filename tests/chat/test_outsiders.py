"""A room and its messages are to outsiders as if they were not."""

from typing import Any, Final

import pytest

from tests.chat.asking import (
    ADD,
    DELETE,
    EDIT,
    JOIN,
    LEAVE,
    MARK_DELIVERED,
    MARK_READ,
    MEMBERS,
    MUTE,
    NO_ID,
    REACT,
    READ_MESSAGE,
    REMOVE,
    SET_ROLE,
    SET_TYPING,
    UNREACT,
    refused,
)
from tests.fixtures.people import SEND, People, Person
from tests.fixtures.sockets import ROOM_EVENTS, Json


async def test_a_public_group_is_seen_but_not_read_by_who_is_not_in_it(people: People) -> None:
    ada, eve = await people.register_all("ada", "eve")
    room = await ada.create_room(name="Square", private=False)
    await ada.send(room, "For members")
    seen = await eve.ask(
        "query($id: ID!) { room(id: $id) { name memberCount lastMessage { id } viewerMember { role } "
        "unreadCount } }",
        id=room,
    )
    assert seen["room"] == {
        "name": "Square",
        "memberCount": 1,
        "lastMessage": None,
        "viewerMember": None,
        "unreadCount": 0,
    }
    for part in ("messages { nodes { id } }", "members { nodes { role } }"):
        with refused("NOT_FOUND", "roomId"):
            await eve.ask(f"query($id: ID!) {{ room(id: $id) {{ {part} }} }}", id=room)
    with refused("NOT_FOUND", "roomId"):
        await eve.ask(SEND, message={"roomId": room, "content": "Hello", "clientId": "1"})


BY_ROOM: Final[dict[str, tuple[str, Json]]] = {
    "room": ("query($room: ID!) { room(id: $room) { id } }", {}),
    "messages": ("query($room: ID!) { room(id: $room) { messages { nodes { id } } } }", {}),
    "members": (MEMBERS, {}),
    "update": ('mutation($room: ID!) { updateRoom(input: {roomId: $room, name: "x"}) { id } }', {}),
    "join": (JOIN, {}),
    "leave": (LEAVE, {}),
    "add": (ADD, {"users": []}),
    "remove": (REMOVE, {"user": NO_ID}),
    "role": (SET_ROLE, {"user": NO_ID, "role": "ADMIN"}),
    "mute": (MUTE, {"muted": True}),
    "send": (
        'mutation($room: ID!) { sendMessage(input: {roomId: $room, content: "x", clientId: "1"}) { id } }',
        {},
    ),
    "read": (MARK_READ, {"seq": 1}),
    "delivered": (MARK_DELIVERED, {"seq": 1}),
    "typing": (SET_TYPING, {"typing": True}),
    "node": ("query($room: ID!) { node(id: $room) { id } }", {}),
}


BY_MESSAGE: Final[dict[str, tuple[str, Json]]] = {
    "message": (READ_MESSAGE, {}),
    "edit": (EDIT, {"content": "x"}),
    "delete": (DELETE, {}),
    "react": (REACT, {"emoji": "👍"}),
    "unreact": (UNREACT, {"emoji": "👍"}),
    "node": ("query($id: ID!) { node(id: $id) { id } }", {}),
}


async def answers_alike(person: Person, query: str, name: str, ids: list[str], **more: Any) -> Json:
    """The answer to the query, the same whichever of the ids it is asked with."""
    answers = [await person.answer(query, **{name: value}, **more) for value in ids]
    assert all(answer == answers[0] for answer in answers), answers
    return answers[0]


@pytest.mark.parametrize("what", BY_ROOM)
async def test_a_private_room_is_to_outsiders_as_if_it_were_not(people: People, what: str) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    group, direct = await ada.create_room(lin), await ada.open_direct_room(lin)
    query, more = BY_ROOM[what]
    answer = await answers_alike(eve, query, "room", [group, direct, NO_ID, "nonsense"], **more)
    if what == "node":
        assert answer == {"data": {"node": None}}
    else:
        assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize("what", BY_MESSAGE)
async def test_a_message_is_to_outsiders_as_if_it_were_not(people: People, what: str) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    private = await ada.send(await ada.open_direct_room(lin), "For Lin")
    public = await ada.send(await ada.create_room(private=False), "For members")
    query, more = BY_MESSAGE[what]
    answer = await answers_alike(eve, query, "id", [private["id"], public["id"], NO_ID, "nonsense"], **more)
    if what == "node":
        assert answer == {"data": {"node": None}}
    else:
        assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_a_message_of_another_room_is_no_place_and_no_thread(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    hidden = await ada.send(await ada.open_direct_room(lin), "For Lin")
    own = await eve.create_room()
    around = "query($room: ID!, $id: ID!) { room(id: $room) { messages(around: $id) { nodes { id } } } }"
    reply = (
        "mutation($room: ID!, $id: ID!) { sendMessage(input: "
        '{roomId: $room, content: "x", clientId: "reply", replyToId: $id}) { id } }'
    )
    for query in (around, reply):
        ids = [hidden["id"], NO_ID, "nonsense"]
        answer = await answers_alike(eve, query, "id", ids, room=own)
        assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_a_subscription_to_a_room_that_is_not_mine_is_as_to_one_that_is_not(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    private = await ada.open_direct_room(lin)
    public = await ada.create_room(private=False)
    async with eve.socket() as socket:
        heard = []
        for room in (private, public, NO_ID, "nonsense"):
            payload = {"query": ROOM_EVENTS, "variables": {"roomId": room}}
            await socket.send(id="1", type="subscribe", payload=payload)
            heard.append(await socket.receive())
    assert all(message == heard[0] for message in heard)
    assert heard[0]["type"] == "error"
    assert heard[0]["payload"][0]["extensions"]["code"] == "NOT_FOUND"
