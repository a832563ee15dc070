"""How often one may try to sign in: on one instance, on several, and without their Redis."""

from pathlib import Path

import pytest

from tests.chat.asking import LOGIN
from tests.fixtures.people import PASSWORD, People, Person
from tests.fixtures.servers import Instance, RedisServer, Start
from tests.fixtures.sockets import Json, Refused


async def attempts(person: Person, count: int, **credentials: str) -> list[Json]:
    """What so many sign-ins one after another are answered with: the extensions of their errors."""
    answers = [await person.answer(LOGIN, input=credentials) for _ in range(count)]
    return [answer["errors"][0]["extensions"] if "errors" in answer else {} for answer in answers]


async def assert_sign_ins_are_limited(people: People, ada: Person) -> None:
    wrong = await attempts(people.stranger(), 12, login=ada.username, password="wrong horse")
    assert [error["code"] for error in wrong] == ["UNAUTHENTICATED"] * 10 + ["RATE_LIMITED"] * 2
    assert all(0 < error["retryAfter"] <= 60 for error in wrong[10:])


async def test_sign_ins_and_registrations_are_limited(start: Start, people: People) -> None:
    ada = await people.register()
    async with People.at(start(RATE_LIMITS="on").address) as limited:
        await assert_sign_ins_are_limited(limited, ada)
        for _ in range(10):
            await limited.register()
        with pytest.raises(Refused) as refusal:
            await limited.register()
        assert refusal.value.code == "RATE_LIMITED"
        assert 0 < refusal.value.extensions["retryAfter"] <= 60


async def test_instances_count_sign_ins_together_in_redis(start: Start, folder: Path, people: People) -> None:
    ada = await people.register()
    with RedisServer(folder / "redis-of-sign-ins.log") as own_redis:
        pair = [start(RATE_LIMITS="on", REDIS_URL=own_redis.url) for _ in range(2)]
        redis_was_slow = True
        codes: list[str | None] = []
        while redis_was_slow:  # an instance that it did not answer in time has counted for itself
            own_redis.forget_all()
            before = [len(instance.log) for instance in pair]
            codes = [code for each in pair for code in await codes_of_six(each, ada.username)]
            printed = [instance.log[begin:] for instance, begin in zip(pair, before, strict=True)]
            redis_was_slow = any("limits.redis_away" in log for log in printed)
        assert codes == ["UNAUTHENTICATED"] * 10 + ["RATE_LIMITED"] * 2


async def codes_of_six(instance: Instance, login: str) -> list[str | None]:
    """What six sign-ins with a wrong password are refused for."""
    async with People.at(instance.address) as people:
        errors = await attempts(people.stranger(), 6, login=login, password="wrong horse")
    return [error.get("code") for error in errors]


async def test_with_redis_killed_one_signs_in_and_is_still_limited(
    start: Start, folder: Path, people: People
) -> None:
    ada = await people.register()
    with RedisServer(folder / "redis-of-limits.log") as own_redis:
        limited = start(RATE_LIMITS="on", REDIS_URL=own_redis.url)
        own_redis.kill()
        async with People.at(limited.address) as found:
            assert await attempts(found.stranger(), 1, login=ada.username, password=PASSWORD) == [{}]
            errors = await attempts(found.stranger(), 11, login=ada.username, password="wrong horse")
            assert errors[-1]["code"] == "RATE_LIMITED"
    assert "Traceback" not in limited.log
