"""Which storage the settings ask for."""

from pathlib import Path
from typing import Final

from botocore.exceptions import (
    BotoCoreError,
    InvalidRegionError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
)

from api.settings import Settings, SettingsError
from chat.seals import Seals
from chat.storage import Storage
from chat.storage_local import LocalStorage
from chat.storage_s3 import S3Storage

FOLDER: Final = "uploads"
"""In DATA_DIR: local files, and files under way to S3."""


def open_storage(settings: Settings) -> Storage:
    """A bucket if one is named, else the folder `uploads` in DATA_DIR.

    Raises SettingsError when nothing can be signed for the bucket. It is not asked whether it is there.
    """
    folder = settings.data_dir.resolve() / FOLDER
    if settings.s3_bucket_name is None:
        return LocalStorage(folder, Seals(settings.jwt_secrets, "files"))
    try:
        return _open_bucket(settings, settings.s3_bucket_name, folder / "scratch")
    except (NoCredentialsError, PartialCredentialsError):
        raise SettingsError(
            "S3_ACCESS_KEY_ID: must be set, with its secret, where boto3 finds no key in its usual places"
        ) from None
    except InvalidRegionError:
        raise SettingsError("S3_REGION: is no name of a region") from None
    except ParamValidationError:
        raise SettingsError("S3_BUCKET_NAME: is no name of a bucket") from None
    except ValueError:
        raise SettingsError("S3_ENDPOINT_URL: must be an address, and so must S3_PUBLIC_URL") from None
    except BotoCoreError as error:
        raise SettingsError(f"S3_BUCKET_NAME: boto3 cannot reach for it ({type(error).__name__})") from None


def _open_bucket(settings: Settings, name: str, scratch: Path) -> S3Storage:
    return S3Storage(
        name,
        scratch,
        region=settings.s3_region,
        access_key_id=settings.s3_access_key_id,
        secret_access_key=settings.s3_secret_access_key,
        endpoint_url=settings.s3_endpoint_url,
        public_url=settings.s3_public_url,
    )
