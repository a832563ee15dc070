"""Stores what an export of Slack holds.

Everything has an id that is made of its id in Slack, so what is there already is known again.
"""

import asyncio
import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import emoji
from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from chat import text
from chat.administration import NO_PASSWORD
from chat.context import Core
from chat.drafts import Draft
from chat.heads import Head, read_head
from models.member import Member, Role
from models.message import MessageRow
from models.room import Room, RoomKind
from models.user import User
from scripts.slack_export import MENTION, Person, Place, Said, SlackExport, plain_text

OUTSIDE: Final = re.compile(r"[^a-z0-9._-]+")
SKIN: Final = re.compile(r"::skin-tone-\d$")


class SlackImport:
    """One run. `stored` and `known` count messages: new ones, and those of an earlier run."""

    def __init__(self, core: Core, export: SlackExport) -> None:
        self._core = core
        self._export = export
        self._users: dict[str, ObjectId] = {}
        self._names: dict[str, str] = {}
        self.stored = 0
        self.known = 0

    async def people(self) -> None:
        """Give everybody of the export an account, those who have none yet."""
        for person in self._export.people():
            await self._account(person)

    async def place(self, place: Place, day_done: Callable[[], None]) -> None:
        """Store a room, who is in it, and what was said there, day by day."""
        members = [self._users[slack_id] for slack_id in place.members if slack_id in self._users]
        room = await self._room(place, members)
        await self._members(room, place, members)
        seen: set[str] = set()
        for day in self._export.days(place):
            await self._day(room, place, list(self._export.said(day)), seen)
            day_done()
        await self._mark_read(room, members)

    async def _account(self, person: Person) -> ObjectId:
        user_id = _id("user", person.slack_id)
        email = (person.email or f"{person.slack_id.lower()}@slack.invalid").lower()
        found = await User.get(PydanticObjectId(user_id)) or await User.find_one({"email": email})
        if found is None:
            found = await self._new_account(user_id, person, email)
        assert found.id is not None
        self._users[person.slack_id] = found.id
        self._names[person.slack_id] = found.username
        return found.id

    async def _new_account(self, user_id: ObjectId, person: Person, email: str) -> User:
        wanted = OUTSIDE.sub("-", person.username.lower()).strip("-.")[:24].ljust(3, "-")
        for suffix in ("", *(f"-{number}" for number in range(2, 1_000))):
            if not await User.find_one({"username": wanted + suffix}):
                wanted += suffix
                break
        name = person.display_name[: text.NAME_CHARACTERS] or wanted
        user = User(
            id=PydanticObjectId(user_id),
            username=wanted,
            email=email,
            password_hash=NO_PASSWORD,
            display_name=name,
            name_key=text.name_key(name),
            disabled_at=None,
        )
        return await user.insert()

    async def _room(self, place: Place, members: Sequence[ObjectId]) -> Room:
        if place.is_direct and len(set(members)) == 2:
            key = ":".join(map(str, sorted(members)))
            known = await Room.find_one({"direct_key": key})
            room = Room(id=_room_id(place), kind=RoomKind.DIRECT, direct_key=key)
        else:
            known = None
            name = place.name[: self._core.rules.room_name_characters]
            room = Room(
                id=_room_id(place),
                kind=RoomKind.GROUP,
                name=name,
                name_key=text.name_key(name),
                topic=place.topic[: self._core.rules.topic_characters] or None,
                is_private=place.is_private,
            )
        room.created_at = room.last_message_at = place.created
        known = known or await Room.get(_room_id(place))
        return known or await room.insert()

    async def _members(self, room: Room, place: Place, members: Sequence[ObjectId]) -> None:
        owner = self._users.get(place.creator or "")
        if owner not in members:
            owner = members[0] if members else None
        assert room.id is not None
        for user_id in members:
            is_owner = room.kind is RoomKind.GROUP and user_id == owner
            role = Role.OWNER if is_owner else Role.MEMBER
            member = Member(
                room_id=room.id, user_id=PydanticObjectId(user_id), role=role, joined_at=place.created
            )
            try:
                await member.insert()
            except DuplicateKeyError:
                continue

    async def _day(self, room: Room, place: Place, said: list[Said], seen: set[str]) -> None:
        """Store what of a day is not there yet, in order; then what became of it later."""
        ids = {each.ts: _message_id(place, each.ts) for each in said}
        query = {"_id": {"$in": list(ids.values())}}
        rows = await self._core.database["messages"].find(query, {"_id": 1}).to_list()
        there = {row["_id"] for row in rows}
        roots: set[ObjectId] = set()
        new: list[Draft] = []
        for each in said:
            draft = await self._draft(room, place, each, seen)
            if draft is None:
                continue
            seen.add(each.ts)
            if draft.id in there:
                self.known += 1
                continue
            new.append(draft)
            if draft.reply_to is not None:
                roots.add(draft.reply_to)
        writer = self._core.writers.of(room)
        await asyncio.gather(*(writer.send(draft, _tell_nobody) for draft in new))  # in this order
        self.stored += len(new)
        for each in said:
            if each.ts in seen and (each.reactions or each.edited):
                await self._later(room, ids[each.ts], each)
        for root in roots:
            await self._core.thread_roots.count_on(root)

    async def _draft(self, room: Room, place: Place, said: Said, seen: set[str]) -> Draft | None:
        """The message to store; None for one without anything to read."""
        lines = [plain_text(said.text, self._names), *said.files]
        content = "\n".join(line for line in lines if line.strip())
        if not content or said.sender is None:
            return None
        sender = self._users.get(said.sender) or await self._account(_someone(said.sender))
        mentioned = dict.fromkeys(
            self._users[who] for who in MENTION.findall(said.text) if who in self._users
        )
        assert room.id is not None
        return Draft(
            room_id=room.id,
            sender_id=sender,
            client_id=f"slack:{place.slack_id}:{said.ts}",
            content=content,
            mentions=tuple(mentioned),
            reply_to=_message_id(place, said.thread) if said.thread in seen and said.thread else None,
            created_at=said.written,
            id=_message_id(place, said.ts),
        )

    async def _later(self, room: Room, message_id: ObjectId, said: Said) -> None:
        """Put the reactions on a message, and say that it was edited."""
        reactions = [
            {"emoji": _emoji(name), "user_ids": [self._users[who] for who in users if who in self._users]}
            for name, users in said.reactions
        ]
        given = [each for each in reactions if each["user_ids"]]

        def mutation(row: MessageRow) -> dict[str, Any] | None:
            same = row["reactions"] == given and row["edited_at"] == said.edited
            return None if same else {"reactions": given, "edited_at": said.edited}

        await self._core.writers.of(room).change(message_id, mutation, _tell_nobody)

    async def _mark_read(self, room: Room, members: Sequence[ObjectId]) -> None:
        """What came from elsewhere is nobody's news."""
        assert room.id is not None
        head = await read_head(self._core.database["messages"], room.id, Head(0, 0))
        who = {"room_id": room.id, "user_id": {"$in": list(members)}}
        marks = {"read_seq": head.seq, "delivered_seq": head.seq}
        await self._core.database["members"].update_many(who, {"$max": marks})


def _someone(slack_id: str) -> Person:
    """A program, or somebody whom the list of people leaves out."""
    return Person(slack_id, f"slack-{slack_id}", f"Slack {slack_id}", None, is_gone=True)


def _id(*parts: str) -> ObjectId:
    return ObjectId(hashlib.sha256("\n".join(("slack", *parts)).encode()).digest()[:12])


def _room_id(place: Place) -> PydanticObjectId:
    return PydanticObjectId(_id("room", place.slack_id))


def _message_id(place: Place, ts: str) -> ObjectId:
    return _id("message", place.slack_id, ts)


def _emoji(name: str) -> str:
    """The emoji of a name; a custom one stays a name."""
    code = f":{SKIN.sub('', name)}:"
    return str(emoji.emojize(code, language="alias"))[: text.EMOJI_CHARACTERS]


def _tell_nobody(_: MessageRow) -> None:
    return
