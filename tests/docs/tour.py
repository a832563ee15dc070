"""Runs the examples of a document, step by step, and compares what is shown with what comes."""

import asyncio
import json
import re
import shlex
import sys
from dataclasses import dataclass
from typing import Any

import httpx

from tests.fixtures.sockets import LISTEN_SECONDS

BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
GIVEN_BY_THE_SERVER = re.compile(r"[0-9a-f]{24}|eyJ[\w-]+\.[\w-]+\.[\w-]+|[\w=-]{60,80}|[\w-]{22}")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the word behind that, and its text."""

    language: str
    role: str
    text: str


def blocks_of(document: str) -> list[Block]:
    """The fenced blocks of a document in Markdown, in order."""
    return [Block(language, role, text) for language, role, text in BLOCK.findall(document)]


class Tour:
    """Runs blocks one after another. What the server gives is remembered under what is shown for it."""

    def __init__(self, http: httpx.AsyncClient, address: str) -> None:
        self._http = http
        self._known = {"localhost:4000": address}
        self._token = ""
        self._answer: Any = None
        self._asked: dict[str, Any] = {}
        self._listener: asyncio.subprocess.Process | None = None

    async def run_all(self, blocks: list[Block]) -> None:
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            await self.run(block, following)

    async def run(self, block: Block, following: Block | None) -> None:
        text = self._filled(block.text)
        if block.language == "sh" and text.startswith("curl"):
            await self._ask(*_request_of(text))
        elif block.language == "graphql":
            has_variables = following is not None and following.role == "variables"
            variables = json.loads(self._filled(following.text)) if following and has_variables else None
            await self._ask("POST", "/graphql", {"query": text, "variables": variables})
        elif block.language == "python":
            await self._listen(text)
        elif block.role == "printed":
            self.compare(json.loads(block.text), await self._printed())
        elif block.language == "json" and not block.role:
            self.compare(json.loads(block.text), self._answer)
            self._token = self._known.get(_token_in(block.text), self._token)

    async def close(self) -> None:
        if self._listener is not None and self._listener.returncode is None:
            self._listener.kill()
            await self._listener.wait()

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> None:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        response = await self._http.request(method, path, json=body, headers=headers)
        self._answer = response.json() if response.content else None
        assert not self._answer or "errors" not in self._answer, self._answer

    async def _listen(self, program: str) -> None:
        self._listener = await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
        )

    async def _printed(self) -> Any:
        """The next line of the listener, past those that tell who came and went."""
        assert self._listener is not None and self._listener.stdout is not None
        while b"PresenceChanged" in (
            line := await asyncio.wait_for(self._listener.stdout.readline(), LISTEN_SECONDS)
        ):
            pass
        return json.loads(line)

    def _filled(self, text: str) -> str:
        for shown, real in self._known.items():
            text = text.replace(shown, real)
        return text

    def compare(self, shown: Any, real: Any) -> None:
        """Fail unless what is shown is what came, but for what the server made up."""
        if isinstance(shown, dict):
            assert shown.keys() == real.keys()
            for name, value in shown.items():
                self.compare(value, real[name])
        elif isinstance(shown, list):
            assert len(shown) == len(real)
            for value, found in zip(shown, real, strict=True):
                self.compare(value, found)
        elif isinstance(shown, str) and TIME.fullmatch(shown):
            assert TIME.fullmatch(real)
        elif isinstance(shown, str) and GIVEN_BY_THE_SERVER.fullmatch(shown):
            assert GIVEN_BY_THE_SERVER.fullmatch(real)
            assert self._known.setdefault(shown, real) == real
        else:
            assert real == shown


def _request_of(command: str) -> tuple[str, str, dict[str, Any] | None]:
    """The method, path and body of a curl command: run here, it needs no curl on the machine."""
    words = shlex.split(command.replace("\\\n", ""))
    options = list(zip(words[2::2], words[3::2], strict=True))
    headers = [value for option, value in options if option == "-H"]
    assert set(headers) <= {"Content-Type: application/json", "Authorization: Bearer $TOKEN"}
    given = dict(options)
    body = json.loads(given["-d"]) if "-d" in given else None
    assert (body is None) == ("Content-Type: application/json" not in headers)
    return given.get("-X", "GET" if body is None else "POST"), "/" + words[1].split("/", 3)[3], body


def _token_in(text: str) -> str:
    found = re.search(r'"(eyJ[^"]+)"', text)
    return found[1] if found else ""
