"""Seals: text that this server has signed, so that whoever brings it back proves to have it from here."""

import base64
import hmac
from collections.abc import Sequence

SEAL_BYTES = 16


class Seals:
    """HMAC-SHA256 over text, for one purpose. Of several secrets the first signs and all verify."""

    def __init__(self, secrets: Sequence[str], purpose: str) -> None:
        self._keys = [hmac.digest(secret.encode(), purpose.encode(), "sha256") for secret in secrets]

    def seal(self, *parts: str) -> str:
        """The seal of these parts, none of which holds a line break."""
        return _seal(self._keys[0], parts)

    def is_sealed(self, seal: str, *parts: str) -> bool:
        """Whether the seal is of these very parts."""
        return any(hmac.compare_digest(_seal(key, parts).encode(), seal.encode()) for key in self._keys)


def _seal(key: bytes, parts: Sequence[str]) -> str:
    digest = hmac.digest(key, "\n".join(parts).encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:SEAL_BYTES]).decode().rstrip("=")
