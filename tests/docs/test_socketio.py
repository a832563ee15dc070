"""docs/socketio.md tells the truth: its clients are run, and its tables name every event."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from api.bridge.events import EVENTS
from tests.docs.tour import Tour, blocks_of
from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance
from tests.fixtures.sockets import LISTEN_SECONDS

CHECKOUT = Path(__file__).parents[2]
DOCUMENT = (CHECKOUT / "docs" / "socketio.md").read_text(encoding="utf-8")
RELAY = (CHECKOUT / "api" / "bridge" / "relay.py").read_text(encoding="utf-8")
RUN = {"js": ("node", "--input-type=module"), "python": (sys.executable,)}


@pytest.fixture
async def place(people: People) -> tuple[Person, str]:
    """Somebody, and a room."""
    ada = await people.register()
    return ada, await ada.create_room()


async def lines_of(program: str, command: Sequence[str], ada: Person, room: str) -> AsyncIterator[bytes]:
    """What the program prints. It is read from standard input, in the folder that has socket.io-client."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=CHECKOUT / "client",
        env=os.environ | {"TOKEN": ada.access_token, "ROOM": room},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(program.replace("localhost:4000", ada.address).encode())
    process.stdin.close()
    try:
        while True:
            yield await asyncio.wait_for(process.stdout.readline(), LISTEN_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_the_clients_print_what_is_shown(place: tuple[Person, str], instance: Instance) -> None:
    ada, room = place
    tour = Tour(ada.http, instance.address)
    lines: AsyncIterator[bytes] | None = None
    for block in blocks_of(DOCUMENT):
        if block.language in RUN:
            lines = lines_of(block.text, RUN[block.language], ada, room)
        elif block.role == "printed":
            assert lines is not None
            tour.compare(json.loads(block.text), json.loads(await anext(lines)))


def test_the_tables_have_every_event_and_no_other() -> None:
    said, told = DOCUMENT.split("## What rooms are told")
    rows = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \|", re.MULTILINE)
    names = re.compile(r"`(\w+)`")
    assert {name for row in rows.findall(said) for name in names.findall(row)} == set(EVENTS)
    relayed = set(re.findall(r'(?:event|_message|_member)\(\s*"(\w+)"', RELAY))
    assert {name for row in rows.findall(told) for name in names.findall(row)} == relayed
