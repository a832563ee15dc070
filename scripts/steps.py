"""Steps that all run, whichever fails, and what became of them."""

import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path


class Steps:
    """Named steps, run one after the other. `exit_code` prints the outcome of all."""

    def __init__(self) -> None:
        self._outcomes: list[tuple[str, bool, float]] = []

    def command(
        self,
        name: str,
        *command: str,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Run a command, without anything to read from."""
        self.call(name, lambda: succeeds(*command, folder=folder, environment=environment))

    def call(self, name: str, step: Callable[[], bool]) -> None:
        """Run a step that says whether it succeeded."""
        print(f"\n── {name}", flush=True)
        started = time.monotonic()
        self._outcomes.append((name, step(), time.monotonic() - started))

    def exit_code(self) -> int:
        """0 when every step succeeded, else 1."""
        print()
        for name, succeeded, seconds in self._outcomes:
            print(f"{'passed' if succeeded else 'FAILED'}  {seconds:6.1f} s  {name}")
        return 0 if all(succeeded for _, succeeded, _ in self._outcomes) else 1


def succeeds(*command: str, folder: Path | None = None, environment: Mapping[str, str] | None = None) -> bool:
    """Run a command, without anything to read from, and say whether it ended with 0."""
    try:
        ended = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        print(f"{command[0]} is not installed.")
        return False
    return ended.returncode == 0
