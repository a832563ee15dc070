"""Messages, over every face: sending, order, exactly once, editing, deleting, reacting, reading."""

import asyncio
import uuid

from tests.faces.face import Can, FaceType, Message
from tests.faces.faces import over, over_pairs
from tests.faces.graphql_face import GraphQLFace
from tests.fixtures.people import People, Person


async def stored(person: Person, room_id: str) -> list[Message]:
    """The newest messages of the room, as GraphQL has them."""
    return await GraphQLFace(person).page(room_id, limit=100)


@over(Can.SEND)
async def test_a_message_is_stored_as_it_was_sent(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with face.open(ada) as mine:
        root = await mine.send(room, "  Tea at four?  ", temp_id="first")
        reply = await mine.send(room, "Darjeeling. 🫖", reply_to=root.id)
    first, second = await stored(bob, room)
    assert (first.id, first.seq, first.created_at) == (root.id, root.seq, root.created_at)
    assert (first.content, first.temp_id, first.sender_id) == ("Tea at four?", "first", ada.id)
    assert (second.id, second.content, second.reply_to) == (reply.id, "Darjeeling. 🫖", root.id)


@over(Can.SEND)
async def test_whom_a_message_mentions_and_whose_thread_it_continues_does_not_depend_on_the_face(
    face: FaceType, people: People
) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with face.open(ada) as mine:
        root = await mine.send(room, "Tea at four?")
        await mine.send(room, f"@all, and you, @{bob.username}", reply_to=root.id)
    asked = await bob.ask(
        "query($room: ID!, $root: ID!) { message(id: $root) { replyCount } room(id: $room) { mentionCount } "
        'searchMessages(query: "is:thread you") { nodes { mentionsAll mentions { id } } } }',
        room=room,
        root=root.id,
    )
    assert asked == {
        "message": {"replyCount": 1},
        "room": {"mentionCount": 1},
        "searchMessages": {"nodes": [{"mentionsAll": True, "mentions": [{"id": bob.id}]}]},
    }


@over_pairs(Can.SEND, Can.SEND)
async def test_everyone_sees_the_same_order_however_it_was_sent(
    face: FaceType, other: FaceType, people: People
) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with face.open(ada) as mine, other.open(bob) as theirs:
        sent = await asyncio.gather(
            *(sender.send(room, f"Number {number}") for number in range(8) for sender in (mine, theirs))
        )
    assert sorted(message.seq for message in sent) == list(range(1, 17))
    history = await stored(bob, room)
    assert [message.id for message in history] == [
        message.id for message in sorted(sent, key=lambda message: message.seq)
    ]


@over_pairs(Can.SEND, Can.SEND)
async def test_a_message_sent_again_is_the_message_of_the_first_time(
    face: FaceType, other: FaceType, people: People
) -> None:
    ada = await people.register()
    room, temp_id = await ada.create_room(), uuid.uuid4().hex
    async with face.open(ada) as mine, other.open(ada) as again:
        sent = await asyncio.gather(
            *(sender.send(room, "Once", temp_id=temp_id) for sender in (mine, again) for _ in range(5))
        )
        sent.append(await again.send(room, "Once", temp_id=temp_id))
    assert len(set(sent)) == 1
    assert [message.content for message in await stored(ada, room)] == ["Once"]


@over(Can.EDIT)
async def test_an_edit_keeps_the_place_and_takes_the_next_clock(face: FaceType, people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    sent = await ada.send(room, "Tea at for?")
    async with face.open(ada) as mine:
        await mine.edit(sent["id"], "Tea at four?")
    (found,) = await stored(ada, room)
    assert (found.id, found.seq, found.clock) == (sent["id"], 1, 2)
    assert found.content == "Tea at four?" and found.edited_at is not None


@over(Can.DELETE)
async def test_a_deleted_message_keeps_its_place_without_its_content(face: FaceType, people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    sent = await ada.send(room, "Never mind")
    await GraphQLFace(ada).react(sent["id"], "👀")
    async with face.open(ada) as mine:
        await mine.delete(sent["id"])
        await mine.delete(sent["id"])
    (found,) = await stored(ada, room)
    assert (found.id, found.seq, found.clock) == (sent["id"], 1, 3)
    assert (found.content, found.reactions) == ("", {}) and found.deleted_at is not None


@over(Can.REACT)
async def test_reactions_are_put_on_and_taken_off(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    sent = await ada.send(room, "Cake?")
    async with face.open(ada) as mine, face.open(bob) as theirs:
        await mine.react(sent["id"], "🍰")
        await theirs.react(sent["id"], "🍰")
        await theirs.react(sent["id"], "👍🏽")
        (found,) = await stored(ada, room)
        assert found.reactions == {"🍰": (ada.id, bob.id), "👍🏽": (bob.id,)}
        await mine.unreact(sent["id"], "🍰")
    (found,) = await stored(ada, room)
    assert found.reactions == {"🍰": (bob.id,), "👍🏽": (bob.id,)}


@over_pairs(Can.MARK, Can.PAGE)
async def test_reading_lowers_what_is_unread_and_never_goes_back(
    face: FaceType, other: FaceType, people: People
) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with face.open(ada) as sender, face.open(bob) as reader, other.open(bob) as device:
        first, second, _ = [await sender.send(room, text) for text in ("One", "Two", "Three")]
        assert await device.unread(room) == 3
        await reader.mark_delivered(room, second)
        assert await device.unread(room) == 3
        await reader.mark_read(room, second)
        await reader.mark_read(room, first)
        assert await device.unread(room) == 1


@over(Can.PAGE)
async def test_a_page_leads_to_the_one_before_it(face: FaceType, people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    for number in range(1, 8):
        await ada.send(room, f"Number {number}")
    async with face.open(ada) as mine:
        newest = await mine.page(room, limit=3)
        older = await mine.page(room, limit=3, before=newest[0].id)
        oldest = await mine.page(room, limit=3, before=older[0].id)
        none = await mine.page(room, limit=3, before=oldest[0].id)
    assert [message.seq for message in [*oldest, *older, *newest]] == list(range(1, 8))
    assert none == []
    assert [*oldest, *older, *newest] == await stored(ada, room)
