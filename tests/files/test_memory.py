"""Large files: the server's memory does not grow with them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.fixtures.files import announce_size, complete, get, whole_url
from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance, Start

MIB: Final = 1024**2
LARGE: Final = 1024 * MIB
SMALL: Final = 25 * MIB
GROWTH: Final = 64 * MIB  # for buffers and threads, and far less than what is sent
BOUNDARY: Final = "a-line-that-is-in-no-file"


@pytest.fixture
def instance_for_large_files(start: Start) -> Instance:
    return start(LIMITS__ATTACHMENT_BYTES=str(LARGE))


def memory(server: Instance, which: str) -> int:
    """What the process has in use (VmRSS) or has had at most (VmHWM), in bytes."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(which)).split()[1]) * 1024


@contextmanager
def flat_memory(server: Instance) -> Iterator[None]:
    """The process never has much more in use during the block than before it."""
    Path(f"/proc/{server.pid}/clear_refs").write_text("5")  # the peak is now what is in use
    before = memory(server, "VmRSS")
    yield
    assert memory(server, "VmHWM") - before < GROWTH


async def form(fields: dict[str, str], size: int) -> AsyncIterator[bytes]:
    """A form with a file of so many bytes, which exists only as it is sent."""
    for name, value in fields.items():
        yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="large"\r\n\r\n'.encode()
    for _ in range(size // MIB):
        yield bytes(MIB)
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


async def post(person: Person, url: str, fields: dict[str, str], size: int) -> None:
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    if url.startswith("/api"):
        headers["Authorization"] = f"Bearer {person.access_token}"
    body = form(fields, size)
    response = await person.http.post(whole_url(person, url), content=body, headers=headers, timeout=100)
    assert response.is_success, response.text


async def send(person: Person, room_id: str, size: int) -> None:
    """A file in one request."""
    await post(person, "/api/messages/upload", {"roomId": room_id}, size)


async def test_a_gigabyte_straight_to_the_storage(instance_for_large_files: Instance) -> None:
    async with People.at(instance_for_large_files.address) as people:
        ada = await people.register()
        room_id = await ada.create_room()
        await send(ada, room_id, MIB)  # what is loaded once is loaded
        with flat_memory(instance_for_large_files):
            target = await announce_size(ada, room_id, LARGE, "large.bin")
            fields = {field["name"]: field["value"] for field in target["fields"]}
            await post(ada, target["url"], fields, LARGE)
            attachment = await complete(ada, target)
            last = await get(ada, attachment["url"], Range="bytes=-10")
    assert attachment["size"] == LARGE
    assert last.headers["content-range"] == f"bytes {LARGE - 10}-{LARGE - 1}/{LARGE}"


async def test_files_of_25_mib_in_one_request_each(keeper: Instance, senders: People) -> None:
    ada = await senders.register()
    room_id = await ada.create_room()
    await send(ada, room_id, MIB)
    with flat_memory(keeper):
        await asyncio.gather(*(send(ada, room_id, SMALL) for _ in range(6)))
