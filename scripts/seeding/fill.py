"""Carrying out a plan: everything through the public API, and again without doing anything twice."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import Any, Final, TypeVar

from scripts.seeding.names import Person
from scripts.seeding.plan import Plan, PlannedMessage, PlannedRoom
from scripts.seeding.progress import Progress
from scripts.seeding.server import Json, Refused, SeedFailed, Server

PASSWORD: Final = "a lively team"
THREADS: Final = 12  # requests under way at once

REGISTER: Final = "mutation($input: RegisterInput!) { register(input: $input) { accessToken user { id } } }"
LOGIN: Final = "mutation($input: LoginInput!) { login(input: $input) { accessToken user { id } } }"
MY_GROUPS: Final = "{ viewer { rooms(first: 100) { nodes { id kind name } } } }"
CREATE_ROOM: Final = "mutation($input: CreateRoomInput!) { createRoom(input: $input) { id } }"
OPEN_DIRECT_ROOM: Final = "mutation($userId: ID!) { openDirectRoom(userId: $userId) { id } }"
SEND: Final = "mutation($input: SendMessageInput!) { sendMessage(input: $input) { id deletedAt } }"
EDIT: Final = "mutation($id: ID!, $content: String!) { editMessage(id: $id, content: $content) { id } }"
DELETE: Final = "mutation($id: ID!) { deleteMessage(id: $id) { id } }"
REACT: Final = "mutation($id: ID!, $emoji: String!) { addReaction(messageId: $id, emoji: $emoji) { id } }"
MARK_READ: Final = "mutation($id: ID!, $seq: Int!) { markRead(roomId: $id, seq: $seq) { readSeq } }"

T = TypeVar("T")


class Stopped(Exception):
    """Another thread has failed."""


class Account:
    """A person who is signed in, and signs in again when the session's access has ended."""

    def __init__(self, server: Server, person: Person) -> None:
        self._server = server
        self._person = person
        try:
            signed_in = self._register()
        except Refused as refused:
            if refused.code != "CONFLICT":
                raise SeedFailed(f"{person.username} cannot be registered: {refused}") from None
            signed_in = self._login()
        self.id: str = signed_in["user"]["id"]
        self._token: str = signed_in["accessToken"]

    def ask(self, query: str, **variables: Any) -> Json:
        """The data of the answer to what this person asks."""
        try:
            return self._server.ask(query, self._token, **variables)
        except Refused as refused:
            if refused.code != "UNAUTHENTICATED":
                raise
        self._token = self._login()["accessToken"]
        return self._server.ask(query, self._token, **variables)

    def _register(self) -> Json:
        person = self._person
        account = {"username": person.username, "email": person.email, "displayName": person.name}
        found: Json = self._server.ask(REGISTER, input={**account, "password": PASSWORD})["register"]
        return found

    def _login(self) -> Json:
        try:
            account = {"login": self._person.username, "password": PASSWORD}
            found: Json = self._server.ask(LOGIN, input=account)["login"]
        except Refused:
            raise SeedFailed(
                f"The username {self._person.username} belongs to somebody else there; try another --seed."
            ) from None
        return found


class Filling:
    """One run: the accounts of the plan's people, and how far it has come."""

    def __init__(self, server: Server, plan: Plan, progress: Progress) -> None:
        self._server = server
        self._plan = plan
        self._progress = progress
        self._stopping = threading.Event()
        self._accounts: list[Account] = []

    def run(self) -> None:
        """Carry the plan out. Raises SeedFailed, or Refused for what a development server does not refuse."""
        with ThreadPoolExecutor(THREADS) as pool:
            try:
                self._accounts = self._all(pool, self._sign_in, self._plan.people)
                rooms = [(room, self._open(room)) for room in self._plan.rooms]
                rooms.sort(key=lambda opened: -len(opened[0].messages))  # the longest take longest
                self._all(pool, self._talk, rooms)
            finally:
                self._stopping.set()

    def _all(self, pool: ThreadPoolExecutor, step: Callable[[Any], T], items: Iterable[Any]) -> list[T]:
        """The step for every item, several at once. The first failure ends the others, and is raised."""
        futures = [pool.submit(step, item) for item in items]
        done, waiting = wait(futures, return_when=FIRST_EXCEPTION)
        for future in done:
            if future.exception() is not None:
                self._stopping.set()
        for future in waiting:
            future.cancel()
        failures = [future.exception() for future in done]
        for failure in failures:
            if failure is not None and not isinstance(failure, Stopped):
                raise failure
        return [future.result() for future in futures]

    def _step(self) -> None:
        if self._stopping.is_set():
            raise Stopped
        self._progress.advance()

    def _sign_in(self, person: Person) -> Account:
        account = Account(self._server, person)
        self._step()
        return account

    def _open(self, room: PlannedRoom) -> str:
        """The id of the room, made unless an earlier run has made it."""
        owner, others = self._accounts[room.members[0]], room.members[1:]
        self._step()
        if room.kind.name is None:
            direct = owner.ask(OPEN_DIRECT_ROOM, userId=self._accounts[others[0]].id)
            return str(direct["openDirectRoom"]["id"])
        for known in owner.ask(MY_GROUPS)["viewer"]["rooms"]["nodes"]:
            if known["name"] == room.kind.name:
                return str(known["id"])
        wanted = {"name": room.kind.name, "topic": room.kind.topic, "isPrivate": room.kind.is_private}
        members = [self._accounts[member].id for member in others]
        return str(owner.ask(CREATE_ROOM, input={**wanted, "memberIds": members})["createRoom"]["id"])

    def _talk(self, opened: tuple[PlannedRoom, str]) -> None:
        """One message after another: that is their order in the room."""
        room, room_id = opened
        sent: list[str] = []
        for message in room.messages:
            sent.append(self._say(room_id, message, sent))
        for member, seq in zip(room.members, room.read, strict=True):
            self._accounts[member].ask(MARK_READ, id=room_id, seq=seq)
            self._step()

    def _say(self, room_id: str, message: PlannedMessage, sent: list[str]) -> str:
        """Send a message, and let happen what became of it. Returns its id."""
        sender = self._accounts[message.sender]
        reply_to = None if message.reply_to is None else sent[message.reply_to]
        written = {"content": message.content, "createdAt": message.written_at.isoformat()}
        named = {"roomId": room_id, "clientId": message.client_id, "replyToId": reply_to}
        stored = sender.ask(SEND, input={**written, **named})["sendMessage"]
        self._step()
        if message.edited is not None:
            sender.ask(EDIT, id=stored["id"], content=message.edited)
            self._step()
        for emoji, member in message.reactions:
            self._accounts[member].ask(REACT, id=stored["id"], emoji=emoji)
            self._step()
        if message.is_deleted:
            sender.ask(DELETE, id=stored["id"])
            self._step()
        return str(stored["id"])
