"""Which storage the settings ask for."""

from typing import Final

from api.settings import Settings
from chat.seals import Seals
from chat.storage import Storage
from chat.storage_local import LocalStorage
from chat.storage_s3 import S3Storage

FOLDER: Final = "uploads"
"""In DATA_DIR: local files, and files under way to S3."""


def open_storage(settings: Settings) -> Storage:
    """A bucket if one is named, else the folder `uploads` in DATA_DIR."""
    folder = settings.data_dir.resolve() / FOLDER
    if settings.s3_bucket_name is None:
        return LocalStorage(folder, Seals(settings.jwt_secrets, "files"))
    return S3Storage(
        settings.s3_bucket_name,
        folder / "scratch",
        region=settings.s3_region,
        access_key_id=settings.s3_access_key_id,
        secret_access_key=settings.s3_secret_access_key,
        endpoint_url=settings.s3_endpoint_url,
        public_url=settings.s3_public_url,
    )
