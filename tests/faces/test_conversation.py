"""Threads, mentions, pins, searches and what is unread, the same over every face."""

from tests.faces.face import Can, FaceType
from tests.faces.faces import over, over_pairs
from tests.faces.graphql_face import GraphQLFace
from tests.fixtures.people import People

THREADS = "{ viewer { threads { nodes { message { id } } } } }"


@over(Can.FIND)
async def test_what_was_said_is_found_by_thread_mention_pin_and_search(
    face: FaceType, people: People
) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    root = (await bob.send(room, "Darjeeling?"))["id"]
    reply = (await ada.send(room, f"Yes, @{bob.username}", replyToId=root))["id"]
    last = (await ada.send(room, "@all: at four", replyToId=root))["id"]
    await GraphQLFace(ada).pin(root)
    async with face.open(bob) as mine:
        assert await mine.replies(root) == [reply, last]
        assert await mine.mentions() == [last, reply]
        assert await mine.pins(room) == [root]
        assert await mine.search("jeel") == await mine.search("from:me", room) == [root]


@over(Can.FOLLOW)
async def test_a_thread_is_followed_for_as_long_as_one_asks_to(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    root = (await ada.send(room, "Tea?"))["id"]
    async with face.open(bob) as mine:
        await mine.follow(root)
        assert (await bob.ask(THREADS))["viewer"]["threads"]["nodes"] == [{"message": {"id": root}}]
        await mine.unfollow(root)
    assert (await bob.ask(THREADS))["viewer"]["threads"]["nodes"] == []


@over(Can.UNREAD)
async def test_a_room_is_unread_again_until_it_is_read(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with face.open(ada) as hers, face.open(bob) as mine:
        _, second, third = [await hers.send(room, text) for text in ("One", "Two", "Three")]
        await mine.mark_read(room, third)
        await mine.mark_unread(room, second.seq)
        assert await GraphQLFace(bob).unread(room) == 2
        await mine.mark_read(room, third)
    assert await GraphQLFace(bob).unread(room) == 0


@over_pairs(Can.PIN, Can.HEAR)
async def test_a_pin_is_heard_and_that_it_is_gone(face: FaceType, other: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    sent = (await bob.send(room, "Tea at four"))["id"]
    async with other.open(bob) as theirs, theirs.hear(room) as ear, face.open(ada) as mine:
        await mine.pin(sent)
        await ear.until("pinned", user_id=ada.id, value=(sent, True))
        await mine.unpin(sent)
        await ear.until("pinned", user_id=ada.id, value=(sent, False))


@over_pairs(Can.SEND, Can.HEAR)
async def test_a_reply_is_heard_of_at_its_root(face: FaceType, other: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    root = (await bob.send(room, "Tea?"))["id"]
    async with other.open(bob) as theirs, theirs.hear(room) as ear, face.open(ada) as mine:
        await mine.send(room, "Yes", reply_to=root)
        heard = (await ear.until("thread", value=1)).message
    assert heard is not None and (heard.id, heard.content) == (root, "Tea?")
