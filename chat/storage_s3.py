"""Files in a bucket of S3, or of anything that speaks it: AWS, MinIO, Ceph, R2 …

Browsers send and load files there directly, through presigned forms and URLs (Signature Version 4,
https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html). Everything else goes
through boto3, in threads.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict
from urllib.parse import quote, urlsplit

import boto3
import structlog
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chat.errors import StorageAway, StorageFull
from chat.file_types import served_as
from chat.presigning import Presigner
from chat.storage import URL_SECONDS, URLS_KEPT, FileMissing, Form, StoredFile, expiry

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

log = structlog.get_logger()

CONNECT_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 20.0
CONNECTIONS: Final = 32
TRANSFER: Final = TransferConfig(max_concurrency=2)  # parts of 8 MiB in memory, for each file under way
CACHED: Final = "private, max-age=86400, immutable"  # a key is written once
MISSING: Final = frozenset({"404", "NoSuchKey", "412", "PreconditionFailed"})
FULL: Final = frozenset({"QuotaExceeded", "InsufficientCapacity", "XMinioStorageFull", "507"})


class S3Storage:
    """One bucket. See `chat/storage.py`.

    `public_url` is the endpoint as browsers reach it, where that is another than the server's own way there.
    Without an access key boto3 looks for one in its usual places, and BotoCoreError is
    raised when there is none.
    """

    def __init__(
        self,
        bucket: str,
        scratch: Path,
        *,
        region: str | None = None,
        access_key_id: str | None = None,
        secret_access_key: str | None = None,
        endpoint_url: str | None = None,
        public_url: str | None = None,
    ) -> None:
        session = boto3.Session(
            region_name=region, aws_access_key_id=access_key_id, aws_secret_access_key=secret_access_key
        )
        self._bucket = bucket
        self._s3 = _client(session, endpoint_url)
        self._public = _client(session, public_url) if public_url else self._s3
        presigner = Presigner(self._public, session.get_credentials(), bucket)
        self._presigned = lru_cache(URLS_KEPT)(presigner.url)
        address = urlsplit(presigner.address)
        self.origin: str | None = f"{address.scheme}://{address.netloc}"
        self.scratch = scratch
        scratch.mkdir(parents=True, exist_ok=True)

    async def form(self, key: str, *, mime: str, size: int, expires_at: datetime) -> Form:
        seconds = int((expires_at - datetime.now(UTC)).total_seconds())
        with _told():
            post = await asyncio.to_thread(
                self._public.generate_presigned_post,
                self._bucket,
                key,
                Fields={"Content-Type": mime},
                Conditions=[{"Content-Type": mime}, ["content-length-range", size, size]],
                ExpiresIn=seconds,
            )
        return Form(post["url"], post["fields"])

    async def put(self, key: str, source: Path, *, filename: str) -> None:
        with _told():
            await asyncio.to_thread(
                self._s3.upload_file,
                str(source),
                self._bucket,
                key,
                ExtraArgs=dict(_served(key, filename)),
                Config=TRANSFER,
            )

    async def copy(self, source: str, key: str, *, version: str, filename: str) -> None:
        def copy() -> None:
            self._s3.copy_object(
                Bucket=self._bucket,
                Key=key,
                CopySource={"Bucket": self._bucket, "Key": source},
                CopySourceIfMatch=version,
                MetadataDirective="REPLACE",
                **_served(key, filename),
            )

        with _told():
            await asyncio.to_thread(copy)
        if (await self.stat(source)).version != version:  # not every S3 heeds the condition
            await self.delete([key])
            raise FileMissing

    async def stat(self, key: str) -> StoredFile:
        with _told():
            found = await asyncio.to_thread(self._s3.head_object, Bucket=self._bucket, Key=key)
        return StoredFile(found["ContentLength"], found["ETag"])

    async def head(self, key: str, count: int) -> bytes:
        def read() -> bytes:
            part = self._s3.get_object(Bucket=self._bucket, Key=key, Range=f"bytes=0-{count - 1}")
            return part["Body"].read()

        with _told():
            return await asyncio.to_thread(read)

    @asynccontextmanager
    async def local_copy(self, key: str) -> AsyncIterator[Path]:
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            copy = Path(folder) / "copy"
            with _told():
                await asyncio.to_thread(self._s3.download_file, self._bucket, key, str(copy), Config=TRANSFER)
            yield copy

    async def delete(self, keys: Sequence[str]) -> None:
        if keys:
            with _told():
                await asyncio.to_thread(
                    self._s3.delete_objects,
                    Bucket=self._bucket,
                    Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True},
                )

    async def delete_all(self, upload_id: str) -> None:
        with _told():
            found = await asyncio.to_thread(
                self._s3.list_objects_v2, Bucket=self._bucket, Prefix=f"{upload_id}/"
            )
        await self.delete([each["Key"] for each in found.get("Contents", [])])

    def url(self, key: str, filename: str, *, seconds: int = URL_SECONDS) -> str:
        return self._presigned(key, signed_at=expiry(time.time(), seconds) - seconds, seconds=seconds)


def _client(session: boto3.Session, endpoint_url: str | None) -> "S3Client":
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path" if endpoint_url else "virtual"},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
        retries={"total_max_attempts": 2, "mode": "standard"},
        max_pool_connections=CONNECTIONS,
        request_checksum_calculation="when_required",  # not every S3 knows the newer checksums
        response_checksum_validation="when_required",
    )
    return session.client("s3", endpoint_url=endpoint_url, config=config)


class _Served(TypedDict):
    ContentType: str
    ContentDisposition: str
    CacheControl: str


def _served(key: str, filename: str) -> _Served:
    """What the bucket answers with the file. RFC 6266 and RFC 8187 for its name."""
    mime, disposition = served_as(key)
    named = f"{disposition}; filename*=UTF-8''{quote(filename, safe='')}"
    return _Served(ContentType=mime, ContentDisposition=named, CacheControl=CACHED)


@contextmanager
def _told() -> Iterator[None]:
    """Say in the words of the port what the bucket or the way to it refused."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "?")
        if code in MISSING:
            raise FileMissing from None
        log.warning("storage.failed", reason=code)
        raise (StorageFull() if code in FULL else StorageAway()) from None
    except (BotoCoreError, boto3.exceptions.Boto3Error) as error:
        log.warning("storage.failed", reason=type(error).__name__)
        raise StorageAway from None
