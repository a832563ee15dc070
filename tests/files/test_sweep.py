"""What nobody uses in time goes, and so does what a crash left between two steps; what is used stays."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from bson import ObjectId

from api.core import open_core
from api.settings import Settings
from api.storage import open_storage
from chat.context import Core
from chat.sweep import Sweep, clear_scratch, sweep
from models.base import utc_now
from models.pool import PoolFigures
from tests.chat.asking import DELETE, refused
from tests.files.test_avatars import SHOW_USER, avatar_upload
from tests.fixtures.files import announce, complete, get, names_in, picture, post, upload
from tests.fixtures.people import People, Person
from tests.fixtures.servers import SECRET
from tests.fixtures.sockets import Json

NOTES = b"Tea at four."


@pytest.fixture
async def core(folder: Path, database_url: str) -> AsyncIterator[Core]:
    """A second core on what the lone instance works on."""
    settings = Settings(
        database_url=database_url, database_name="parley_tests", data_dir=folder, jwt_secrets=(SECRET,)
    )
    async with AsyncExitStack() as stack:
        yield await open_core(settings, open_storage(settings), stack, PoolFigures())


@pytest.fixture
async def room(ada: Person) -> str:
    return await ada.create_room()


async def change(core: Core, upload_id: str, **fields: object) -> None:
    """Make the upload as a crash would have left it, long ago."""
    fields["due_at"] = utc_now() - timedelta(seconds=1)
    changed = await core.database["uploads"].update_one({"_id": ObjectId(upload_id)}, {"$set": fields})
    assert changed.matched_count


async def state(core: Core, upload_id: str) -> Json | None:
    found: Json | None = await core.database["uploads"].find_one({"_id": ObjectId(upload_id)})
    return found


async def test_what_nobody_used_is_removed_with_its_files(ada: Person, room: str, core: Core) -> None:
    pending = await announce(ada, room, NOTES, "plan.txt")
    await post(ada, pending, NOTES)
    ready = await upload(ada, room, picture(), "sunset.png")
    for each in (pending, ready):
        assert (await state(core, each["id"]) or {})["due_at"] > utc_now() + timedelta(hours=23)
        await change(core, each["id"])
    assert await sweep(core) >= 2
    for each in (pending, ready):
        assert await state(core, each["id"]) is None
        with refused("NOT_FOUND"):
            await complete(ada, each)
    for url in (ready["url"], ready["thumbnailUrl"]):
        assert (await get(ada, url)).status_code == 404


async def test_what_is_not_due_stays(ada: Person, room: str, core: Core) -> None:
    ready = await upload(ada, room, NOTES)
    await sweep(core)
    assert len((await ada.send(room, "", attachmentIds=[ready["id"]]))["attachments"]) == 1
    assert "due_at" not in (await state(core, ready["id"]) or {})


async def test_what_was_sent_stays_though_nobody_came_to_say_so(ada: Person, room: str, core: Core) -> None:
    ready = await upload(ada, room, NOTES)
    await ada.send(room, "", attachmentIds=[ready["id"]])
    await change(core, ready["id"])
    await sweep(core)
    assert "due_at" not in (await state(core, ready["id"]) or {})
    assert (await get(ada, ready["url"])).content == NOTES


async def test_what_was_claimed_and_never_sent_is_removed(ada: Person, room: str, core: Core) -> None:
    ready = await upload(ada, room, NOTES)
    await ada.send(room, "Another body", "the-name")
    await change(core, ready["id"], state="used", used_by=f"message:the-name:{bytes(16).hex()}")
    await sweep(core)
    assert await state(core, ready["id"]) is None


async def test_files_of_a_message_that_was_just_being_deleted_are_removed(
    ada: Person, room: str, core: Core
) -> None:
    ready = await upload(ada, room, NOTES)
    message = await ada.send(room, "", attachmentIds=[ready["id"]])
    emptied = {"attachments": [], "deleted_at": utc_now()}
    await core.database["messages"].update_one({"_id": ObjectId(message["id"])}, {"$set": emptied})
    await change(core, ready["id"])
    await sweep(core)
    assert await state(core, ready["id"]) is None
    assert (await get(ada, ready["url"])).status_code == 404


async def test_files_stay_when_their_message_was_not_deleted_after_all(
    people: People, ada: Person, core: Core
) -> None:
    bob = await people.register()
    room_id = await ada.open_direct_room(bob)
    ready = await upload(ada, room_id, NOTES)
    message = await ada.send(room_id, "", attachmentIds=[ready["id"]])
    with refused("FORBIDDEN"):
        await bob.ask(DELETE, id=message["id"])
    await change(core, ready["id"])
    await sweep(core)
    assert (await get(bob, ready["url"])).content == NOTES


async def test_a_picture_of_a_user_stays_while_it_is_shown(ada: Person, core: Core) -> None:
    first, second = await avatar_upload(ada, picture(30, 30)), await avatar_upload(ada, picture(30, 30))
    url = (await ada.ask(SHOW_USER, id=first))["updateProfile"]["avatarUrl"]
    await change(core, first)
    await change(core, second, state="used", used_by=f"users:{ada.id}")
    await sweep(core)
    assert (await get(ada, url)).status_code == 200
    assert await state(core, second) is None


def test_what_processes_that_died_left_under_way_goes_after_a_day(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).write_bytes(b"x")
        (tmp_path / f"{name}-folder").mkdir()
        (tmp_path / f"{name}-folder" / "picture").write_bytes(b"x")
    long_ago = time.time() - 25 * 3_600
    for name in ("old", "old-folder"):
        os.utime(tmp_path / name, (long_ago, long_ago))
    clear_scratch(tmp_path)
    assert names_in(tmp_path) == ["new", "new-folder"]


async def test_a_sweep_ends_whatever_it_is_doing(core: Core) -> None:
    for turns in range(60):  # of the loop: what is cancelled as it has written a query may not notice it
        sweeping = Sweep(core, every=0)
        sweeping.start()
        for _ in range(turns):
            await asyncio.sleep(0)
        closing = asyncio.create_task(sweeping.close())
        done, _ = await asyncio.wait([closing], timeout=30)
        assert done, f"it goes on when it is cancelled after {turns} turns"
