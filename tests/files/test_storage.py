"""The port to where files are kept: the same with a folder and with a bucket."""

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bson import ObjectId

from chat.errors import StorageAway, StorageFull
from chat.receiving import received
from chat.seals import Seals
from chat.storage import FileMissing, Storage, expiry
from chat.storage_local import LocalStorage
from models.base import utc_now
from tests.fixtures.bucket import BUCKET, BucketServer, bucket_at
from tests.fixtures.files import names_in
from tests.fixtures.people import patient_client
from tests.fixtures.servers import free_port


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return LocalStorage(tmp_path, Seals(["a secret"], "files"))
    bucket: BucketServer = request.getfixturevalue("bucket")
    return bucket_at(bucket.url, tmp_path)


@pytest.fixture
def upload_id() -> str:
    return str(ObjectId())


async def put(storage: Storage, key: str, data: bytes) -> None:
    source = storage.scratch / "source"
    source.write_bytes(data)
    await storage.put(key, source, filename="a file.txt")


async def body(storage: Storage, key: str) -> bytes:
    async with storage.local_copy(key) as path:
        return path.read_bytes()


async def test_what_is_put_is_there(storage: Storage, upload_id: str) -> None:
    key = f"{upload_id}/a.bin"
    await put(storage, key, b"0123456789")
    assert (await storage.stat(key)).size == 10
    assert await storage.head(key, 4) == b"0123"
    assert await storage.head(key, 100) == b"0123456789"
    assert await body(storage, key) == b"0123456789"


async def test_a_copy_is_of_the_version_that_was_asked_for(storage: Storage, upload_id: str) -> None:
    source, copy, late = (f"{upload_id}/{name}.bin" for name in ("source", "copy", "late"))
    await put(storage, source, b"first")
    version = (await storage.stat(source)).version
    await storage.copy(source, copy, version=version, filename="a")
    await put(storage, source, b"other")
    assert (await storage.stat(source)).version != version
    with pytest.raises(FileMissing):
        await storage.copy(source, late, version=version, filename="a")
    with pytest.raises(FileMissing):
        await storage.stat(late)
    assert await body(storage, copy) == b"first"


async def test_what_is_not_there_is_missing(storage: Storage, upload_id: str) -> None:
    key = f"{upload_id}/none.bin"
    with pytest.raises(FileMissing):
        await storage.stat(key)
    with pytest.raises(FileMissing):
        await storage.head(key, 1)
    with pytest.raises(FileMissing):
        await body(storage, key)
    with pytest.raises(FileMissing):
        await storage.copy(key, f"{upload_id}/copy.bin", version="x", filename="a")
    await storage.delete([key])
    await storage.delete([])
    await storage.delete_all(upload_id)


async def test_everything_of_an_upload_goes_together(storage: Storage, upload_id: str) -> None:
    other = f"{ObjectId()}/a.bin"
    keys = [f"{upload_id}/{name}.bin" for name in "abc"]
    for key in [*keys, other]:
        await put(storage, key, b"x")
    await storage.delete(keys[:1])
    await storage.delete_all(upload_id)
    for key in keys:
        with pytest.raises(FileMissing):
            await storage.stat(key)
    assert (await storage.stat(other)).size == 1


async def test_a_local_copy_is_gone_after_its_use(storage: Storage, upload_id: str) -> None:
    key = f"{upload_id}/a.bin"
    await put(storage, key, b"x")
    async with storage.local_copy(key) as path:
        await storage.delete([key])
        assert path.read_bytes() == b"x"
    assert set(names_in(storage.scratch)) <= {"source"}


async def test_a_url_is_the_same_for_all_who_ask_in_its_window(storage: Storage, upload_id: str) -> None:
    key = f"{upload_id}/a.png"
    while len(urls := {storage.url(key, "a") for _ in range(100)}) > 1:
        pass  # a window ended in between
    assert storage.url(key, "a", seconds=86_400) not in urls


