"""Parley with a person of their own behind every socket."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from bson import ObjectId
from pymongo import MongoClient

from bench import people
from bench.contenders.parley import DATABASE_NAME, SECRET, Parley
from bench.contenders.peers import open_graphql, subscribe
from bench.load_client import Step
from chat.tokens import Tokens

MESSAGE = "id seq clock content createdAt sender { id username displayName }"
EVENT = f"__typename ... on MessageSent {{ roomId message {{ {MESSAGE} }} }}"
EVENTS = f"subscription {{ events {{ {EVENT} }} }}"
ROOM_EVENTS = (
    "subscription($roomId: ID!, $since: Int) { roomEvents(roomId: $roomId, since: $since) { "
    f"{EVENT} ... on RoomSynced {{ roomId clock reset messages {{ {MESSAGE} }} }} }} }}"
)


class Crowd(Parley):
    """`listeners` are the rooms of each person; the first member of a room sends into it."""

    name: ClassVar[str] = "Parley, GraphQL"

    def __init__(self, folder: Path, listeners: Sequence[Sequence[int]], instances: int = 1) -> None:
        super().__init__(folder, 1 + max(max(rooms) for rooms in listeners), instances)
        self._listeners = listeners
        self._tokens: list[str] = []

    def prepare(self) -> None:
        tokens = Tokens([SECRET], timedelta(hours=12))
        with MongoClient[dict[str, Any]](self.database.url) as client:
            database = client[DATABASE_NAME]
            profiles = people.add_people(database, len(self._listeners))
            sessions = people.add_sessions(database, [profile["_id"] for profile in profiles])
            members: list[list[ObjectId]] = [[] for _ in range(self.room_count)]
            for session, profile, rooms in zip(sessions, profiles, self._listeners, strict=True):
                self._tokens.append(tokens.access_token(profile["_id"], session))
                for room in rooms:
                    members[room].append(profile["_id"])
            for number, ids in enumerate(members):
                self.rooms.append(str(people.add_room(database, f"Room {number}", ids).id))
        self._senders = {room: person for person, rooms in enumerate(self._listeners) for room in rooms}

    def listen(self, rooms: Sequence[int], person: int = 0) -> list[Step]:
        """All that is the person's."""
        return [*self._open(person), Step(subscribe("1", EVENTS))]

    def listen_since(self, room: int, person: int, clock: int) -> list[Step]:
        """One room, from this clock on; over when the past is there."""
        ask = subscribe("1", ROOM_EVENTS, roomId=self.rooms[room], since=clock)
        return [*self._open(person), Step(ask, b'"RoomSynced"')]

    def send(self, room: int) -> bytes:
        self.token = self._tokens[self._senders[room]]
        return super().send(room)

    def database_queries(self) -> int:
        """How many queries the database has answered."""
        with MongoClient[dict[str, Any]](self.database.url) as client:
            counters = client.admin.command("serverStatus")["opcounters"]
        return int(counters["query"] + counters["getmore"])

    def clocks(self) -> list[int]:
        """Where each room stands."""
        with MongoClient[dict[str, Any]](self.database.url) as client:
            messages = client[DATABASE_NAME]["messages"]
            return [messages.count_documents({"room_id": ObjectId(room)}) for room in self.rooms]

    def _open(self, person: int) -> list[Step]:
        return open_graphql({"authorization": f"Bearer {self._tokens[person]}"})
