"""Everything that can be set from outside: read once, from the environment and `.env`, then handed down.

An environment variable beats `.env`; an empty one counts as unset. A limit is set by its own name:
`LIMITS__PAGE_SIZE=50`.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableSource

from api import kept_secrets
from api.setting_values import (
    Expiry,
    Names,
    Networks,
    OpenOrClosed,
    Origins,
    Window,
    is_private_to_its_page,
)
from chat.passwords import LEAST_MEMORY_KIB, MEMORY_KIB
from chat.push_service import SERVICES

SECRET_BYTES = 32  # the least that HS256 can be signed with safely
VARIABLES = {"jwt_secrets": "JWT_SECRET"}  # checked though unset, so reported under its Python name


class SettingsError(Exception):
    """A variable has a value that Parley cannot start with. The text is one line and shows no value."""


class Limits(BaseModel):
    """How much of anything is accepted. The unit is in the name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    content_characters: PositiveInt = 8_000
    username_min_characters: PositiveInt = 3
    username_max_characters: PositiveInt = 32
    password_min_bytes: PositiveInt = 8
    password_max_bytes: PositiveInt = 1_024
    room_name_characters: PositiveInt = 80
    topic_characters: PositiveInt = 250
    attachments_per_message: PositiveInt = 10
    attachment_bytes: PositiveInt = 25 * 1024 * 1024
    reactions_per_message: PositiveInt = 50
    users_per_reaction: PositiveInt = 2_000
    members_per_group: PositiveInt = 10_000
    page_size: PositiveInt = 100
    graphql_depth: PositiveInt = 12
    graphql_tokens: PositiveInt = 1_000
    graphql_aliases: PositiveInt = 20
    graphql_root_fields: PositiveInt = 20
    graphql_rows: PositiveInt = 10_000  # of pages inside pages, counted before they are read
    request_bytes: PositiveInt = 1024 * 1024  # outside uploads
    frame_bytes: PositiveInt = 256 * 1024  # one WebSocket message from a client
    polling_sessions: PositiveInt = 5_000  # of Socket.IO over long-polling, on one instance at once
    ping_seconds: PositiveInt = 20  # between two looks at a client; it is given up after 2.5 times as long
    subscriptions_per_socket: PositiveInt = 20
    sends_per_second: PositiveInt = 10
    send_burst: PositiveInt = 30
    uploads_per_minute: PositiveInt = 30
    upload_quota_bytes: PositiveInt = 10 * 1024 * 1024 * 1024  # of one user
    picture_pixels: PositiveInt = 50_000_000  # of all its frames together
    logins_per_minute: PositiveInt = 10  # for each account and for each address