@pytest.mark.parametrize("now", [0, 299, 300, 599, 1_764_000_123])
def test_a_url_lasts_for_ten_minutes_at_most_and_five_at_least(now: int) -> None:
    assert now + 300 < expiry(now, 600) <= now + 600
    assert expiry(now, 600) == expiry(now // 300 * 300, 600)


async def test_a_form_of_the_bucket_takes_what_was_announced(
    bucket: BucketServer, tmp_path: Path, upload_id: str
) -> None:
    storage, key = bucket_at(bucket.url, tmp_path), f"{upload_id}/incoming.bin"
    form = await storage.form(key, mime="text/plain", size=4, expires_at=utc_now() + timedelta(hours=1))
    policy = json.loads(base64.b64decode(form.fields["policy"]))
    assert ["content-length-range", 4, 4] in policy["conditions"]
    async with patient_client() as http:
        response = await http.post(form.url, data=form.fields, files={"file": ("a.txt", b"Tea!")})
    assert response.status_code == 204
    assert await body(storage, key) == b"Tea!"


async def test_a_bucket_says_how_its_files_are_served(
    bucket: BucketServer, tmp_path: Path, upload_id: str
) -> None:
    storage = bucket_at(bucket.url, tmp_path)
    async with patient_client() as http:
        for extension, served in {
            "png": ("image/png", "inline; filename*=UTF-8''a%20file.txt"),
            "bin": ("application/octet-stream", "attachment; filename*=UTF-8''a%20file.txt"),
        }.items():
            key = f"{upload_id}/a.{extension}"
            await put(storage, key, b"x" * 100)
            response = await http.get(storage.url(key, "a"), headers={"Range": "bytes=10-19"})
            assert response.status_code == 206 and len(response.content) == 10
            headers = response.headers
            assert (headers["content-type"], headers["content-disposition"]) == served


def test_a_url_of_the_bucket_is_signed_as_boto3_signs_it(
    bucket: BucketServer, tmp_path: Path, upload_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage, key = bucket_at(bucket.url, tmp_path), f"{upload_id}/a.png"
    moment = utc_now().replace(minute=0, second=0, microsecond=0)
    monkeypatch.setattr("chat.storage_s3.time.time", moment.timestamp)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: moment.replace(tzinfo=None))
    wanted = bucket.client().generate_presigned_url(
        "get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=600
    )
    assert storage.url(key, "a").partition("Signature=") == wanted.partition("Signature=") or (
        sorted(urlsplit(storage.url(key, "a")).query.split("&")) == sorted(urlsplit(wanted).query.split("&"))
    )


async def test_a_storage_that_does_not_answer_is_away(tmp_path: Path, upload_id: str) -> None:
    storage = bucket_at(f"http://127.0.0.1:{free_port()}", tmp_path)
    with pytest.raises(StorageAway):
        await put(storage, f"{upload_id}/a.bin", b"x")
    with pytest.raises(StorageAway):
        await storage.stat(f"{upload_id}/a.bin")


async def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(**_: object) -> tuple[int, str]:
        return os.open("/dev/full", os.O_WRONLY), str(tmp_path / "file")

    monkeypatch.setattr("chat.receiving.tempfile.mkstemp", full_disk)

    async def chunks() -> AsyncIterator[bytes]:
        yield b"x" * 4_096

    with pytest.raises(StorageFull):
        async with received(chunks(), tmp_path, 10_000):
            pass
    assert names_in(tmp_path) == []


async def test_a_file_is_received_with_its_digest(tmp_path: Path) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(100):
            await asyncio.sleep(0)
            yield b"0123456789" * 3_000

    async with received(chunks(), tmp_path, 3_000_000) as whole:
        assert whole.size == 3_000_000 == whole.path.stat().st_size
        assert whole.sha256.startswith("6ca41633343f")
    assert names_in(tmp_path) == []
