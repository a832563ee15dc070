"""What a process starts with, and what it refuses to start with."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from api.settings import Limits, SettingsError, load_settings
from api.storage import open_storage
from scripts.test import VARIABLES

pytestmark = pytest.mark.usefixtures("bare_environment")

CHECKOUT = Path(__file__).parents[2]
LONG = "0123456789abcdef0123456789abcdef"


def only_line_of(command: list[str], folder: Path, **environment: str) -> str:
    """All that a program says that ends with code 2."""
    environment["PYTHONPATH"] = str(CHECKOUT)
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1
    return ended.stderr


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings()
    assert (settings.app_env, settings.port, settings.is_production) == ("development", 4000, False)
    assert (settings.jwt_expiry, settings.session_expiry) == (timedelta(minutes=15), timedelta(days=30))
    assert (settings.database_url, settings.redis_url, settings.s3_bucket_name) == (None, None, None)
    assert settings.message_reactions and settings.registration_open and settings.rate_limits
    assert settings.graphiql and settings.introspection


def test_production_shows_less_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_ENV", "production")
    monkeypatch.setenv("JWT_SECRET", LONG)
    closed = load_settings()
    monkeypatch.setenv("GRAPHIQL", "on")
    monkeypatch.setenv("FRONTEND_ORIGIN", "https://chat.example.org,http://localhost:5173")
    asked = load_settings()
    assert (closed.is_production, closed.graphiql, closed.introspection) == (True, False, False)
    assert (asked.graphiql, asked.introspection) == (True, False)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("30s", timedelta(seconds=30)),
        ("15m", timedelta(minutes=15)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
    ],
)
def test_durations_carry_a_unit(monkeypatch: pytest.MonkeyPatch, text: str, duration: timedelta) -> None:
    monkeypatch.setenv("JWT_EXPIRY", text)
    monkeypatch.setenv("MESSAGE_EDIT_WINDOW", text)
    settings = load_settings()
    assert (settings.jwt_expiry, settings.message_edit_window) == (duration, duration)


def test_a_window_may_be_unlimited_or_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESSAGE_EDIT_WINDOW", "unlimited")
    monkeypatch.setenv("MESSAGE_DELETE_WINDOW", "0")
    settings = load_settings()
    assert settings.message_edit_window is None
    assert settings.message_delete_window == timedelta(0)


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTEND_ORIGIN", "https://Chat.example.org/, http://localhost:5173,")
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, ::1")
    monkeypatch.setenv("JWT_SECRET", "new, old")
    settings = load_settings()
    assert settings.frontend_origins == ("https://chat.example.org", "http://localhost:5173")
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1")
    assert settings.jwt_secrets == ("new", "old")


def test_the_environment_beats_the_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=5000\nREGISTRATION=closed\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("PORT", "6000")
    settings = load_settings()
    assert (settings.port, settings.registration_open) == (6000, False)


def test_the_example_names_every_variable_and_shows_its_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    example = (CHECKOUT / ".env.example").read_text()
    limits = {f"LIMITS__{name.upper()}" for name in Limits.model_fields}
    assert set(re.findall(r"^(?:# )?([A-Z0-9_]+)=", example, re.MULTILINE)) == {*VARIABLES, *limits} - {
        "LIMITS"
    }

    bare = load_settings()
    (tmp_path / ".env").write_text(example)
    assert load_settings() == bare


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "")
    assert load_settings().redis_url is None


def test_each_limit_can_be_set_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIMITS__PAGE_SIZE", "50")
    limits = load_settings().limits
    assert (limits.page_size, limits.content_characters) == (50, 8_000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_ENV", "staging"),
        ("PORT", "zwölf"),
        ("PORT", "70000"),
        ("JWT_EXPIRY", "15"),
        ("JWT_EXPIRY", "unlimited"),
        ("SESSION_EXPIRY", "0s"),
        ("MESSAGE_EDIT_WINDOW", "soon"),
        ("DATABASE_URL", "postgres://parley:hunter2@db"),
        ("DATABASE_NAME", "a.b"),
        ("REDIS_URL", "cache.example.org"),
        ("S3_ENDPOINT_URL", "storage.example.org"),
        ("S3_SECRET_ACCESS_KEY", "hunter2"),
        ("FRONTEND_ORIGIN", "*"),
        ("FRONTEND_ORIGIN", "https://chat.example.org/path"),
        ("TRUSTED_PROXIES", "proxy.example.org"),
        ("MESSAGE_REACTIONS", "perhaps"),
        ("REGISTRATION", "on"),
        ("LIMITS__PAGE_SIZE", "0"),
        ("LIMITS__PAGES", "1"),
    ],
)
def test_a_wrong_value_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    line = str(refusal.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert "hunter2" not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JWT_SECRET", ""),
        ("JWT_SECRET", f"{LONG},hunter2"),
        ("RATE_LIMITS", "off"),
        ("PASSWORD_MEMORY_KIB", "19455"),
        ("FRONTEND_ORIGIN", "*"),
        ("FRONTEND_ORIGIN", "null"),
        ("FRONTEND_ORIGIN", "http://chat.example.org"),
    ],
)
def test_production_refuses_what_is_unsafe(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("APP_ENV", "production")
    monkeypatch.setenv("JWT_SECRET", LONG)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=rf"^{name}: ") as refusal:
        load_settings()
    assert "hunter2" not in str(refusal.value)


def test_a_wrong_value_ends_the_process_with_one_line_and_code_2(tmp_path: Path) -> None:
    script = "from api.settings import settings_or_exit; settings_or_exit()"
    line = only_line_of([sys.executable, "-c", script], tmp_path, PORT="x")
    assert line.startswith("PORT: ")


def test_a_bucket_without_a_key_ends_the_process_with_one_line_and_code_2(tmp_path: Path) -> None:
    line = only_line_of(
        [sys.executable, "-m", "scripts.worker", "--port", "0"],
        tmp_path,
        HOME=str(tmp_path),  # no key of boto3 there
        AWS_EC2_METADATA_DISABLED="true",
        DATABASE_URL="mongodb://127.0.0.1:1",
        S3_BUCKET_NAME="files",
    )
    assert line.startswith("S3_ACCESS_KEY_ID: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("S3_BUCKET_NAME", "no such/name"),
        ("S3_REGION", "nowhere at all"),
        ("S3_ENDPOINT_URL", "http://["),
        ("S3_PUBLIC_URL", "http://["),
    ],
)
def test_what_no_bucket_can_have_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("S3_BUCKET_NAME", "files")
    monkeypatch.setenv("S3_ACCESS_KEY_ID", "parley")
    monkeypatch.setenv("S3_SECRET_ACCESS_KEY", "hunter2")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as refusal:
        open_storage(load_settings())
    assert "hunter2" not in str(refusal.value)


def test_secrets_stay_out_of_the_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", "hunter2")
    monkeypatch.setenv("DATABASE_URL", "mongodb://parley:hunter2@db")
    monkeypatch.setenv("REDIS_URL", "redis://:hunter2@cache")
    monkeypatch.setenv("S3_ACCESS_KEY_ID", "parley")
    monkeypatch.setenv("S3_SECRET_ACCESS_KEY", "hunter2")
    assert "hunter2" not in repr(load_settings())


def test_settings_do_not_change_while_running() -> None:
    settings = load_settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1  # type: ignore[misc]
