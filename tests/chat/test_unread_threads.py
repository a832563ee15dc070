"""How many of the threads that one follows have something to read."""

from tests.chat.asking import DELETE, REMOVE
from tests.chat.test_threads import MARK
from tests.fixtures.people import People, Person


async def unread_threads(person: Person) -> int:
    """As GraphQL and REST tell it."""
    headers = {"Authorization": f"Bearer {person.access_token}"}
    page = await person.http.get(f"http://{person.address}/api/threads?limit=1", headers=headers)
    count: int = (await person.ask("{ viewer { unreadThreads } }"))["viewer"]["unreadThreads"]
    assert page.json()["unreadThreads"] == count
    return count


async def test_threads_with_unread_replies_are_counted(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin, eve)
    roots = [await ada.send(room, f"Root {number}") for number in range(3)]
    assert await unread_threads(ada) == 0
    await lin.send(room, "Reply", replyToId=roots[0]["id"])
    await lin.send(room, "Reply", replyToId=roots[1]["id"])
    reply = await lin.send(room, "Reply", replyToId=roots[1]["id"])
    assert (await unread_threads(ada), await unread_threads(lin), await unread_threads(eve)) == (2, 0, 0)
    await ada.ask(MARK, id=roots[1]["id"], seq=reply["seq"])
    assert await unread_threads(ada) == 1
    await lin.ask(DELETE, id=(await lin.send(room, "Gone", replyToId=roots[2]["id"]))["id"])
    assert await unread_threads(ada) == 1, "a deleted reply is nothing to read"
    await ada.send(room, "Mine", replyToId=roots[0]["id"])
    assert (await unread_threads(ada), await unread_threads(lin)) == (0, 1)
    await ada.ask(REMOVE, room=room, user=lin.id)
    assert await unread_threads(lin) == 0


async def test_who_hears_of_a_thread_already_follows_it(people: People) -> None:
    """A client that hears of the first reply asks how much is unread, and must not ask too early."""
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    root = await ada.send(room, "Root")
    async with ada.listening() as ear:
        await lin.send(room, "Reply", replyToId=root["id"])
        await ear.until_type("ThreadChanged")
        assert await unread_threads(ada) == 1