class Settings(BaseSettings):
    """What one process of Parley runs with. Secrets stay out of its `repr`."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_file=".env",
        env_ignore_empty=True,
        env_nested_delimiter="__",
        extra="ignore",
        populate_by_name=True,
    )

    app_env: Literal["development", "production"] = "development"
    port: int = Field(default=4000, ge=1, le=65_535)
    data_dir: Path = Path("data")

    jwt_secrets: Names = Field(default=(), validation_alias="JWT_SECRET", repr=False, validate_default=True)
    jwt_expiry: Expiry = timedelta(minutes=15)
    session_expiry: Expiry = timedelta(days=30)
    password_memory_kib: int = Field(default=MEMORY_KIB, ge=32, le=4 * 1024**2)

    database_url: str | None = Field(default=None, pattern=r"^mongodb(\+srv)?://", repr=False)
    database_name: str = Field(default="parley", pattern=r"^[A-Za-z0-9_-]{1,38}$")
    redis_url: str | None = Field(default=None, pattern=r"^rediss?://", repr=False)

    s3_bucket_name: str | None = None
    s3_region: str | None = None
    s3_access_key_id: str | None = Field(default=None, repr=False)
    s3_secret_access_key: str | None = Field(default=None, repr=False, validate_default=True)
    s3_endpoint_url: str | None = Field(default=None, pattern=r"^https?://")
    s3_public_url: str | None = Field(default=None, pattern=r"^https?://")

    vapid_private_key: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{43}$", repr=False)
    vapid_subject: str = Field(default="mailto:parley@localhost", pattern=r"^(mailto:.+@|https://).+$")
    push_services: Names = SERVICES

    frontend_origins: Origins = Field(default=(), validation_alias="FRONTEND_ORIGIN")
    trusted_proxies: Networks = ()

    message_reactions: bool = True
    message_edit_window: Window = None
    message_delete_window: Window = None
    registration_open: OpenOrClosed = Field(default=True, validation_alias="REGISTRATION")
    rate_limits: bool = True
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    otel_exporter_otlp_endpoint: str | None = Field(default=None, pattern=r"^https?://")
    drain_seconds: float = Field(default=20, ge=0, le=3_600)
    graphiql: bool = Field(default_factory=lambda earlier: earlier["app_env"] == "development")
    introspection: bool = Field(default_factory=lambda earlier: earlier["app_env"] == "development")
    limits: Limits = Limits()

    @property
    def is_production(self) -> bool:
        return self.app_env == "production"

    def require_database_url(self) -> str:
        """Where the database is. Raises SettingsError when nobody said."""
        if self.database_url is None:
            raise SettingsError(
                "DATABASE_URL: must be set, unless ./scripts/serve starts the embedded database"
            )
        return self.database_url

    @field_validator("jwt_secrets")
    @classmethod
    def _long_enough_in_production(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("app_env") == "production":
            if not value:
                raise ValueError("is required in production")
            if any(len(secret.encode()) < SECRET_BYTES for secret in value):
                raise ValueError(f"must be {SECRET_BYTES} bytes or more in production, each of them")
        return value

    @field_validator("password_memory_kib")
    @classmethod
    def _hard_to_guess_in_production(cls, value: int, info: ValidationInfo) -> int:
        if value < LEAST_MEMORY_KIB and info.data.get("app_env") == "production":
            raise ValueError(f"must be {LEAST_MEMORY_KIB} or more in production")
        return value

    @field_validator("rate_limits")
    @classmethod
    def _on_in_production(cls, value: bool, info: ValidationInfo) -> bool:
        if not value and info.data.get("app_env") == "production":
            raise ValueError("cannot be off in production")
        return value

    @field_validator("frontend_origins")
    @classmethod
    def _encrypted_in_production(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("app_env") == "production" and not all(map(is_private_to_its_page, value)):
            raise ValueError("must be https:// in production, but for localhost")
        return value

    @field_validator("s3_secret_access_key")
    @classmethod
    def _goes_with_its_id(cls, value: str | None, info: ValidationInfo) -> str | None:
        if (value is None) != (info.data.get("s3_access_key_id") is None):
            raise ValueError("and S3_ACCESS_KEY_ID need each other")
        return value


def load_settings() -> Settings:
    """Read the environment and `.env`; in development make the signing keys on the first start.

    Raises SettingsError: one line that names the first variable with a wrong value.
    """
    try:
        settings = Settings()
    except (ValidationError, UnreadableSource) as error:
        raise SettingsError(_one_line(error)) from None
    return settings.model_copy(update=_kept(settings))


def _kept(settings: Settings) -> dict[str, object]:
    """What is made on the first start and kept in the data folder, where nobody named it."""
    try:
        kept: dict[str, object] = {}
        if not settings.jwt_secrets:
            kept["jwt_secrets"] = (kept_secrets.signing_secret(settings.data_dir, at_least=SECRET_BYTES),)
        if settings.vapid_private_key is None and not settings.is_production:
            kept["vapid_private_key"] = kept_secrets.vapid_key(settings.data_dir)
    except kept_secrets.NotKept as error:
        raise SettingsError(f"DATA_DIR: {error}") from None
    return kept


def load_instance_settings() -> Settings:
    """`load_settings` for a process that needs its database to be named."""
    settings = load_settings()
    settings.require_database_url()
    return settings


def settings_or_exit(load: Callable[[], Settings] = load_settings) -> Settings:
    """The settings; a wrong value ends the process: see `exit_on_wrong_setting`."""
    with exit_on_wrong_setting():
        return load()


@contextmanager
def exit_on_wrong_setting() -> Iterator[None]:
    """A SettingsError is printed as one line on stderr and ends the process with code 2."""
    try:
        yield
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


def _one_line(error: ValidationError | UnreadableSource) -> str:
    if isinstance(error, UnreadableSource):
        return str(error)
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field, *inner = (part for part in first["loc"] if isinstance(part, str))
    name = "__".join([VARIABLES.get(field, field), *inner]).upper()
    return f"{name}: {first['msg'].removeprefix('Value error, ')}"
