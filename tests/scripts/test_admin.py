"""`scripts/admin`: what the person on call does, on the database of an instance that runs."""

import asyncio
import gzip
import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId
from pymongo import AsyncMongoClient

from tests.fixtures.people import PASSWORD, People, Person
from tests.fixtures.servers import Instance, RedisServer
from tests.fixtures.sockets import Refused

NAME = "parley_admin"
COPY = "parley_admin_copy"
LOGIN = "mutation($in: LoginInput!) { login(input: $in) { accessToken user { id } } }"


@pytest.fixture(scope="module")
def own(folder: Path, database_url: str, redis: RedisServer) -> Iterator[Instance]:
    """An instance with a database of its own, small enough to be looked at whole."""
    with Instance(folder, database_url, DATABASE_NAME=NAME, REDIS_URL=redis.url) as instance:
        yield instance


@pytest.fixture(scope="module")
async def client(database_url: str) -> AsyncIterator[AsyncMongoClient[dict[str, Any]]]:
    async with AsyncMongoClient[dict[str, Any]](database_url, tz_aware=True) as found:
        yield found


@pytest.fixture
async def people(own: Instance) -> AsyncIterator[People]:
    async with People.at(own.address) as found:
        yield found


class Admin:
    """Runs the script beside an instance."""

    def __init__(self, instance: Instance) -> None:
        self._environment = instance.environment()

    async def __call__(self, *arguments: str, said: str = "", database: str = NAME) -> tuple[int, str]:
        """The exit code, and everything that it printed."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "scripts.admin", *arguments),
            env=self._environment | {"DATABASE_NAME": database, "LOG_LEVEL": "error"},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _ = await process.communicate(said.encode())
        assert process.returncode is not None
        return process.returncode, printed.decode()


@pytest.fixture
def admin(own: Instance) -> Admin:
    return Admin(own)


async def sign_in(people: People, name: str, password: str = PASSWORD) -> str:
    """The user's id. Raises Refused."""
    answer = await people.stranger().ask(LOGIN, **{"in": {"login": name, "password": password}})
    return str(answer["login"]["user"]["id"])


async def conversation(people: People) -> tuple[Person, Person, str]:
    """Two people, their group, and what they said in it."""
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    first = await ada.send(room, "Tea at four?")
    await lin.send(room, "Darjeeling.", replyToId=first["id"])
    await ada.ask('mutation($id: ID!) { addReaction(messageId: $id, emoji: "🍵") { id } }', id=first["id"])
    return ada, lin, room


async def test_an_account_is_made_disabled_and_enabled(people: People, admin: Admin) -> None:
    code, printed = await admin("create", "Grace", "grace@example.org", said=f"{PASSWORD}\n")
    user_id = await sign_in(people, "grace")
    assert (code, printed) == (0, f"Made grace, {user_id}.\n")
    assert await admin("create", "grace", "other@example.org", said=f"{PASSWORD}\n") == (
        1,
        "This username or email is taken.\n",
    )
    assert await admin("disable", "grace@example.org") == (0, "Disabled grace, and ended 1 sessions.\n")
    with pytest.raises(Refused):
        await sign_in(people, "grace")
    await admin("enable", user_id)
    assert await sign_in(people, "grace") == user_id


async def test_signing_out_closes_the_sockets(people: People, admin: Admin) -> None:
    ada = await people.register()
    async with ada.socket() as socket:
        assert await admin("sign-out", ada.username) == (0, f"Ended 1 sessions of {ada.username}.\n")
        assert await socket.closed() == (4401, "Unauthorized")


async def test_a_member_is_promoted_in_a_room(people: People, admin: Admin) -> None:
    _, lin, room = await conversation(people)
    assert (await admin("promote", lin.username, room))[0] == 0
    rename = 'mutation($id: ID!) { updateRoom(input: {roomId: $id, name: "Coffee"}) { name } }'
    assert (await lin.ask(rename, id=room))["updateRoom"]["name"] == "Coffee"
    assert await admin("promote", lin.username, str(ObjectId())) == (1, "There is no such group.\n")


