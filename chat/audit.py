"""The audit list of a room: what was done there with more rights than everyone has.

An act and its entry are written in one transaction: after a crash, or a lost connection, both are there or
neither is. An entry takes the next number of the room; the unique index refuses a number that another
instance was faster with, and then the whole act runs again. A page is a range of numbers.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeAlias

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError, PyMongoError

from chat.access import Act, access_room
from chat.context import Context
from models.audit import AuditAct, AuditEntry, Change
from models.database import Database

FIRST: Final = 1


@dataclass(frozen=True, slots=True)
class Done:
    """What is to be told of an act: whom or what it was done to, and how."""

    act: AuditAct
    user_id: ObjectId | None = None
    message_id: ObjectId | None = None
    detail: str | None = None
    changes: Sequence[Change] = ()


Step: TypeAlias = Callable[[AsyncClientSession], Awaitable[Sequence[Done]]]
"""Writes in the transaction of the session, and says what to tell of it: nothing if nothing changed.

It may run several times, and only the last one counts; what it inserts under a unique index it looks for
first.
"""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, the newest first."""

    entries: list[AuditEntry]
    has_next: bool


async def record(ctx: Context, room_id: ObjectId, step: Step) -> bool:
    """Do what the step does and write down what it tells, both or neither. Gives whether it told anything.

    Raises whatever the step raises, with nothing done.
    """

    async def run(session: AsyncClientSession) -> int:
        return await write_entries(ctx, room_id, await step(session), session)

    async with ctx.core.audit_turns.of(room_id):
        while True:
            try:
                async with ctx.core.database.client.start_session() as session:
                    last = await session.with_transaction(run)
            except DuplicateKeyError:  # another was faster with the number, or with what the step inserts
                continue
            await _keep_hint(ctx.core.database, room_id, last)
            return last > 0


async def write_entries(
    ctx: Context, room_id: ObjectId, done: Sequence[Done], session: AsyncClientSession
) -> int:
    """Write down what the asker does in the transaction of the session. Gives the last number, 0 for none."""
    if not done:
        return 0
    last = await _last_number(ctx.core.database, room_id, session)
    entries = [
        AuditEntry(
            room_id=PydanticObjectId(room_id),
            number=number,
            act=each.act,
            actor_id=PydanticObjectId(ctx.user_id),
            user_id=PydanticObjectId(each.user_id) if each.user_id else None,
            message_id=PydanticObjectId(each.message_id) if each.message_id else None,
            detail=each.detail,
            changes=list(each.changes),
        )
        for number, each in enumerate(done, last + 1)
    ]
    await AuditEntry.insert_many(entries, session=session)
    return last + len(entries)


async def audit_page(ctx: Context, room_id: str | ObjectId, *, first: int, before: int | None) -> AuditPage:
    """The newest entries, or those before a number. For owners and admins of a group: raises NotAllowed."""
    access = await access_room(ctx, room_id, Act.MODERATE)
    end = before or await _last_number(ctx.core.database, access.room_id) + 1
    begin = max(FIRST, end - first)
    numbers = {"$gte": begin, "$lte": end - 1}
    found = await AuditEntry.find({"room_id": access.room_id, "number": numbers}).to_list()
    return AuditPage(sorted(found, key=lambda entry: entry.number, reverse=True), has_next=begin > FIRST)


async def _keep_hint(database: Database, room_id: ObjectId, number: int) -> None:
    """Let the room say where its audit list ends. Without it the list is read from further back."""
    with suppress(PyMongoError):
        if number:
            await database["rooms"].update_one({"_id": room_id}, {"$max": {"last_audit": number}})


async def _last_number(
    database: Database, room_id: ObjectId, session: AsyncClientSession | None = None
) -> int:
    """The number of the newest entry. The room has a hint at it, from which on it is read."""
    room = await database["rooms"].find_one({"_id": room_id}, {"last_audit": 1}, session=session) or {}
    hint = int(room.get("last_audit", 0))
    later = {"room_id": room_id, "number": {"$gt": hint}}
    rows = database["audit"].find(later, {"number": 1}, session=session)
    return max([hint, *(int(row["number"]) for row in await rows.to_list())])
