"""What runs on one socket, by operation id."""

import asyncio
from collections.abc import Coroutine, Iterable

from api.delivery.feed import Feed
from api.delivery.hub import Hub


class Running:
    """An operation is a task as long as it has something to do, and a mere feed once it only listens."""

    __slots__ = ("_feeds", "_hub", "_left", "_tasks", "_to_finish")

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._feeds: dict[str, Feed] = {}
        # lists, which are short: an empty one takes a quarter of what an empty set does
        self._to_finish: list[asyncio.Task[None]] = []
        self._left: list[asyncio.Task[None]] = []

    def __contains__(self, operation_id: str) -> bool:
        return operation_id in self._tasks or operation_id in self._feeds

    def __len__(self) -> int:
        return len(self._tasks.keys() | self._feeds.keys())

    @property
    def feeds(self) -> Iterable[Feed]:
        return self._feeds.values()

    def start(
        self, operation_id: str, work: Coroutine[None, None, None], *, must_finish: bool = False
    ) -> None:
        """Run the operation in a task of its own. One that must finish is not cut off when it is stopped."""
        task = self._tasks[operation_id] = asyncio.create_task(work)
        self._left.append(task)
        if must_finish:
            self._to_finish.append(task)
        task.add_done_callback(self._forget)

    def is_current(self, operation_id: str) -> bool:
        """Whether the calling task still is this operation, and nobody stopped it."""
        return self._tasks.get(operation_id) is asyncio.current_task()

    def listens(self, operation_id: str, feed: Feed) -> None:
        """The operation has this feed now, and needs its task only until it is live."""
        self._feeds[operation_id] = feed

    def is_live(self, operation_id: str) -> None:
        """The operation only listens from now on."""
        self._tasks.pop(operation_id, None)

    def end(self, operation_id: str) -> bool:
        """The operation is over. False if it was stopped before."""
        task, feed = self._tasks.pop(operation_id, None), self._feeds.pop(operation_id, None)
        if feed is not None:
            self._hub.close_feed(feed)
        return task is not None or feed is not None

    def stop(self, operation_id: str) -> None:
        """Let the operation hear nothing more from this call on, and end it unless it must finish."""
        task = self._tasks.get(operation_id)
        self.end(operation_id)
        if task is not None and task not in self._to_finish:
            task.cancel()

    def stop_all(self) -> None:
        for operation_id in [*self._tasks, *self._feeds]:
            self.stop(operation_id)

    async def finished(self, *, within: float | None = None) -> None:
        """Return when no task is left, or after so many seconds."""
        if self._left:
            await asyncio.wait(self._left, timeout=within)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._left.remove(task)
        if task in self._to_finish:
            self._to_finish.remove(task)
