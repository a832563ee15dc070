"""The OpenAPI document tells what the endpoints do: Schemathesis tries what it allows and what it forbids."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from bson import ObjectId

from api.rest.routes import ENDPOINTS
from schema.pagination import places_cursor, time_cursor
from tests.fixtures.people import People
from tests.rest.calling import answer

EXAMPLES = 4  # of each endpoint, besides those on the edges of what is allowed
SEED = 1
RUN_SECONDS = 280.0

CURSORS = {
    "/api/mentions": places_cursor({}),
    "/api/search": places_cursor({}),
    "/api/threads": time_cursor(datetime.now(UTC), ObjectId()),
}
PAGE = """
[[operations]]
include-path = "{path}"
parameters = {{ "query.after" = "{cursor}" }}
"""


async def test_the_document_has_every_endpoint(people: People) -> None:
    document = await answer(people.stranger(), "GET", "/api/openapi.json")
    assert document["openapi"].startswith("3.1.")
    listed = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert listed == {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}
    assert all(
        operation["summary"] for methods in document["paths"].values() for operation in methods.values()
    )


async def test_the_document_has_the_limits_of_the_server(people: People) -> None:
    document = await answer(people.stranger(), "GET", "/api/openapi.json")
    registration = document["components"]["schemas"]["Registration"]["properties"]
    assert (registration["username"]["minLength"], registration["username"]["maxLength"]) == (3, 32)
    parameters = document["paths"]["/api/rooms/{roomId}/messages"]["get"]["parameters"]
    limit = next(parameter["schema"] for parameter in parameters if parameter["name"] == "limit")
    assert (limit["minimum"], limit["maximum"], limit["default"]) == (1, 100, 50)


async def test_schemathesis_finds_nothing(people: People, tmp_path: Path) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room = await ada.create_room()
    message = await ada.send(room, "Tea?")
    ids = {"roomId": room, "messageId": message["id"], "userId": bob.id}
    known = "[parameters]\n" + "".join(f'"path.{name}" = "{value}"\n' for name, value in ids.items())
    pages = (PAGE.format(path=path, cursor=cursor) for path, cursor in CURSORS.items())
    (tmp_path / "schemathesis.toml").write_text(known + "".join(pages))
    options = ["--phases=coverage,fuzzing", f"--max-examples={EXAMPLES}", f"--seed={SEED}", "--no-color"]
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("schemathesis"),
        "run",
        f"http://{people.address}/api/openapi.json",
        f"--header=Authorization: Bearer {ada.access_token}",
        "--exclude-path=/api/auth/logout",  # it would end the session of all the others
        *options,
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), RUN_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, printed.decode()
