"""The React client's dependencies and build, brought up to date only when something changed."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

FOLDER = Path("client")
OLDEST_NODE = (20, 19)
NOT_SOURCES = {"node_modules", "dist", "gql", "test-results", "playwright-report"}


class ClientFailed(Exception):
    """The client cannot be installed or built. The text says why, in one line."""


def install() -> None:
    """Install the locked npm packages unless they are there. Raises ClientFailed."""
    lock, installed = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"
    if _changed(installed) < _changed(lock):
        print("Installing the client's packages", flush=True)
        run("ci", "--no-audit", "--no-fund", "--loglevel=error")


def build() -> None:
    """Build the client unless its build is newer than its sources. Raises ClientFailed."""
    if _changed(FOLDER / "dist" / "index.html") < max(map(_changed, _sources(FOLDER))):
        install()
        print("Building the client", flush=True)
        run("run", "build", "--silent", "--", "--logLevel", "warn")


def is_installed() -> bool:
    """`install`, and whether it succeeded."""
    return _succeeds(install)


def is_built() -> bool:
    """`build`, and whether it succeeded."""
    return _succeeds(build)


def _succeeds(step: Callable[[], None]) -> bool:
    try:
        step()
    except ClientFailed as failure:
        print(failure)
        return False
    return True


def run(*arguments: str) -> None:
    """Run npm in the client's folder. Raises ClientFailed."""
    _require_node()
    if subprocess.run(["npm", *arguments], cwd=FOLDER, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise ClientFailed(f"The client failed at: npm {' '.join(arguments)}")


def _require_node() -> None:
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise ClientFailed("Parley needs Node.js 20.19 or newer, with npm, to build its client.")
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(map(int, re.findall(r"\d+", said)))
    if version < OLDEST_NODE:
        raise ClientFailed(
            f"Parley needs Node.js 20.19 or newer to build its client; {said.strip()} is installed."
        )


def _sources(folder: Path) -> Iterator[Path]:
    """The folder and all in it that goes into a build: a folder's time tells of files that were removed."""
    yield folder
    for path in folder.iterdir():
        if path.name in NOT_SOURCES:
            continue
        if path.is_dir():
            yield from _sources(path)
        else:
            yield path


def _changed(path: Path) -> float:
    """When it was last written, in seconds; 0 when it is not there."""
    return path.stat().st_mtime if path.exists() else 0.0
