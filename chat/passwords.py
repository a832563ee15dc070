"""Passwords: Argon2id (RFC 9106), hashed and checked off the event loop."""

import asyncio
import os
from functools import cached_property
from typing import Final

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

MEMORY_KIB: Final = 65_536  # for one hash: what RFC 9106 recommends second, with three passes in four lanes
LEAST_MEMORY_KIB: Final = 19_456  # the least that OWASP's Password Storage Cheat Sheet takes for safe


class Passwords:
    """Hashes passwords with so much memory each, in KiB, and knows those hashed with any other amount."""

    def __init__(self, memory_kib: int = MEMORY_KIB) -> None:
        self._argon2id = PasswordHash((Argon2Hasher(memory_cost=memory_kib),))

    async def hash(self, password: str) -> str:
        """The password's hash, with its salt and parameters, in PHC string format."""
        return await asyncio.to_thread(self._argon2id.hash, password)

    async def match(self, password: str, password_hash: str | None) -> bool:
        """Whether the hash is of this password. Without a hash: False, after the same work."""
        matches = await asyncio.to_thread(self._verify, password, password_hash)
        return matches and password_hash is not None

    def _verify(self, password: str, password_hash: str | None) -> bool:
        return self._argon2id.verify(password, password_hash or self._hash_of_nothing)

    @cached_property
    def _hash_of_nothing(self) -> str:
        return self._argon2id.hash(os.urandom(16).hex())
