"""`scripts/serve`: everything starts with one command, and ends with it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from scripts.test import VARIABLES

CHECKOUT = Path(__file__).parents[2]
END_SECONDS = 60
ANSWER_SECONDS = 60
ACCOUNT = {"username": "ada", "email": "ada@example.org", "password": "correct horse battery"}


class Serve:
    """A run of `scripts/serve` in a folder of its own, on a free port unless one is named."""

    def __init__(self, folder: Path, *options: str, **variables: str) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts.serve", "--no-build", "--port", "0", *options],
            cwd=folder,
            env=environment | {"PYTHONPATH": str(CHECKOUT)} | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.address = ""

    def wait_until_ready(self) -> None:
        """Read what it prints up to its last line before it serves."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            words = line.split()
            if words[:1] == ["Chat"]:
                self.address = words[1]
            if words == ["Ctrl-C", "ends", "it."]:
                return
        pytest.fail(f"It did not start: {self.process.communicate()[1]}")

    def parts(self) -> dict[str, list[psutil.Process]]:
        """The processes it has started, by what they are."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        commands = {child: " ".join(child.cmdline()) for child in children}
        names = ["secantusd-py", "redis-server", "scripts.worker"]
        return {name: [child for child in children if name in commands[child]] for name in names}

    def end(self, number: int = signal.SIGINT) -> int:
        """Send it a signal and wait for its end."""
        self.process.send_signal(number)
        return self.process.wait(END_SECONDS)

    def ended(self) -> tuple[int, str]:
        """Wait for it to end by itself: its exit code, and what it said on stderr."""
        _, errors = self.process.communicate(timeout=END_SECONDS)
        return self.process.returncode, errors


Start = Callable[..., Serve]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start runs of `scripts/serve`, which end with the test."""
    runs: list[Serve] = []

    def start(*options: str, **variables: str) -> Serve:
        runs.append(Serve(tmp_path, *options, **variables))
        return runs[-1]

    yield start
    for run in runs:
        if run.process.poll() is None:
            run.end()
        run.process.communicate()


@pytest.fixture
def served(start: Start) -> Serve:
    serve = start()
    serve.wait_until_ready()
    return serve


def ask(serve: Serve, query: str, **variables: Any) -> dict[str, Any]:
    body = {"query": query, "variables": variables}
    response = httpx.post(f"{serve.address}/graphql", json=body, timeout=ANSWER_SECONDS)
    answer: dict[str, Any] = response.json()
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]
    return found


def status(serve: Serve, path: str) -> int:
    return httpx.get(f"{serve.address}{path}", timeout=ANSWER_SECONDS).status_code


def register(serve: Serve) -> str:
    """Make an account. Its id."""
    query = "mutation($input: RegisterInput!) { register(input: $input) { user { id } } }"
    return str(ask(serve, query, input=ACCOUNT)["register"]["user"]["id"])


def sign_in(serve: Serve) -> str:
    """Sign in to the account. Its id."""
    query = "mutation($input: LoginInput!) { login(input: $input) { user { id } } }"
    login = {"login": ACCOUNT["username"], "password": ACCOUNT["password"]}
    return str(ask(serve, query, input=login)["login"]["user"]["id"])


def all_gone(parts: dict[str, list[psutil.Process]]) -> bool:
    _, alive = psutil.wait_procs([process for some in parts.values() for process in some], END_SECONDS)
    return not alive


def test_it_says_where_everything_is_and_answers_there(served: Serve) -> None:
    assert (status(served, "/readyz"), status(served, "/healthz")) == (200, 200)
    assert {name: len(some) for name, some in served.parts().items()} == {
        "secantusd-py": 1,
        "redis-server": 0,
        "scripts.worker": 1,
    }


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_and_data_is_there_again(served: Serve, start: Start, number: int) -> None:
    person = register(served)
    parts = served.parts()
    assert served.end(number) == 0
    assert all_gone(parts)

    again = start()
    again.wait_until_ready()
    assert sign_in(again) == person


def test_killing_it_leaves_no_orphan_and_loses_nothing(served: Serve, start: Start) -> None:
    person = register(served)
    parts = served.parts()
    served.end(signal.SIGKILL)
    again = start()  # at once: it waits for the database to let go of the folder
    again.wait_until_ready()
    assert all_gone(parts)
    assert sign_in(again) == person


def test_a_second_start_on_one_folder_is_refused(served: Serve, start: Start) -> None:
    code, errors = start().ended()
    assert code == 1
    assert errors.endswith(f"is already in use by another Parley (process {served.process.pid}).\n")
    assert errors.count("\n") == 1
    assert status(served, "/readyz") == 200


def test_a_port_in_use_is_refused(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert start("--port", port).ended() == (
            1,
            f"Port {port} is already in use; --port chooses another.\n",
        )
        assert start("--port", port, "--workers", "2").ended()[0] == 1


def test_a_wrong_setting_is_refused(start: Start) -> None:
    code, errors = start(RATE_LIMITS="perhaps").ended()
    assert code == 2
    assert errors.startswith("RATE_LIMITS: ")
    assert errors.count("\n") == 1


def test_a_database_that_does_not_answer_is_named_without_its_password(start: Start) -> None:
    url = "mongodb://ada:hunter2@127.0.0.1:1/"
    code, errors = start(DATABASE_URL=url).ended()
    assert code == 1
    assert errors.startswith("DATABASE_URL: no database answers there")
    assert errors.count("\n") == 1


def test_it_ends_when_the_database_does(served: Serve) -> None:
    parts = served.parts()
    parts["secantusd-py"][0].kill()
    code, errors = served.ended()
    assert code == 1
    assert "The database ended unexpectedly" in errors
    assert all_gone(parts)


def test_it_ends_when_its_only_web_process_does(served: Serve) -> None:
    parts = served.parts()
    parts["scripts.worker"][0].kill()
    code, errors = served.ended()
    assert (code, errors.splitlines()[-1]) == (1, "A web process ended unexpectedly (signal 9).")
    assert all_gone(parts)


def test_it_goes_on_when_nobody_reads_what_it_prints(served: Serve) -> None:
    for stream in (served.process.stdout, served.process.stderr):
        assert stream is not None
        stream.close()
    register(served)  # which is logged
    assert served.end() == 0


def test_several_workers_share_one_port_and_a_redis(start: Start) -> None:
    serve = start("--workers", "2")
    serve.wait_until_ready()
    parts = serve.parts()
    assert {name: len(some) for name, some in parts.items()} == {
        "secantusd-py": 1,
        "redis-server": 1,
        "scripts.worker": 2,
    }
    register(serve)
    assert serve.end() == 0
    assert all_gone(parts)


def test_a_dead_worker_is_replaced(start: Start) -> None:
    serve = start("--workers", "2")
    serve.wait_until_ready()
    dead, survivor = serve.parts()["scripts.worker"]
    dead.kill()
    assert serve.process.stdout is not None
    assert serve.process.stdout.readline() == (
        "A web process ended unexpectedly (signal 9); another takes its place.\n"
    )
    for _ in range(20):  # the kernel gives some to either, and those of the new one wait until it is ready
        assert status(serve, "/readyz") == 200
    workers = serve.parts()["scripts.worker"]
    assert len(workers) == 2
    assert survivor in workers


def test_several_workers_without_redis_are_refused(start: Start) -> None:
    code, errors = start("--workers", "2", PATH="").ended()
    assert code == 1
    assert "install redis-server from the system's packages, or set REDIS_URL" in errors
