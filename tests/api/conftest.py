"""What the tests of settings share: a process of which nobody has set anything."""

from pathlib import Path

import pytest

from scripts.test import VARIABLES


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable set, no `.env`, an empty folder to start in."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
