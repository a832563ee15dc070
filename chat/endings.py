"""Ending tasks for certain."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

AGAIN_SECONDS: Final = 0.1  # before a task that is told to end is told again


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel the tasks and wait until all have ended, whatever they raise.

    Once is not enough. redis-py swallows a cancellation that comes while it connects. PyMongo writes within
    asyncio.wait_for, which on Python 3.11 swallows one that comes as the write is done.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        done, left = await asyncio.wait(left, timeout=AGAIN_SECONDS)
        await asyncio.gather(*done, return_exceptions=True)
