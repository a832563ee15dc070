"""Keys that nobody named: made on the first start, and kept in the data folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.settings import SettingsError, load_settings

pytestmark = pytest.mark.usefixtures("bare_environment")


def test_the_signing_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first, second = load_settings(), load_settings()
    kept = tmp_path / "data" / "jwt-secret"
    assert first.jwt_secrets == second.jwt_secrets == (kept.read_text(),)
    assert len(first.jwt_secrets[0]) >= 32
    assert kept.stat().st_mode & 0o777 == 0o600


def test_starts_at_the_same_time_agree_on_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        starts = [pool.submit(load_settings) for _ in range(32)]
    assert len({start.result().jwt_secrets for start in starts}) == 1
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["jwt-secret", "vapid-key"]


def test_the_push_key_is_made_once_and_kept_but_never_by_itself_in_production(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = load_settings(), load_settings()
    kept = tmp_path / "data" / "vapid-key"
    assert first.vapid_private_key == second.vapid_private_key == kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert str(first.vapid_private_key) not in repr(first)
    monkeypatch.setenv("APP_ENV", "production")
    monkeypatch.setenv("JWT_SECRET", "s" * 32)
    assert load_settings().vapid_private_key is None


def test_a_broken_secret_file_is_not_signed_with(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "jwt-secret").write_text("")
    with pytest.raises(SettingsError, match=r"^DATA_DIR: .*jwt-secret holds no whole"):
        load_settings()
