"""How much may be uploaded, and how often; and what is told while the storage is away."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat.asking import DELETE, refused
from tests.fixtures.bucket import BucketServer
from tests.fixtures.files import announce, complete, post, upload
from tests.fixtures.people import People, Person
from tests.fixtures.servers import Instance, Start

NOTES = bytes(range(256)) * 40


@pytest.fixture
async def strict(start: Start) -> AsyncIterator[People]:
    """People at an instance that allows little."""
    limits = {"LIMITS__UPLOAD_QUOTA_BYTES": "25000", "LIMITS__UPLOADS_PER_MINUTE": "4", "RATE_LIMITS": "on"}
    async with People.at(start(**limits).address) as people:
        yield people


async def test_the_files_of_a_user_have_a_quota_together(strict: People) -> None:
    ada, bob = await strict.register_all("ada", "bob")
    room_id = await ada.open_direct_room(bob)
    first = await upload(ada, room_id, NOTES)
    message = await ada.send(room_id, "", attachmentIds=[first["id"]])
    await announce(ada, room_id, NOTES, "second")
    with refused("TOO_LARGE", "size"):
        await announce(ada, room_id, NOTES, "third")
    await announce(bob, room_id, NOTES, "theirs")
    await ada.ask(DELETE, id=message["id"])
    await announce(ada, room_id, NOTES, "third")


async def test_uploads_have_a_rate(strict: People) -> None:
    ada = await strict.register()
    room_id = await ada.create_room()
    for number in range(4):
        await announce(ada, room_id, b"Tea", f"{number}")
    with refused("RATE_LIMITED"):
        await announce(ada, room_id, b"Tea", "one too many")


@pytest.fixture
async def away(folder: Path, database_url: str) -> AsyncIterator[tuple[BucketServer, Person]]:
    """A bucket that will go away, and somebody at an instance that relies on it."""
    with (
        BucketServer(folder / "bucket-away.log") as bucket,
        Instance(folder, database_url, **bucket.settings) as instance,
    ):
        async with People.at(instance.address) as people:
            yield bucket, await people.register()
        assert "Traceback" not in instance.log


async def test_while_the_storage_is_away_files_wait_and_messages_do_not(
    away: tuple[BucketServer, Person],
) -> None:
    bucket, ada = away
    room_id = await ada.create_room()
    ready = await upload(ada, room_id, NOTES)
    sent = await upload(ada, room_id, NOTES)
    message = await ada.send(room_id, "Before", attachmentIds=[sent["id"]])
    target = await announce(ada, room_id, NOTES, "plan.bin")
    await post(ada, target, NOTES)
    bucket.kill()

    with refused("UNAVAILABLE"):
        await complete(ada, target)
    response = await ada.http.post(
        f"http://{ada.address}/api/messages/upload",
        files={"file": ("plan.bin", NOTES)},
        data={"roomId": room_id},
        headers={"Authorization": f"Bearer {ada.access_token}"},
    )
    assert (response.status_code, response.json()["error"]["code"]) == (503, "UNAVAILABLE")
    with refused("BAD_INPUT", "attachmentIds"):
        await ada.send(room_id, "Not there", attachmentIds=[target["id"]])

    assert (await ada.send(room_id, "Meanwhile", attachmentIds=[ready["id"]]))["attachments"]
    assert (await ada.ask(DELETE, id=message["id"]))["deleteMessage"]["attachments"] == []
    assert [each["content"] for each in await ada.history(room_id)] == ["", "Meanwhile"]
