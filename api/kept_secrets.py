"""Secrets that are made on the first start and kept in the data folder, readable by their owner alone."""

import base64
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

VAPID_CHARACTERS = 43  # 32 bytes in base64url


class NotKept(Exception):
    """The data folder cannot keep a secret, or holds a broken one. The text shows no secret."""


def signing_secret(data_dir: Path, *, at_least: int) -> str:
    """What access tokens are signed with."""
    path = data_dir / "jwt-secret"
    secret = _kept(path, "signing secret", lambda: secrets.token_urlsafe(48))
    if len(secret) < at_least:
        raise NotKept(f"{path} holds no whole signing secret; remove it to have a new one")
    return secret


def vapid_key(data_dir: Path) -> str:
    """What push notices are signed with: a P-256 private key as 32 bytes in base64url."""
    path = data_dir / "vapid-key"
    key = _kept(path, "push key", _new_vapid_key)
    if len(key) != VAPID_CHARACTERS:
        raise NotKept(f"{path} holds no whole push key; remove it to have a new one")
    return key


def _new_vapid_key() -> str:
    number = secrets.randbelow(2**255) + 1  # below the order of the curve, and never zero
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def _kept(path: Path, name: str, make: Callable[[], str]) -> str:
    try:
        if not path.exists():
            _write(path, make())
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotKept(f"cannot keep the {name} there: {error}") from None


def _write(path: Path, secret: str) -> None:
    """Write it so that only its owner can read it. Of two processes that start at once the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secret)
            file.flush()
            os.fsync(descriptor)
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its secret counts
    finally:
        Path(draft).unlink()
