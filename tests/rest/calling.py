"""Calls over REST, and what they must answer."""

from typing import Any

import httpx

from tests.fixtures.people import Person
from tests.fixtures.sockets import Json


async def call(person: Person, method: str, path: str, **options: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {person.access_token}"} if person.access_token else {}
    headers |= options.pop("headers", {})
    return await person.http.request(method, f"http://{person.address}{path}", headers=headers, **options)


async def answer(person: Person, method: str, path: str, status: int = 200, **options: Any) -> Json:
    response = await call(person, method, path, **options)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    found: Json = response.json()
    return found


async def refusal(person: Person, method: str, path: str, status: int, code: str, **options: Any) -> Json:
    """The error of a request that is refused like this."""
    error: Json = (await answer(person, method, path, status, **options))["error"]
    assert error.keys() == {"code", "message", "field", "retryAfter"}
    assert error["code"] == code
    return error
