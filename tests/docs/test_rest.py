"""docs/rest.md tells the truth: its examples are run, and it names every endpoint."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.rest.routes import ENDPOINTS
from tests.docs.tour import Tour, blocks_of
from tests.fixtures.people import patient_client
from tests.fixtures.servers import Start

DOCUMENT = (Path(__file__).parents[2] / "docs" / "rest.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([A-Z]+) (/api/[^`?]*)", re.MULTILINE)


@pytest.fixture
async def tour(start: Start) -> AsyncIterator[Tour]:
    server = start(DATABASE_NAME="parley_rest_docs")
    async with patient_client(base_url=f"http://{server.address}") as http:
        yield Tour(http, server.address)


async def test_the_examples_go_as_they_are_told(tour: Tour) -> None:
    await tour.run_all(blocks_of(DOCUMENT))


def test_the_table_has_every_endpoint_and_no_other() -> None:
    assert set(ROW.findall(DOCUMENT)) == {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}