async def test_a_person_gets_their_data_and_is_erased(people: People, admin: Admin) -> None:
    ada, lin, room = await conversation(people)
    code, printed = await admin("export-user", ada.username)
    data = json.loads(printed)
    assert code == 0
    assert data["account"]["email"] == f"{ada.username}@example.org"
    assert [message["content"] for message in data["messages"]] == ["Tea at four?"]
    assert [found["id"] for found in data["rooms"]] == [room]
    assert "hash" not in printed

    assert (await admin("erase", ada.username))[0] == 1  # not without --yes
    assert await admin("erase", ada.username, "--yes") == (0, f"Erased {ada.id}, and emptied 0 messages.\n")
    with pytest.raises(Refused):
        await sign_in(people, ada.username)
    told = await lin.ask(
        "query($id: ID!) { room(id: $id) { messages { nodes { content sender { displayName username } } } "
        "members { nodes { role user { id } } } } }",
        id=room,
    )
    first = told["room"]["messages"]["nodes"][0]
    assert first == {
        "content": "Tea at four?",
        "sender": {"displayName": "Deleted account", "username": f"deleted-{ada.id}"},
    }
    assert told["room"]["members"]["nodes"] == [{"role": "OWNER", "user": {"id": lin.id}}]


async def test_what_was_said_goes_too_if_asked(people: People, admin: Admin) -> None:
    ada, lin, room = await conversation(people)
    async with lin.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        code, printed = await admin("erase", ada.id, "--with-messages", "--yes")
        assert (code, printed) == (0, f"Erased {ada.id}, and emptied 1 messages.\n")
        assert (await ear.until_type("MessageDeleted"))["message"]["content"] == ""


async def test_a_workspace_comes_back_as_it_was(
    people: People, admin: Admin, client: AsyncMongoClient[dict[str, Any]], tmp_path: Path
) -> None:
    await conversation(people)
    await client[NAME]["messages"].update_one(
        {"content": "Darjeeling.", "deleted_at": None}, {"$set": {"terms": []}}
    )
    assert await admin("terms") == (0, "1 messages had other terms.\n")
    assert await admin("check") == (0, "0 findings.\n")
    first, again = tmp_path / "workspace.jsonl.gz", tmp_path / "again.jsonl"
    assert (await admin("export", str(first)))[0] == 0
    assert (await admin("import", str(first), database=COPY))[0] == 0
    assert (await admin("export", str(again), database=COPY))[0] == 0
    assert sorted(gzip.decompress(first.read_bytes()).splitlines()) == sorted(again.read_bytes().splitlines())
    assert len(again.read_bytes().splitlines()) > 10
    assert await client[COPY]["sessions"].count_documents({}) == 0

    code, printed = await admin("import", str(first), database=COPY)
    assert (code, "This database is not empty" in printed) == (1, True)
    await client[COPY]["messages"].delete_many({})  # as if it had been cut off
    assert (await admin("import", str(first), "--resume", database=COPY))[0] == 0
    assert await admin("check", database=COPY) == (0, "0 findings.\n")
    count = await client[COPY]["messages"].count_documents({})
    assert count == again.read_text().count('{"in": "messages"')


async def test_what_does_not_hold_is_found(
    people: People, admin: Admin, client: AsyncMongoClient[dict[str, Any]]
) -> None:
    ada, lin, room_id = await conversation(people)
    database, room = client[NAME], ObjectId(room_id)
    await ada.send(room_id, "One more.")
    await database["messages"].update_one(
        {"room_id": room, "seq": 2}, {"$set": {"seq": 9, "reply_to": ObjectId()}}
    )
    await database["members"].update_one(
        {"room_id": room, "user_id": ObjectId(lin.id)}, {"$set": {"read_seq": 40}}
    )
    await database["rooms"].update_one({"_id": room}, {"$set": {"clock": 70}})
    code, printed = await admin("check")
    for name in ("messages", "members", "rooms"):  # nobody else finds it
        await database[name].delete_many({"_id" if name == "rooms" else "room_id": room})
    assert code == 1
    found = [line.removeprefix(f"{room_id}  ") for line in printed.splitlines() if line.startswith(room_id)]
    assert " are ahead of 9, " in found.pop(0)  # the other hint may have been written or not
    assert found == [
        "the numbers 1 to 9 are not dense",
        "message 9 answers none of its room",
        f"the member {lin.id} has marks past the last message, 9",
    ]
