"""GraphQL over HTTP, as bytes and as JSON."""

import json
from typing import Any

import httpx

from tests.fixtures.people import Person


async def post(person: Person, content: bytes, **headers: str) -> httpx.Response:
    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {person.access_token}", **headers}
    return await person.http.post(f"http://{person.address}/graphql", content=content, headers=sent)


async def post_json(person: Person, body: Any) -> httpx.Response:
    return await post(person, json.dumps(body).encode())


def assert_bad_input(response: httpx.Response) -> None:
    assert response.status_code == 400, response.text[:500]
    codes = [error["extensions"]["code"] for error in response.json()["errors"]]
    assert set(codes) == {"BAD_INPUT"}
    assert len(response.content) < 100_000
