"""What is measured besides Parley: installed once into .bench, and compiled when its source is newer."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

SOURCES = Path(__file__).parent
FOLDER = SOURCES.parent / ".bench"
NODE_FOLDER = FOLDER / "peers"
PYTHON = FOLDER / "python" / "bin" / "python"


class InstallFailed(Exception):
    """Something that the benchmarks need is not there. The text says what, in one line."""


def load_client() -> Path:
    """The compiled load client."""
    folder = SOURCES / "load"
    return _compile("load", sorted(folder.glob("*.c")), [folder / "load.h"])


def floor() -> Path:
    """The compiled floor."""
    return _compile("floor", [SOURCES / "peers" / "floor.c"], [])


def node(script: str) -> list[str | Path]:
    """The command that runs a peer on Node, with its packages installed."""
    program = _find("node")
    source = SOURCES / "peers"
    lock = source / "package-lock.json"
    if not _is_current(lock, NODE_FOLDER / "installed"):
        print("Installing the peers from npm", file=sys.stderr)
        NODE_FOLDER.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, NODE_FOLDER / name)
        _run([_find("npm"), "ci", "--no-audit", "--no-fund"], NODE_FOLDER)
        shutil.copy(lock, NODE_FOLDER / "installed")
    for path in source.glob("*.js"):  # Node looks for packages beside the script
        shutil.copy(path, NODE_FOLDER / path.name)
    return [program, NODE_FOLDER / script]


def python(script: str) -> list[str | Path]:
    """The command that runs a peer on Python, with its packages installed."""
    lock = SOURCES / "peers" / "requirements.txt"
    installed = FOLDER / "python" / "installed.txt"
    if not _is_current(lock, installed):
        print("Installing the peers from PyPI", file=sys.stderr)
        venv.create(FOLDER / "python", with_pip=True, clear=True)
        _run([PYTHON, "-m", "pip", "install", "-qq", "--require-hashes", "--requirement", lock], FOLDER)
        shutil.copy(lock, installed)
    return [PYTHON, SOURCES / "peers" / script]


def _is_current(lock: Path, installed: Path) -> bool:
    return installed.exists() and installed.read_bytes() == lock.read_bytes()


def _compile(name: str, sources: Sequence[Path], headers: Sequence[Path]) -> Path:
    program = FOLDER / name
    newest = max(path.stat().st_mtime for path in [*sources, *headers])
    if not program.exists() or program.stat().st_mtime < newest:
        FOLDER.mkdir(exist_ok=True)
        draft = program.with_suffix(f".{os.getpid()}")  # another run may use the old one, or make one too
        _run([_find("gcc"), "-O2", "-Wall", "-Wextra", "-o", draft, *sources], FOLDER)
        draft.replace(program)
    return program


def _find(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise InstallFailed(f"The benchmarks need {program}: install it from the system's packages.")
    return found


def _run(command: Sequence[str | Path], folder: Path) -> None:
    ended = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if ended.returncode:
        raise InstallFailed(f"{Path(command[0]).name} failed.")
