"""How often who may do what: moving windows, kept in Redis where there is one."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import structlog
from limits import RateLimitItem, parse_many
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter

from chat import measures
from chat.errors import RateLimited

log = structlog.get_logger()

REDIS_TIMEOUT: Final = 0.25  # seconds
REDIS_PAUSE: Final = 5.0  # seconds without Redis after it failed to answer


def rates(
    *,
    sends_per_second: int = 10,
    send_burst: int = 30,
    logins_per_minute: int = 10,
    uploads_per_minute: int = 30,
) -> dict[str, Sequence[RateLimitItem]]:
    """What may be done how often. A burst is a window that is as long as the pace needs for it."""
    sends = parse_many(f"{send_burst}/{max(1, round(send_burst / sends_per_second))} second")
    logins = parse_many(f"{logins_per_minute}/minute")
    often = parse_many("60/minute")
    return {
        "login": logins,
        "register": logins,
        "refresh": often,
        "send": sends,
        "change": sends,
        "search": often,
        "upload": parse_many(f"{uploads_per_minute}/minute"),
        "complete": parse_many(f"{2 * uploads_per_minute}/minute"),  # some have to be asked for again
    }


class Limiter:
    """Counts in Redis; while Redis does not answer, each instance counts for itself."""

    def __init__(
        self,
        redis_url: str | None,
        *,
        enabled: bool = True,
        rates: Mapping[str, Sequence[RateLimitItem]] = MappingProxyType(rates()),
    ) -> None:
        self._enabled = enabled
        self._rates = rates
        self._memory = MovingWindowRateLimiter(MemoryStorage())
        self._redis: MovingWindowRateLimiter | None = None
        if redis_url:
            storage = RedisStorage(
                f"async+{redis_url.replace('unix://', 'redis+unix://', 1)}",
                implementation="redispy",
                key_prefix="parley:limit",
            )
            self._redis = MovingWindowRateLimiter(storage)
        self._redis_again_at = 0.0

    async def hit(self, rate: str, *who: str) -> None:
        """Count one act of `who`. Raises RateLimited with the seconds to wait when there were too many."""
        if not self._enabled:
            return
        for item in self._rates[rate]:
            wait = await self._wait(item, rate, *who)
            if wait is not None:
                measures.LIMITS_HIT.labels(rate).inc()
                raise RateLimited("Too many at once. Wait a little.", retry_after=wait)

    async def _wait(self, item: RateLimitItem, *key: str) -> float | None:
        if self._redis is not None and time.monotonic() >= self._redis_again_at:
            try:
                async with asyncio.timeout(REDIS_TIMEOUT):
                    return await _hit(self._redis, item, key)
            except Exception as error:  # whatever it is, this process counts on
                self._redis_again_at = time.monotonic() + REDIS_PAUSE
                measures.LIMITS_WITHOUT_REDIS.inc()
                log.warning("limits.redis_away", reason=type(error).__name__)
        return await _hit(self._memory, item, key)


async def _hit(limiter: MovingWindowRateLimiter, item: RateLimitItem, key: Sequence[str]) -> float | None:
    """Seconds to wait, or None when the act was within the limit."""
    if await limiter.hit(item, *key):
        return None
    stats = await limiter.get_window_stats(item, *key)
    return max(0.1, round(stats.reset_time - time.time(), 1))
