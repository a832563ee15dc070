"""Live events: what one does over one face is heard over every other that hears."""

from tests.faces.face import Can, FaceType, Sent
from tests.faces.faces import over, over_pairs
from tests.faces.graphql_face import GraphQLFace
from tests.fixtures.people import People, Person


async def sent_by(person: Person, room_id: str, content: str) -> Sent:
    return await GraphQLFace(person).send(room_id, content)


async def share(person: Person, *, shares: bool) -> None:
    """Share what the person reads, or no longer."""
    query = "mutation($shares: Boolean!) { updateProfile(input: {sharesReadReceipts: $shares}) { id } }"
    await person.ask(query, shares=shares)


@over_pairs(Can.SEND, Can.HEAR)
async def test_a_message_is_heard_whole(face: FaceType, other: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with other.open(bob) as theirs, theirs.hear(room) as ear, face.open(ada) as mine:
        sent = await mine.send(room, "Tea?", temp_id="t")
        heard = (await ear.until("sent")).message
    assert heard is not None
    assert [heard] == await GraphQLFace(bob).page(room, limit=1)
    assert heard.id == sent.id and heard.temp_id == "t"


@over_pairs(Can.SEND, Can.HEAR)
async def test_messages_are_heard_in_their_order(face: FaceType, other: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with other.open(bob) as theirs, theirs.hear(room) as ear, face.open(ada) as mine:
        for number in range(20):
            await mine.send(room, f"Number {number}")
        heard = [(await ear.until("sent")).message for _ in range(20)]
    assert [message.seq for message in heard if message] == list(range(1, 21))


@over_pairs(Can.EDIT, Can.HEAR)
async def test_changes_are_heard(face: FaceType, other: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    sent = await sent_by(ada, room, "Tea?")
    async with other.open(bob) as theirs, theirs.hear(room) as ear, face.open(ada) as mine:
        await mine.edit(sent.id, "Coffee?")
        edited = (await ear.until("edited")).message
        await mine.react(sent.id, "☕")
        await ear.until("reacted", user_id=ada.id, value=(sent.id, "☕", True))
        await mine.unreact(sent.id, "☕")
        await ear.until("reacted", user_id=ada.id, value=(sent.id, "☕", False))
        await mine.delete(sent.id)
        deleted = (await ear.until("deleted")).message
    assert edited is not None and deleted is not None
    assert (edited.id, edited.content) == (sent.id, "Coffee?")
    assert (deleted.id, deleted.content) == (sent.id, "")


@over_pairs(Can.MARK, Can.HEAR)
async def test_marks_are_heard(face: FaceType, other: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    sent = await sent_by(ada, room, "Tea?")
    async with other.open(ada) as mine, mine.hear(room) as ear, face.open(bob) as theirs:
        await theirs.mark_delivered(room, sent)
        delivered = await ear.until("delivered", user_id=bob.id)
        await theirs.mark_read(room, sent)
        while (read := await ear.until("read", user_id=bob.id)).value not in {sent.seq, sent.id}:
            pass
    assert delivered.value in {sent.seq, sent.id} and read.user_id == bob.id


@over_pairs(Can.MARK, Can.HEAR)
async def test_reading_that_one_of_the_two_does_not_share_is_not_heard(
    face: FaceType, other: FaceType, people: People
) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with other.open(ada) as mine, mine.hear(room) as ear, face.open(bob) as theirs:
        for private in (bob, ada):
            sent = await sent_by(ada, room, "Tea?")
            await share(private, shares=False)
            await theirs.mark_read(room, sent)
            await ear.until("delivered", user_id=bob.id, value=sent.seq if other is GraphQLFace else sent.id)
            await sent_by(ada, room, "Coffee?")
            await ear.until("sent")
            reads = [heard for heard in ear.heard if heard.kind == "read" and heard.user_id == bob.id]
            assert not [heard for heard in reads if heard.value in {sent.seq, sent.id}]
            await share(private, shares=True)


@over_pairs(Can.TYPE, Can.HEAR)
async def test_typing_is_heard_until_it_stops(face: FaceType, other: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with other.open(ada) as mine, mine.hear(room) as ear, face.open(bob) as theirs:
        await theirs.set_typing(room, typing=True)
        await ear.until("typing", user_id=bob.id, value=True)
        await theirs.set_typing(room, typing=False)
        await ear.until("typing", user_id=bob.id, value=False)
        await theirs.set_typing(room, typing=True)
        await ear.until("typing", user_id=bob.id, value=True)
        await theirs.send(room, "There.")
        await ear.until("typing", user_id=bob.id, value=False)


@over_pairs(Can.HEAR, Can.HEAR)
async def test_who_listens_is_online_until_they_go(face: FaceType, other: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    async with other.open(ada) as mine, mine.hear(room) as ear:
        async with face.open(bob) as theirs, theirs.hear(room):
            await ear.until("presence", user_id=bob.id, value=True)
        await ear.until("presence", user_id=bob.id, value=False)


@over(Can.HEAR)
async def test_another_name_is_heard_where_one_shares_a_room(face: FaceType, people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room, other = await ada.create_room(bob), await ada.create_room(eve)
    rename = "mutation($name: String!) { updateProfile(input: {displayName: $name}) { id } }"
    async with (
        face.open(bob) as theirs,
        theirs.hear(room) as ear,
        face.open(eve) as apart,
        apart.hear(other) as hers,
    ):
        await ada.ask(rename, name="Countess")
        await ear.until("renamed", user_id=ada.id, value="Countess")
        await hers.until("renamed", user_id=ada.id, value="Countess")
        await bob.ask(rename, name="Robert")
        await ear.until("renamed", user_id=bob.id, value="Robert")
        await sent_by(ada, other, "Between us")
        await hers.until("sent")
    assert [heard.user_id for heard in hers.heard if heard.kind == "renamed"] == [ada.id]


@over(Can.HEAR)
async def test_who_is_blocked_hears_neither_typing_nor_presence(face: FaceType, people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room = await ada.create_room(bob, eve)
    await GraphQLFace(ada).block(bob.id)
    async with (
        face.open(bob) as apart,
        apart.hear(room) as his,
        face.open(eve) as theirs,
        theirs.hear(room) as control,
        face.open(ada) as mine,
        mine.hear(room),
    ):
        await control.until("presence", user_id=ada.id, value=True)
        await GraphQLFace(ada).set_typing(room, typing=True)
        await control.until("typing", user_id=ada.id, value=True)
        await sent_by(ada, room, "There")
        await his.until("sent")
    assert not [heard for heard in his.heard if heard.user_id == ada.id]


@over(Can.HEAR)
async def test_what_was_missed_comes_first_and_once(face: FaceType, people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room(bob)
    for number in range(1, 6):
        await sent_by(ada, room, f"Number {number}")
    async with face.open(bob) as theirs, theirs.hear(room, since=2) as ear:
        live = await sent_by(ada, room, "Live")
        while not (heard := await ear.until("sent")).message or heard.message.id != live.id:
            pass
    told = [event.message.seq for event in ear.heard if event.kind == "sent" and event.message]
    assert told == [3, 4, 5, 6]


@over(Can.HEAR)
async def test_nothing_is_heard_after_one_was_taken_out(face: FaceType, people: People) -> None:
    ada, bob, eve = await people.register_all("ada", "bob", "eve")
    room = await ada.create_room(bob, eve)
    async with face.open(bob) as theirs, theirs.hear(room) as ear:
        await sent_by(ada, room, "All here?")
        await ear.until("sent")
        remove = "mutation($room: ID!, $user: ID!) { removeMember(roomId: $room, userId: $user) { id } }"
        await ada.ask(remove, room=room, user=bob.id)
        await sent_by(ada, room, "Between us")
        await ear.until("ended")
        assert [event.message.content for event in ear.heard if event.message] == ["All here?"]
