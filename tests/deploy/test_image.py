"""The image's files and commands, as far as they can be tried without an engine."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.fixtures.servers import Instance, free_port

CHECKOUT = Path(__file__).parents[2]
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()


def commands(word: str) -> list[list[str]]:
    """What stands behind CMD or ENTRYPOINT, in order."""
    return [json.loads(command) for command in re.findall(rf"{word} (\[.*\])$", DOCKERFILE, re.MULTILINE)]


def health(port: int) -> int:
    """The exit code of the image's health check."""
    (command,) = (each for each in commands("CMD") if each[:2] == ["python", "-m"])
    asked = [sys.executable, *command[1:]]
    return subprocess.run(asked, cwd=CHECKOUT, env={"PORT": str(port)}, check=False).returncode


def test_the_health_check_is_good_for_an_instance_that_is_ready(instance: Instance) -> None:
    assert health(instance.port) == 0
    assert health(free_port()) == 1


def test_it_starts_what_the_tests_start(instance: Instance) -> None:
    assert [*commands("ENTRYPOINT")[-1], commands("CMD")[-1][0]] == ["python", *instance.command()[1:3]]


def test_everything_that_it_copies_is_there() -> None:
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in sources.split():
            assert list(CHECKOUT.glob(source.removesuffix("/"))), source


def test_no_file_of_the_deployment_holds_a_secret() -> None:
    compose = (CHECKOUT / "docker-compose.yml").read_text()
    secrets = re.findall(r"^\s+(\w*(?:SECRET|PASSWORD|USER_KEY)\w*): (.*)$", compose, re.MULTILINE)
    assert len(secrets) >= 4
    for name, value in secrets:
        assert re.fullmatch(r"\$\{\w+:\?set \w+ in \.env\}", value), name
