"""README.md tells the truth: its tour is run, step by step, and its table is compared with the settings."""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.settings import Settings
from tests.docs.tour import Tour, blocks_of
from tests.fixtures.people import patient_client
from tests.fixtures.servers import Instance

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| (.*?) \|", re.MULTILINE)


BLOCKS = blocks_of(README)


@pytest.fixture
async def tour(folder: Path, database_url: str) -> AsyncIterator[Tour]:
    with Instance(folder, database_url, DATABASE_NAME="parley_readme") as server:
        async with patient_client(base_url=f"http://{server.address}") as http:
            tour = Tour(http, server.address)
            try:
                yield tour
            finally:
                await tour.close()


async def test_the_tour_goes_as_it_is_told(tour: Tour) -> None:
    await tour.run_all(BLOCKS)


def test_the_tour_shows_what_it_promises() -> None:
    steps = " ".join(block.text for block in BLOCKS if block.language in {"sh", "graphql", "python"})
    for operation in ("register", "createRoom", "sendMessage", "editMessage", "addReaction", "markRead"):
        assert f"{operation}(" in steps
    for operation in ("searchMessages", "pinMessage", "createInvite", "joinByInvite", "mentions", "threads"):
        assert f"{operation}(" in steps
    assert "replyToId:" in steps and "readBy" in steps
    assert "before:" in steps and "roomEvents(" in steps and "since:" in steps


def test_every_command_is_there() -> None:
    commands = [block.text.strip() for block in BLOCKS if block.language == "sh"]
    scripts = [command for command in commands if command.startswith("./scripts/")]
    assert scripts == ["./scripts/serve", "./scripts/test"]
    for script in [*scripts, "./scripts/seed", "./scripts/check", "./scripts/export_schema"]:
        assert os.access(CHECKOUT / script, os.X_OK), script


def test_the_table_has_every_variable_and_no_other() -> None:
    settings = {
        str(field.validation_alias or name).upper()
        for name, field in Settings.model_fields.items()
        if name != "limits"
    }
    assert {name for name, _ in ROW.findall(README)} == settings


def test_the_table_has_the_defaults_of_the_example() -> None:
    example = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
    defaults = dict(re.findall(r"^([A-Z0-9_]+)=(\S+)", example, re.MULTILINE))
    shown = {name: default.strip("`") for name, default in ROW.findall(README) if default.startswith("`")}
    told = {name: value for name, value in shown.items() if "`" not in value}
    assert told == {name: value for name, value in defaults.items() if not name.startswith("LIMITS__")}
