"""What was read a moment ago, believed for a while."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lately(Generic[K, V]):
    """Values found by `read`, believed for so many seconds; the longest unused are let go past `limit`.

    What was not found is never believed.
    """

    def __init__(self, read: Callable[[K], Awaitable[V | None]], *, seconds: float, limit: int) -> None:
        self._read = read
        self._seconds = seconds
        self._limit = limit
        self._known: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._forgotten = 0

    async def load(self, key: K) -> V | None:
        """The value as it is, or was up to `seconds` ago."""
        known = self._known.get(key)
        if known is not None and known[0] > time.monotonic():
            self._known.move_to_end(key)
            return known[1]
        forgotten = self._forgotten
        value = await self._read(key)
        if value is not None and forgotten == self._forgotten:  # else it may be what is to be forgotten
            self._known[key] = (time.monotonic() + self._seconds, value)
            if len(self._known) > self._limit:
                self._known.popitem(last=False)
        return value

    def forget(self, key: K) -> None:
        """Believe it no longer, nor what is being read now."""
        self._forgotten += 1
        self._known.pop(key, None)

    def forget_all(self) -> None:
        """Like `forget`, for everything."""
        self._forgotten += 1
        self._known.clear()

    def forget_where(self, is_meant: Callable[[V], bool]) -> None:
        """Like `forget`, for all that are meant."""
        self._forgotten += 1
        for key in [key for key, (_, value) in self._known.items() if is_meant(value)]:
            del self._known[key]
