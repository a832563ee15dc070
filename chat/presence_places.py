"""On which instances users are connected: the port, the lone process, and Redis."""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol, cast

from bson import ObjectId
from redis.asyncio import Redis

ALIVE_SECONDS: Final = 30  # an instance that is not heard of for so long is dead
INSTANCES: Final = "parley:instances"


class Places(Protocol):
    """Every method but those of NowhereElse may raise RedisError or OSError."""

    async def arrive(self, user_ids: Sequence[ObjectId]) -> None:
        """This instance has connections of these users."""

    async def depart(self, user_ids: Sequence[ObjectId]) -> None:
        """This instance has none of these users' connections any more."""

    async def elsewhere(self, user_ids: Sequence[ObjectId]) -> set[ObjectId]:
        """Those of the users who are connected to other instances that are alive."""

    async def renew(self, user_ids: Sequence[ObjectId]) -> None:
        """Say that this instance lives, and that it has connections of exactly these users."""

    async def left_behind(self) -> list[ObjectId]:
        """Users of instances that died; each is told to one asker only."""


class NowhereElse:
    """A process on its own."""

    async def arrive(self, user_ids: Sequence[ObjectId]) -> None:
        return

    async def depart(self, user_ids: Sequence[ObjectId]) -> None:
        return

    async def elsewhere(self, user_ids: Sequence[ObjectId]) -> set[ObjectId]:
        return set()

    async def renew(self, user_ids: Sequence[ObjectId]) -> None:
        return

    async def left_behind(self) -> list[ObjectId]:
        return []


class RedisPlaces:
    """For each user the set of their instances, for each instance the set of its users, and a sign of life.

    Only the sign of life expires, by the clock of Redis, so the clocks of the instances do not matter.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._instance = str(ObjectId())

    async def arrive(self, user_ids: Sequence[ObjectId]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for user_id in user_ids:
                pipeline.sadd(_instances_of(user_id), self._instance)
                pipeline.sadd(_users_of(self._instance), str(user_id))
            await pipeline.execute()

    async def depart(self, user_ids: Sequence[ObjectId]) -> None:
        await self._forget(self._instance, user_ids)

    async def elsewhere(self, user_ids: Sequence[ObjectId]) -> set[ObjectId]:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for user_id in user_ids:
                pipeline.smembers(_instances_of(user_id))
            places = [_texts(found) for found in await pipeline.execute()]
        alive = await self._alive({place for found in places for place in found} - {self._instance})
        return {user_id for user_id, found in zip(user_ids, places, strict=True) if found & alive}

    async def renew(self, user_ids: Sequence[ObjectId]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            pipeline.set(_life_of(self._instance), 1, ex=ALIVE_SECONDS)
            pipeline.sadd(INSTANCES, self._instance)
            pipeline.scard(_users_of(self._instance))
            *_, known = await pipeline.execute()
        if known < len(user_ids):  # Redis lost its memory
            await self.arrive(user_ids)

    async def left_behind(self) -> list[ObjectId]:
        instances = _texts(await self._redis.smembers(INSTANCES)) - {self._instance}
        users: list[ObjectId] = []
        for instance in instances - await self._alive(instances):
            if await self._redis.srem(INSTANCES, instance):  # whoever removes it settles its affairs
                found = [ObjectId(user) for user in _texts(await self._redis.smembers(_users_of(instance)))]
                await self._forget(instance, found)
                users += found
        return users

    async def _alive(self, instances: Iterable[str]) -> set[str]:
        asked = list(instances)
        if not asked:
            return set()
        signs = await self._redis.mget([_life_of(instance) for instance in asked])
        return {instance for instance, sign in zip(asked, signs, strict=True) if sign is not None}

    async def _forget(self, instance: str, user_ids: Sequence[ObjectId]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for user_id in user_ids:
                pipeline.srem(_instances_of(user_id), instance)
                pipeline.srem(_users_of(instance), str(user_id))
            await pipeline.execute()


def _instances_of(user_id: ObjectId) -> str:
    return f"parley:presence:user:{user_id}"


def _users_of(instance: str) -> str:
    return f"parley:presence:instance:{instance}"


def _life_of(instance: str) -> str:
    return f"parley:alive:{instance}"


def _texts(found: object) -> set[str]:
    return {item.decode() for item in cast(set[bytes], found)}
