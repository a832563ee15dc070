"""Reads that happen at the same time go together, as one query."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")


MOST: Final = 100
"""Keys in one query: its first answer brings so many rows, and the embedded database is slow at more."""


class Batch(Generic[K, V]):
    """Group commit for reads: while one query is under way, later keys wait and go together.

    Nothing is remembered: a key asked for again is read again. `fetch` gives what it found, by key.
    """

    def __init__(self, fetch: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._fetch = fetch
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._task: asyncio.Task[None] | None = None

    async def load(self, key: K) -> V | None:
        """What is stored under the key now, or None."""
        return await asyncio.shield(self._ask(key))

    async def load_many(self, keys: Iterable[K]) -> dict[K, V]:
        """What is stored under these keys now, without those that are not."""
        asked = {key: self._ask(key) for key in keys}
        if asked:
            await asyncio.wait(asked.values())
        found = {key: future.result() for key, future in asked.items()}
        return {key: value for key, value in found.items() if value is not None}

    def _ask(self, key: K) -> "asyncio.Future[V | None]":
        future = self._waiting.get(key)
        if future is None:
            future = self._waiting[key] = asyncio.get_running_loop().create_future()
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return future

    async def _run(self) -> None:
        try:
            await asyncio.sleep(0)  # let everyone who asks in this turn of the loop come along
            while self._waiting:
                batch = dict(islice(self._waiting.items(), MOST))
                for key in batch:
                    del self._waiting[key]
                await self._answer(batch)
        finally:
            self._task = None

    async def _answer(self, batch: dict[K, "asyncio.Future[V | None]"]) -> None:
        try:
            found = await self._fetch(list(batch))
        except Exception as error:  # whoever asked gets it
            for future in batch.values():
                future.set_exception(error)
                future.exception()  # read, so that one whose asker has gone is not reported as lost
        else:
            for key, future in batch.items():
                future.set_result(found.get(key))


def groups_of(most: int, items: Iterable[T]) -> Iterator[list[T]]:
    """The items in order, so many at a time at most."""
    left = iter(items)
    while group := list(islice(left, most)):
        yield group
