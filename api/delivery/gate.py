"""A gate: who comes alone passes at once; a crowd passes in groups, and what they read is read together."""

import asyncio
from typing import Final

GROUP_SECONDS: Final = 0.2  # that a group gathers for
FEW: Final = 8  # who pass one by one in such a time


class Gate:
    """Without it each of a thousand who come back within seconds would ask the database alone."""

    def __init__(self) -> None:
        self._until = 0.0
        self._came = 0  # before `_until`
        self._group: asyncio.Future[None] | None = None

    async def enter(self) -> None:
        """Return at once or, in a crowd, with all others who came in the same GROUP_SECONDS."""
        loop = asyncio.get_running_loop()
        if self._group is None and loop.time() >= self._until:
            self._until, self._came = loop.time() + GROUP_SECONDS, 0
        self._came += 1
        if self._group is None:
            if self._came <= FEW:
                return
            self._group = loop.create_future()
            loop.call_at(self._until, self._open)
        await asyncio.shield(self._group)

    def _open(self) -> None:
        """Let the group pass. After a crowd nobody goes alone before some time has passed without one."""
        assert self._group is not None
        self._group.set_result(None)
        self._group = None
        self._until = asyncio.get_running_loop().time() + GROUP_SECONDS
        self._came = FEW
