"""Run the tests: all of them, or the parts that are named."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from api.settings import Settings
from scripts import check, client, system_packages
from scripts.steps import Steps, succeeds

CHECKOUT = Path.cwd()
VARIABLES = {str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()}
END_SECONDS = 60
BESIDE = ("--numprocesses=logical", "--maxprocesses=4", "--dist=worksteal")
"""For pytest: as many runs beside each other as there are cores, each with servers of its own."""


def main() -> int:
    """Run the parts, every step of them whichever fails. Returns 0 when all pass, else 1."""
    parts = {"check": run_checks, "python": test_python, "client": test_client, "browser": test_in_browser}
    parser = argparse.ArgumentParser(prog="scripts/test", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(parts))
    chosen = parser.parse_args().parts or list(parts)
    if unknown := set(chosen) - set(parts):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    steps = Steps()
    for name in chosen:
        parts[name](steps)
    return steps.exit_code()


def run_checks(steps: Steps) -> None:
    steps.call("checks", lambda: check.main() == 0)


def test_python(steps: Steps) -> None:
    steps.call("redis-server", lambda: system_packages.install("redis-server"))
    steps.call("client packages", client.is_installed)  # with the clients that speak to the server in tests
    steps.call("nginx", lambda: system_packages.install("nginx"))
    steps.command("Python tests", sys.executable, "-m", "pytest", "-q", *BESIDE, environment=_environment())


def test_client(steps: Steps) -> None:
    steps.call("client packages", client.is_installed)
    for name, script in {"client tests": "test", "client build": "build", "client size": "budget"}.items():
        steps.command(name, "npm", "run", script, folder=client.FOLDER)


def test_in_browser(steps: Steps) -> None:
    steps.call("chromium", lambda: system_packages.install("chromium"))
    steps.call("client build", client.is_built)
    steps.call("browser tests", _test_against_a_server)


def _test_against_a_server() -> bool:
    with TemporaryDirectory(prefix="parley-test-") as folder, _serving(Path(folder)) as address:
        if address is None:
            return False
        chromium = system_packages.find("chromium") or "chromium"
        environment = dict(os.environ, PARLEY_URL=address, CHROMIUM_PATH=chromium)
        return succeeds("npm", "run", "test:browser", folder=client.FOLDER, environment=environment)


@contextmanager
def _serving(folder: Path) -> Iterator[str | None]:
    """Serve from an empty folder: no `.env`, no data. Yields the address, None when it did not start."""
    settings = {"RATE_LIMITS": "off", "PASSWORD_MEMORY_KIB": "32", "LOG_LEVEL": "warning"}
    environment = _environment() | {"PYTHONPATH": str(CHECKOUT)} | settings
    command = [sys.executable, "-m", "scripts.serve", "--port", "0", "--no-build"]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        said = (line.split() for line in server.stdout)
        try:
            yield next((words[1] for words in said if words[:1] == ["Chat"]), None)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(END_SECONDS)


def _environment() -> dict[str, str]:
    """The environment without what would lead the tests to somebody's own Parley."""
    return {name: value for name, value in os.environ.items() if name not in VARIABLES}


if __name__ == "__main__":
    sys.exit(main())
