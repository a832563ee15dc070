"""README.md tells the truth: its tour is run, step by step, and its table is compared with the settings."""

import asyncio
import json
import os
import re
import shlex
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import Settings
from tests.fixtures.servers import Instance

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| (.*?) \|", re.MULTILINE)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
GIVEN_BY_THE_SERVER = re.compile(r"[0-9a-f]{24}|eyJ[\w-]+\.[\w-]+\.[\w-]+")
PRINT_SECONDS = 10.0


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the word behind that, and its text."""

    language: str
    role: str
    text: str


BLOCKS = [Block(language, role, text) for language, role, text in BLOCK.findall(README)]


class Tour:
    """Runs blocks one after another. What the server gives is remembered under what README shows for it."""

    def __init__(self, http: httpx.AsyncClient, address: str) -> None:
        self._http = http
        self._known = {"localhost:4000": address}
        self._token = ""
        self._answer: Any = None
        self._asked: dict[str, Any] = {}
        self._listener: asyncio.subprocess.Process | None = None

    async def run(self, block: Block, following: Block | None) -> None:
        text = self._filled(block.text)
        if block.language == "sh" and text.startswith("curl"):
            await self._ask(*_request_of(text))
        elif block.language == "graphql":
            has_variables = following is not None and following.role == "variables"
            variables = json.loads(self._filled(following.text)) if following and has_variables else None
            await self._ask("/graphql", {"query": text, "variables": variables})
        elif block.language == "python":
            await self._listen(text)
        elif block.role == "printed":
            self._compare(json.loads(block.text), json.loads(await self._printed()))
        elif block.language == "json" and not block.role:
            self._compare(json.loads(block.text), self._answer)
            self._token = self._known.get(_token_in(block.text), self._token)

    async def close(self) -> None:
        if self._listener is not None and self._listener.returncode is None:
            self._listener.kill()
            await self._listener.wait()

    async def _ask(self, path: str, body: dict[str, Any]) -> None:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        response = await self._http.post(path, json=body, headers=headers)
        self._answer = response.json()
        assert "errors" not in self._answer, self._answer

    async def _listen(self, program: str) -> None:
        self._listener = await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
        )

    async def _printed(self) -> bytes:
        assert self._listener is not None and self._listener.stdout is not None
        return await asyncio.wait_for(self._listener.stdout.readline(), PRINT_SECONDS)

    def _filled(self, text: str) -> str:
        for shown, real in self._known.items():
            text = text.replace(shown, real)
        return text

    def _compare(self, shown: Any, real: Any) -> None:
        if isinstance(shown, dict):
            assert shown.keys() == real.keys()
            for name, value in shown.items():
                self._compare(value, real[name])
        elif isinstance(shown, list):
            assert len(shown) == len(real)
            for value, found in zip(shown, real, strict=True):
                self._compare(value, found)
        elif isinstance(shown, str) and TIME.fullmatch(shown):
            assert TIME.fullmatch(real)
        elif isinstance(shown, str) and GIVEN_BY_THE_SERVER.fullmatch(shown):
            assert GIVEN_BY_THE_SERVER.fullmatch(real)
            assert self._known.setdefault(shown, real) == real
        else:
            assert real == shown


def _request_of(command: str) -> tuple[str, dict[str, Any]]:
    """The path and the body of a curl command: run here, it needs no curl on the machine."""
    words = shlex.split(command)
    options = dict(zip(words[2::2], words[3::2], strict=True))
    assert options["-H"] == "Content-Type: application/json"
    body: dict[str, Any] = json.loads(options["-d"])
    return "/" + words[1].split("/", 3)[3], body


def _token_in(text: str) -> str:
    found = re.search(r'"(eyJ[^"]+)"', text)
    return found[1] if found else ""


@pytest.fixture
async def tour(folder: Path, database_url: str) -> AsyncIterator[Tour]:
    with Instance(folder, database_url, DATABASE_NAME="parley_readme") as server:
        async with httpx.AsyncClient(base_url=f"http://{server.address}", timeout=30) as http:
            tour = Tour(http, server.address)
            try:
                yield tour
            finally:
                await tour.close()


async def test_the_tour_goes_as_it_is_told(tour: Tour) -> None:
    for block, following in zip(BLOCKS, [*BLOCKS[1:], None], strict=True):
        await tour.run(block, following)


def test_the_tour_shows_what_it_promises() -> None:
    steps = " ".join(block.text for block in BLOCKS if block.language in {"sh", "graphql", "python"})
    for operation in ("register", "createRoom", "sendMessage", "editMessage", "addReaction", "markRead"):
        assert f"{operation}(" in steps
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
