"""A room to search in, and what a search finds in it."""

from typing import Any, Final

from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json

SEARCH: Final = (
    "query($q: String!, $room: ID, $first: Int! = 20, $after: String) "
    "{ searchMessages(query: $q, roomId: $room, first: $first, after: $after) "
    "{ nodes { content matches(query: $q) { begin end } } pageInfo { hasNextPage endCursor } } }"
)


async def found(person: Person, query: str, room: str | None = None, **page: Any) -> list[str]:
    """The texts that a search finds, in its order."""
    answer = await person.ask(SEARCH, q=query, room=room, **page)
    return [node["content"] for node in answer["searchMessages"]["nodes"]]


class Talk:
    """Somebody alone with a room and what they said there."""

    def __init__(self, person: Person, room: str) -> None:
        self.person, self.room = person, room

    @classmethod
    async def of(cls, people: People, *texts: str) -> "Talk":
        person = await people.register("ada")
        talk = cls(person, await person.create_room())
        for text in texts:
            await talk.say(text)
        return talk

    async def say(self, text: str, **more: Any) -> Json:
        return await self.person.send(self.room, text, **more)

    async def found(self, query: str, **page: Any) -> list[str]:
        return await found(self.person, query, **page)
