"""An act and its audit entry: whatever breaks between the two, both are there or neither is."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, TypeAlias

from models.embedded import EmbeddedDatabase
from tests.chat.asking import ADD, DELETE, INVITE, PIN, REMOVE, REPORT, SET_ROLE, USE
from tests.fixtures.people import People, Person
from tests.fixtures.proxies import DatabaseProxy, insert_into
from tests.fixtures.servers import Instance
from tests.fixtures.sockets import Json

UPDATE: Final = (
    'mutation($room: ID!) { updateRoom(input: {roomId: $room, name: "Coffee", slowModeSeconds: 5}) { id } }'
)
STATE: Final = """query($room: ID!, $id: ID!) {
    room(id: $room) {
        name slowModeSeconds
        members { nodes { role user { id } } }
        pins { message { id } }
        invites { code uses }
        reports { id }
        audit { nodes { act } }
    }
    message(id: $id) { deletedAt clock }
}"""


class Scene:
    """A room of ada's with bob in it, a message of his, and an invite for eve."""

    def __init__(self, ada: Person, bob: Person, eve: Person) -> None:
        self.ada, self.bob, self.eve = ada, bob, eve
        self.room = self.message = self.code = ""

    async def set(self) -> "Scene":
        self.room = await self.ada.create_room(self.bob)
        self.message = (await self.bob.send(self.room, "Hm"))["id"]
        made = await self.ada.ask(INVITE, invite={"roomId": self.room})
        self.code = made["createInvite"]["code"]
        return self

    async def state(self) -> Json:
        return await self.ada.ask(STATE, room=self.room, id=self.message)

    async def entries(self) -> list[str]:
        """The acts in the audit list since the invite, the newest first."""
        nodes = (await self.state())["room"]["audit"]["nodes"]
        return [node["act"] for node in nodes][:-1]

    def at(self, address: str) -> "Scene":
        """The same at another instance."""
        scene = Scene(self.ada.at(address), self.bob.at(address), self.eve.at(address))
        scene.room, scene.message, scene.code = self.room, self.message, self.code
        return scene


Act: TypeAlias = Callable[[Scene], Awaitable[Json]]

ACTS: Final[dict[str, Act]] = {
    "MESSAGE_PINNED": lambda at: at.ada.ask(PIN, id=at.message),
    "MESSAGE_DELETED": lambda at: at.ada.ask(DELETE, id=at.message),
    "MESSAGE_REPORTED": lambda at: at.bob.ask(REPORT, id=at.message, reason="Rude"),
    "MEMBERS_ADDED": lambda at: at.ada.ask(ADD, room=at.room, users=[at.eve.id]),
    "MEMBER_REMOVED": lambda at: at.ada.ask(REMOVE, room=at.room, user=at.bob.id),
    "ROLE_CHANGED": lambda at: at.ada.ask(SET_ROLE, room=at.room, user=at.bob.id, role="ADMIN"),
    "INVITE_CREATED": lambda at: at.ada.ask(INVITE, invite={"roomId": at.room}),
    "INVITE_USED": lambda at: at.eve.ask(USE, code=at.code),
    "SLOW_MODE_SET": lambda at: at.ada.ask(UPDATE, room=at.room),
}


async def scenes(people: People) -> dict[str, Scene]:
    trio = await people.register_all("ada", "bob", "eve")
    return {name: await Scene(*trio).set() for name in ACTS}


async def test_a_server_that_dies_between_an_act_and_its_entry_has_done_neither(tmp_path: Path) -> None:
    with EmbeddedDatabase(tmp_path / "database") as database:
        async with DatabaseProxy.before(database.url, insert_into("audit")) as proxy:
            server = Instance(tmp_path, proxy.url)
            await asyncio.to_thread(server.start)
            async with People.at(server.address) as people:
                set_up = await scenes(people)
                before = {name: await scene.state() for name, scene in set_up.items()}
                proxy.hold = True
                acts = [asyncio.ensure_future(ACTS[name](set_up[name])) for name in ACTS]
                await proxy.until_held(len(acts))
                server.kill()
                await asyncio.gather(*acts, return_exceptions=True)
                proxy.hold = False
                await asyncio.to_thread(server.start)
                assert {name: await scene.state() for name, scene in set_up.items()} == before
            await asyncio.to_thread(server.stop)


async def test_a_connection_that_breaks_between_an_act_and_its_entry_doubles_neither(
    people: People, tmp_path: Path, database_url: str
) -> None:
    async with DatabaseProxy.before(database_url, insert_into("audit")) as proxy:
        instance = Instance(tmp_path, proxy.url)
        await asyncio.to_thread(instance.start)
        try:
            for name, scene in (await scenes(people)).items():
                proxy.cut = True
                await ACTS[name](scene.at(instance.address))
                assert not proxy.cut
                told = await scene.entries()
                assert told == (["SLOW_MODE_SET", "ROOM_UPDATED"] if name == "SLOW_MODE_SET" else [name])
        finally:
            await asyncio.to_thread(instance.stop)
