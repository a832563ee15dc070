"""Threads: what a root tells of its replies, who follows them, and what is unread there."""

import asyncio
from typing import Final

from bson import ObjectId

from models.database import Database
from tests.chat.asking import DELETE, EDIT, LEAVE, NO_ID, READ_MESSAGE, REMOVE, refused
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json

ROOT: Final = (
    "query($id: ID!) { message(id: $id) { clock replyCount lastReplyAt repliers { id } editedAt "
    "replies { nodes { id content } } } }"
)
THREADS: Final = (
    "query($first: Int! = 20, $after: String) { viewer { threads(first: $first, after: $after) "
    "{ nodes { message { id content replyCount } unreadCount readSeq isFollowed } "
    "pageInfo { hasNextPage endCursor } } } }"
)
STATE: Final = "{ isFollowed readSeq unreadCount message { id } }"
FOLLOW: Final = f"mutation($id: ID!) {{ followThread(messageId: $id) {STATE} }}"
UNFOLLOW: Final = f"mutation($id: ID!) {{ unfollowThread(messageId: $id) {STATE} }}"
MARK: Final = f"mutation($id: ID!, $seq: Int!) {{ markThreadRead(messageId: $id, seq: $seq) {STATE} }}"
STANDING: Final = "query($id: ID!) { message(id: $id) { viewerFollow { isFollowed unreadCount } } }"


async def root_of(person: Person, root: Json) -> Json:
    found: Json = (await person.ask(ROOT, id=root["id"]))["message"]
    return found


async def followed(person: Person) -> list[tuple[str, int]]:
    """The threads of a person, by their opening words, and what is unread in each."""
    nodes = (await person.ask(THREADS))["viewer"]["threads"]["nodes"]
    assert all(node["isFollowed"] for node in nodes)
    return [(node["message"]["content"], node["unreadCount"]) for node in nodes]


