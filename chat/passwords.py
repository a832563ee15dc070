"""Passwords: Argon2id, hashed and checked off the event loop."""

import asyncio
import os
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_argon2id = PasswordHash((Argon2Hasher(),))


async def hash_password(password: str) -> str:
    """The password's hash, with its salt and parameters, in PHC string format."""
    return await asyncio.to_thread(_argon2id.hash, password)


async def is_password(password: str, password_hash: str | None) -> bool:
    """Whether the hash is of this password. Without a hash: False, after the same work."""
    matches = await asyncio.to_thread(_argon2id.verify, password, password_hash or _hash_of_nothing())
    return matches and password_hash is not None


@cache
def _hash_of_nothing() -> str:
    return _argon2id.hash(os.urandom(16).hex())
