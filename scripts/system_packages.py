"""Programs that come from the operating system: found, or installed where that is allowed."""

import os
import shutil

from scripts.steps import succeeds

PROGRAMS = {
    "redis-server": ["redis-server"],
    "chromium": ["chromium", "chromium-browser", "google-chrome"],
    "nginx": ["nginx"],
}


def find(package: str) -> str | None:
    """The path of the program that this package brings."""
    return next(filter(None, map(shutil.which, PROGRAMS[package])), None)


def install(package: str) -> bool:
    """Have the program, and say so; name it where it can neither be found nor installed."""
    if find(package) is None:
        print(f"Installing {package} from the system's packages", flush=True)
        _install(package)
    path = find(package)
    print(f"{package}: {path or 'missing, and it cannot be installed from here. Please install it.'}")
    return path is not None


def _install(package: str) -> None:
    if shutil.which("apt-get") is None:
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    if succeeds(*as_root, "apt-get", "update", "-qq", environment=quiet):
        succeeds(*as_root, "apt-get", "install", "-qq", "--no-install-recommends", package, environment=quiet)