async def test_a_reply_moves_the_count_and_the_clock_of_its_root(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    root = await ada.send(room, "Root")
    async with ada.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        first = await lin.send(room, "One", replyToId=root["id"])
        told = (await ear.until_type("ThreadChanged"))["message"]
        second = await ada.send(room, "Two", replyToId=first["id"])
        told_again = (await ear.until_type("ThreadChanged"))["message"]
    assert [(told["id"], told["seq"], told["clock"]), (told_again["id"], told_again["clock"])] == [
        (root["id"], 1, 3),
        (root["id"], 5),
    ]
    assert [
        (event["__typename"], event["message"]["clock"]) for event in ear.heard if "message" in event
    ] == [
        ("MessageSent", 2),
        ("ThreadChanged", 3),
        ("MessageSent", 4),
        ("ThreadChanged", 5),
    ]
    found = await root_of(ada, root)
    assert (found["replyCount"], found["lastReplyAt"], found["editedAt"]) == (2, second["createdAt"], None)
    assert [user["id"] for user in found["repliers"]] == [ada.id, lin.id]
    async with lin.listening(room, since=4) as ear:
        synced = await ear.until_type("RoomSynced")
        assert [message["id"] for message in synced["messages"]] == [root["id"]]


async def test_replies_at_once_are_each_counted_once(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    roots = [await ada.send(room, "Root"), await ada.send(room, "Another")]
    await asyncio.gather(
        *(
            (ada, lin)[number % 2].send(
                room, f"Reply {number % 20}", f"r{number % 20}", replyToId=roots[number % 4 // 2]["id"]
            )
            for number in range(40)
        )
    )
    found = [await root_of(ada, root) for root in roots]
    assert [message["replyCount"] for message in found] == [10, 10]
    assert [len(message["replies"]["nodes"]) for message in found] == [10, 10]


async def test_a_deleted_reply_no_longer_counts(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    root = await ada.send(room, "Root")
    first = await lin.send(room, "One", replyToId=root["id"])
    second = await ada.send(room, "Two", replyToId=root["id"])
    await ada.ask(DELETE, id=second["id"])
    found = await root_of(lin, root)
    assert (found["replyCount"], found["lastReplyAt"]) == (1, first["createdAt"])
    assert [user["id"] for user in found["repliers"]] == [lin.id]
    await lin.ask(DELETE, id=first["id"])
    found = await root_of(lin, root)
    assert (found["replyCount"], found["lastReplyAt"], found["repliers"]) == (0, None, [])
    await lin.send(room, "Three", replyToId=first["id"])
    assert (await root_of(lin, root))["replyCount"] == 1


async def test_a_deleted_root_keeps_its_thread_and_a_deleted_message_opens_none(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    root, lone = await ada.send(room, "Root"), await ada.send(room, "Alone")
    await lin.send(room, "One", replyToId=root["id"])
    for message in (root, lone):
        await ada.ask(DELETE, id=message["id"])
    await lin.send(room, "Two", replyToId=root["id"])
    found = await root_of(ada, root)
    assert found["replyCount"] == 2
    assert [reply["content"] for reply in found["replies"]["nodes"]] == ["One", "Two"]
    assert await followed(lin) == [("", 0)]
    with refused("NOT_FOUND", "replyToId"):
        await lin.send(room, "To nothing", replyToId=lone["id"])


async def test_a_root_that_was_left_behind_is_brought_up_to_date(people: People, database: Database) -> None:
    """As when an instance ends between the write of a reply and that of its root."""
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    root = await ada.send(room, "Root")
    reply = await lin.send(room, "One", "same", replyToId=root["id"])

    async def leave_behind() -> None:
        await database["messages"].update_one({"_id": ObjectId(root["id"])}, {"$unset": {"thread": 1}})
        assert (await ada.ask(READ_MESSAGE, id=root["id"]))["message"]["replyCount"] == 0

    async def counted() -> int:
        return int((await ada.ask(READ_MESSAGE, id=root["id"]))["message"]["replyCount"])

    await leave_behind()
    assert await lin.send(room, "One", "same", replyToId=root["id"]) == reply
    assert await counted() == 1
    await leave_behind()
    await root_of(ada, root)  # a look at the thread
    assert await counted() == 1
    await leave_behind()
    await lin.send(room, "Two", replyToId=root["id"])
    assert await counted() == 2
    clock = (await root_of(ada, root))["clock"]
    assert await lin.send(room, "One", "same", replyToId=root["id"]) == reply
    assert (await root_of(ada, root))["clock"] == clock


async def test_one_follows_by_opening_replying_and_asking(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin, eve)
    root = await ada.send(room, "Root")
    assert await followed(ada) == []
    await lin.send(room, "One", replyToId=root["id"])
    second = await lin.send(room, "Two", replyToId=root["id"])
    assert await followed(ada) == [("Root", 2)]
    assert await followed(lin) == [("Root", 0)]
    assert await followed(eve) == []
    assert (await eve.ask(STANDING, id=root["id"]))["message"]["viewerFollow"] is None
    state = (await eve.ask(FOLLOW, id=second["id"]))["followThread"]
    assert state == {"isFollowed": True, "readSeq": 3, "unreadCount": 0, "message": {"id": root["id"]}}
    third = await ada.send(room, "Three", replyToId=root["id"])
    await lin.send(room, "Four", replyToId=root["id"])
    assert await followed(eve) == [("Root", 2)]
    assert await followed(ada) == [("Root", 1)], "one's own reply is read, and what came before it"
    await ada.ask(DELETE, id=third["id"])
    assert await followed(eve) == [("Root", 1)]


async def test_who_ceased_to_follow_does_so_until_they_reply_again(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    root = await ada.send(room, "Root")
    await lin.send(room, "One", replyToId=root["id"])
    assert not (await ada.ask(UNFOLLOW, id=root["id"]))["unfollowThread"]["isFollowed"]
    await lin.send(room, "Two", replyToId=root["id"])
    assert await followed(ada) == []
    await ada.send(room, "Three", replyToId=root["id"])
    assert await followed(ada) == [("Root", 0)]


async def test_a_threads_mark_moves_forward_alone_and_is_told_to_ones_devices(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    root = await ada.send(room, "Root")
    for number in range(3):
        await lin.send(room, f"Reply {number}", replyToId=root["id"])
    async with ada.listening() as ear:
        marks = [(await ada.ask(MARK, id=root["id"], seq=seq))["markThreadRead"] for seq in (3, 2, 99)]
        assert [(mark["readSeq"], mark["unreadCount"]) for mark in marks] == [(3, 1), (3, 1), (4, 0)]
        told = [await ear.until_type("FollowChanged") for _ in range(3)]
        assert [event["readSeq"] for event in told] == [3, 3, 4]
        assert {event["messageId"] for event in told} == {root["id"]}
    with refused("BAD_INPUT", "seq"):
        await ada.ask(MARK, id=root["id"], seq=-1)


async def test_threads_come_by_their_last_reply_page_by_page(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    roots = [await ada.send(room, f"Root {number}") for number in range(5)]
    for number in (3, 0, 4, 1, 2, 0):
        await lin.send(room, "Reply", replyToId=roots[number]["id"])
    found: list[str] = []
    after: str | None = None
    while True:
        page = (await ada.ask(THREADS, first=2, after=after))["viewer"]["threads"]
        found += [node["message"]["content"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == [f"Root {number}" for number in (0, 2, 1, 4, 3)]


async def test_threads_of_a_room_that_one_left_are_gone(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin)
    root = await ada.send(room, "Root")
    await lin.send(room, "One", replyToId=root["id"])
    await ada.ask(REMOVE, room=room, user=lin.id)
    assert await followed(lin) == []
    for person, message in ((lin, root["id"]), (eve, root["id"]), (ada, NO_ID), (ada, "nonsense")):
        for query, more in ((FOLLOW, {}), (UNFOLLOW, {}), (MARK, {"seq": 2})):
            with refused("NOT_FOUND"):
                await person.ask(query, id=message, **more)
    with refused("NOT_FOUND"):
        await lin.send(room, "Two", replyToId=root["id"])


async def test_an_edited_reply_is_as_many_replies(people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    root = await ada.send(room, "Root")
    reply = await ada.send(room, "One", replyToId=root["id"])
    before = await root_of(ada, root)
    await ada.ask(EDIT, id=reply["id"], content="One, edited")
    after = await root_of(ada, root)
    assert (after["replyCount"], after["clock"]) == (1, before["clock"])
    await ada.ask(LEAVE, room=room)
