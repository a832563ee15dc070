"""The ordered writers: how a message gets its number.

Each active room has one writer in the process. It knows the room's head (seq s, clock c) and writes s+1, c+1
under unique indexes, which refuse the write if another instance was faster; then it reads the head again and
tries once more. While one write is under way later sends queue, and go together as one ordered insert.
Whoever can see a number can therefore see every number before it.
"""

import asyncio
from collections import deque
from typing import Any, Final, cast

import structlog
from bson import ObjectId
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError, PyMongoError

from chat import measures
from chat.drafts import Announce, Beside, Draft, Mutation, PendingChange, PendingSend, row_of
from chat.errors import ClientIdTaken, DatabaseAway, MessageNotFound
from chat.heads import Head, read_head
from chat.hints import HeadHints
from chat.inserting import Refusal, insert
from chat.lulls import Lulls
from models.database import Collection
from models.message import ROW_FIELDS, MessageRow

log = structlog.get_logger()

BATCH_LIMIT: Final = 256  # messages in one insert
CLOCKS_KEPT: Final = 4_096  # clock values that a message remembers having taken
TRY_FOR: Final = 6.0  # seconds before a write that the database does not answer is given up
RETRY_PAUSE: Final = 0.05  # seconds before the database is asked again


class RoomWriter:
    """Writes one room's messages and changes, one after another."""

    def __init__(
        self, room_id: ObjectId, known: Head, messages: Collection, hints: HeadHints, lulls: Lulls
    ) -> None:
        self._room_id = room_id
        self._messages = messages
        self._hints = hints
        self._lulls = lulls
        self._head = known
        self._head_is_stale = True
        self._queue: deque[PendingSend | PendingChange] = deque()
        self._sends: dict[tuple[ObjectId, str, bytes], PendingSend] = {}
        self._task: asyncio.Task[None] | None = None

    @property
    def is_idle(self) -> bool:
        return self._task is None

    async def send(self, draft: Draft, announce: Announce) -> MessageRow:
        """Store the message once, and return it as it is stored.

        A repeat of (sender_id, client_id) returns the message of the first time and announces nothing.
        Raises ClientIdTaken when that one had another body, DatabaseAway when the outcome is unknown.
        """
        key = (draft.sender_id, draft.client_id or str(draft.id), draft.body_hash)
        pending = self._sends.get(key)
        if pending is None:
            pending = self._sends[key] = PendingSend(announce, draft=draft)
            pending.done.add_done_callback(lambda _: self._sends.pop(key, None))
            self._enqueue(pending)
        with measures.SENDS.time():
            return await asyncio.shield(pending.done)

    async def change(
        self, message_id: ObjectId, mutation: Mutation, announce: Announce, beside: Beside | None = None
    ) -> MessageRow:
        """Change the message under the next clock value, and return it as it is stored.

        What is written `beside` it is there if and only if the change is.
        Raises MessageNotFound, DatabaseAway, or whatever the mutation raises.
        """
        pending = PendingChange(announce, message_id=message_id, mutation=mutation, beside=beside)
        self._enqueue(pending)
        return await asyncio.shield(pending.done)

    async def finished(self) -> None:
        """Return when nothing is queued or under way."""
        while self._task is not None:
            await asyncio.wait([self._task])

    def _enqueue(self, pending: PendingSend | PendingChange) -> None:
        self._queue.append(pending)
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            while self._queue:
                if isinstance(self._queue[0], PendingChange):
                    await self._write_change(cast(PendingChange, self._queue.popleft()))
                else:
                    await self._write_sends(self._next_sends())
        finally:
            self._task = None

    def _next_sends(self) -> deque[PendingSend]:
        batch: deque[PendingSend] = deque()
        while self._queue and isinstance(self._queue[0], PendingSend) and len(batch) < BATCH_LIMIT:
            batch.append(cast(PendingSend, self._queue.popleft()))
        return batch

    async def _write_sends(self, batch: deque[PendingSend]) -> None:
        give_up_at = asyncio.get_running_loop().time() + TRY_FOR
        while batch:
            documents: list[dict[str, Any]] = []
            try:
                await self._refresh_head()
                documents = [
                    pending.draft.numbered(self._head.seq + step, self._head.clock + step)
                    for step, pending in enumerate(batch, 1)
                ]
                refusal = await insert(self._messages, documents)
                await self._lulls.begin()
                self._settle(batch, documents[: refusal.index] if refusal else documents)
                if refusal:
                    await self._settle_refused(batch, refusal)
            except PyMongoError as error:
                self._head_is_stale = True
                await self._pause_or_give_up(batch, error, give_up_at)
            except Exception as error:  # nobody may wait for ever
                _fail_all(batch, error)

    def _settle(self, batch: deque[PendingSend], stored: list[dict[str, Any]]) -> None:
        """The first of the batch are stored as these documents, in order."""
        if not stored:
            return
        last = stored[-1]
        self._move_head(Head(last["seq"], last["clock"]))
        self._hints.moved(self._room_id, self._head, last["created_at"])
        measures.STORED.inc(len(stored))
        for document in stored:
            batch.popleft().succeed(row_of(document))

    async def _settle_refused(self, batch: deque[PendingSend], refusal: Refusal) -> None:
        """The first of the batch was refused: it is a repeat, or another instance was faster."""
        if "client_id" in refusal.fields or "_id" in refusal.fields:
            await self._settle_repeat(batch.popleft())
        else:
            measures.COLLISIONS.inc()
            self._head_is_stale = True

    async def _settle_repeat(self, pending: PendingSend) -> None:
        """The message is stored already: by an earlier send, or by a write of ours whose answer was lost."""
        draft = pending.draft
        query = {"sender_id": draft.sender_id, "client_id": draft.client_id or str(draft.id)}
        try:
            stored = await self._messages.find_one(query)
        except PyMongoError:
            stored = None
        if stored is None:
            pending.fail(DatabaseAway())
        elif stored["body_hash"] != draft.body_hash:
            pending.fail(ClientIdTaken())
        else:
            measures.REPEATED.inc()
            pending.succeed(row_of(stored), announced=stored["_id"] == draft.id)

    async def _write_change(self, pending: PendingChange) -> None:
        give_up_at = asyncio.get_running_loop().time() + TRY_FOR
        waiting = deque([pending])
        while waiting:
            try:
                if await self._try_change(pending):
                    return
            except DuplicateKeyError:
                measures.COLLISIONS.inc()
                self._head_is_stale = True
            except PyMongoError as error:
                self._head_is_stale = True
                await self._pause_or_give_up(waiting, error, give_up_at)
            except Exception as error:  # a refusal: whoever asked gets it
                pending.fail(error)
                return

    async def _try_change(self, pending: PendingChange) -> bool:
        """False when the message changed under our hands: then it is read and tried again."""
        found = await self._messages.find_one(
            {"_id": pending.message_id, "room_id": self._room_id}, ROW_FIELDS
        )
        if found is None:
            raise MessageNotFound
        row = cast(MessageRow, found)
        fields = pending.mutation(row)
        if fields is None:
            pending.succeed(row, announced=False)
            return True
        if row["clock"] > self._head.clock:
            self._head_is_stale = True  # no index refuses a clock that the message itself has taken
        await self._refresh_head()
        clock = self._head.clock + 1
        if not await self._update(row, {**fields, "clock": clock}, pending.beside):
            return False
        self._move_head(Head(self._head.seq, clock))
        self._hints.moved(self._room_id, self._head, None)
        pending.succeed(row_of({**row, **fields, "clock": clock}))
        return True

    async def _update(self, row: MessageRow, fields: dict[str, Any], beside: Beside | None) -> bool:
        """Set the fields of the message if it is still as it was read. Alone, it is one command."""
        as_read = {"_id": row["_id"], "clock": row["clock"]}
        kept = {"clocks": {"$each": [fields["clock"]], "$slice": -CLOCKS_KEPT}}

        async def run(session: AsyncClientSession | None) -> bool:
            changed = await self._messages.update_one(
                as_read, {"$set": fields, "$push": kept}, session=session
            )
            if changed.matched_count and beside and session:
                await beside(session)
            return bool(changed.matched_count)

        if beside is None:
            return await run(None)
        async with self._messages.database.client.start_session() as session:
            return await session.with_transaction(run)

    async def _refresh_head(self) -> None:
        if self._head_is_stale:
            self._move_head(await read_head(self._messages, self._room_id, self._head))

    def _move_head(self, head: Head) -> None:
        self._head = head
        self._head_is_stale = False

    async def _pause_or_give_up(self, batch: deque[Any], error: PyMongoError, give_up_at: float) -> None:
        if asyncio.get_running_loop().time() < give_up_at:
            await asyncio.sleep(RETRY_PAUSE)
            return
        log.warning(
            "writer.gave_up", room_id=str(self._room_id), writes=len(batch), reason=type(error).__name__
        )
        for waiting in (batch, self._queue):  # what queues behind would find the same database, one by one
            measures.FAILED.inc(len(waiting))
            _fail_all(waiting, DatabaseAway())


def _fail_all(batch: deque[Any], error: Exception) -> None:
    while batch:
        batch.popleft().fail(error)
