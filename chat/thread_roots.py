"""The roots of threads: each tells how many replies it has, when the last came and from whom.

That is derived from the replies and written onto the root under the room's next clock value, so that whoever
reads the root, hears the room or catches up on it knows. The reply and its root are two writes; what holds
between them is told in docs/decisions/0010-a-root-tells-of-its-thread.md.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

import structlog
from bson import ObjectId
from pymongo.errors import PyMongoError

from chat.batching import Batch
from chat.bus import Bus
from chat.errors import ChatError, MessageNotFound
from chat.events import ThreadChanged, room_channel
from chat.reads import Reads
from chat.terms import terms_of
from chat.writers import Writers
from models.database import Database, Row
from models.message import MessageRow, Thread

log = structlog.get_logger()

REPLIERS_TOLD: Final = 3
REPLY_FIELDS: Final = dict.fromkeys(("seq", "sender_id", "created_at", "deleted_at"), 1)


class Overtaken(Exception):
    """Someone else moved the root meanwhile."""


class ThreadRoots:
    """Brings roots up to date with their replies. Doing so again changes nothing.

    When the database does not answer, a root stays behind until the next reply, a repeat of the last one, or
    a look at the thread.
    """

    def __init__(self, database: Database, reads: Reads, writers: Writers, bus: Bus) -> None:
        self._messages = database["messages"]
        self._reads = reads
        self._writers = writers
        self._bus = bus
        self._count_on = Batch[ObjectId, bool](self._count_on_together).load

    async def count_on(self, root_id: ObjectId) -> None:
        """Let the root tell of replies past those that it tells of. Many at once are one change of it."""
        await self._count_on(root_id)

    async def count_anew(self, root_id: ObjectId) -> None:
        """Let the root tell of what is left of all its replies: one of them was deleted."""
        await self._try(root_id, anew=True)

    async def _count_on_together(self, root_ids: Sequence[ObjectId]) -> Mapping[ObjectId, bool]:
        done = await asyncio.gather(*(self._try(root_id, anew=False) for root_id in root_ids))
        return dict(zip(root_ids, done, strict=True))

    async def _try(self, root_id: ObjectId, *, anew: bool) -> bool:
        try:
            while not await self._update(root_id, anew=anew):
                pass
        except (PyMongoError, ChatError) as error:
            log.warning("threads.root_behind", root_id=str(root_id), reason=type(error).__name__)
            return False
        return True

    async def _update(self, root_id: ObjectId, *, anew: bool) -> bool:
        """False when the root was moved under our hands: then it is read and counted again."""
        root = await self._messages.find_one({"_id": root_id}, {"room_id": 1, "thread": 1})
        room = await self._reads.room_lately(root["room_id"]) if root else None
        if root is None or room is None:
            raise MessageNotFound
        before = cast(Thread | None, root.get("thread"))
        counted = None if anew else before
        after = _counted(counted, await self._replies(root_id, counted["seq"] if counted else 0))
        if after == before:
            return True

        def mutation(row: MessageRow) -> Mapping[str, object]:
            if row.get("thread") != before:
                raise Overtaken
            return {"thread": after, "terms": terms_of({**row, "thread": after})}

        def announce(row: MessageRow) -> None:
            self._bus.publish(ThreadChanged(row["room_id"], row), [room_channel(row["room_id"])])

        try:
            await self._writers.of(room).change(root_id, mutation, announce)
        except Overtaken:
            return False
        return True

    async def _replies(self, root_id: ObjectId, after: int) -> list[Row]:
        found = self._messages.find({"reply_to": root_id, "seq": {"$gt": after}}, REPLY_FIELDS)
        return sorted(await found.to_list(), key=lambda row: int(row["seq"]))


def _counted(before: Thread | None, replies: Iterable[Row]) -> Thread | None:
    """What a root tells that told of `before`, with further replies in order of seq; None for none at all."""
    thread = before
    for reply in replies:
        known = thread or Thread(replies=0, seq=0, last_at=None, repliers=[])
        thread = {**known, "seq": reply["seq"]}
        if reply["deleted_at"] is None:
            sender = reply["sender_id"]
            others = [user_id for user_id in known["repliers"] if user_id != sender]
            thread["replies"] += 1
            thread["last_at"] = reply["created_at"]
            thread["repliers"] = [sender, *others][:REPLIERS_TOLD]
    return thread
