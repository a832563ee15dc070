"""Access tokens (JWT, RFC 7519) and refresh tokens (opaque).

Several secrets may be given, so that keys can change without signing anyone out: the first signs, all verify.
"""

import base64
import binascii
import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import jwt
from bson import ObjectId

from chat.errors import SessionOver
from models.base import parse_id, utc_now

ALGORITHM: Final = "HS256"
ISSUER: Final = "parley"
AUDIENCE: Final = "parley"
REQUIRED_CLAIMS: Final = ("exp", "iss", "aud", "sub", "sid")
CLAIMS_KEPT: Final = 50_000  # of tokens verified lately
_ID_BYTES: Final = 12
_GENERATION_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class Claims:
    user_id: ObjectId
    session_id: ObjectId
    expires_at: float
    """Unix time in seconds."""


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """The token of one generation of a session. Its text can be made by the server alone."""

    session_id: ObjectId
    generation: int
    text: str

    @property
    def digest(self) -> bytes:
        """What is stored in its place: SHA-256."""
        return hashlib.sha256(self.text.encode()).digest()


class Tokens:
    def __init__(self, secrets: Sequence[str], access_expiry: timedelta) -> None:
        self._secrets = [secret.encode() for secret in secrets]
        self.access_expiry = access_expiry
        self._verified: OrderedDict[bytes, Claims] = OrderedDict()  # by SHA-256 of the token

    def access_token(self, user_id: ObjectId, session_id: ObjectId) -> str:
        """A token that lets its bearer act as the user for `access_expiry`, while the session lasts."""
        now: datetime = utc_now()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user_id),
            "sid": str(session_id),
            "iat": now,
            "exp": now + self.access_expiry,
        }
        return jwt.encode(claims, self._secrets[0], algorithm=ALGORITHM)

    def read_access_token(self, token: str) -> Claims:
        """What the token says. Raises SessionOver unless one of our secrets signed it and it is good.

        One that was verified lately is only looked at for its end: nothing else about it can change. Whether
        its session is still open is not told here.
        """
        digest = hashlib.sha256(token.encode()).digest()
        known = self._verified.get(digest)
        if known is not None and known.expires_at > time.time():
            self._verified.move_to_end(digest)
            return known
        claims = self._verify(token)
        self._verified[digest] = claims
        if len(self._verified) > CLAIMS_KEPT:
            self._verified.popitem(last=False)
        return claims

    def _verify(self, token: str) -> Claims:
        for secret in self._secrets:
            try:
                claims = jwt.decode(
                    token,
                    secret,
                    algorithms=[ALGORITHM],
                    issuer=ISSUER,
                    audience=AUDIENCE,
                    options={"require": list(REQUIRED_CLAIMS)},
                )
            except jwt.InvalidTokenError:
                continue
            user_id, session_id = parse_id(str(claims["sub"])), parse_id(str(claims["sid"]))
            if user_id and session_id:
                return Claims(user_id, session_id, float(claims["exp"]))
        raise SessionOver

    def refresh_token(self, session_id: ObjectId, generation: int) -> RefreshToken:
        """The session's token of that generation. The same each time, so two tabs agree."""
        return self._refresh_token(self._secrets[0], session_id, generation)

    def current_refresh_token(self, session_id: ObjectId, generation: int, digest: bytes) -> RefreshToken:
        """The session's current token, whichever secret sealed it. Raises SessionOver if none of ours did."""
        for secret in self._secrets:
            token = self._refresh_token(secret, session_id, generation)
            if token.digest == digest:
                return token
        raise SessionOver

    def read_refresh_token(self, text: str) -> RefreshToken:
        """The token with that text. Raises SessionOver for a text that this server never gave out."""
        try:
            body = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise SessionOver from None
        if len(body) <= _ID_BYTES + _GENERATION_BYTES:
            raise SessionOver
        session_id = ObjectId(body[:_ID_BYTES])
        generation = int.from_bytes(body[_ID_BYTES : _ID_BYTES + _GENERATION_BYTES], "big")
        for secret in self._secrets:
            token = self._refresh_token(secret, session_id, generation)
            if hmac.compare_digest(token.text, text):
                return token
        raise SessionOver

    def _refresh_token(self, secret: bytes, session_id: ObjectId, generation: int) -> RefreshToken:
        head = session_id.binary + generation.to_bytes(_GENERATION_BYTES, "big")
        seal = hmac.digest(secret, b"refresh:" + head, "sha256")
        return RefreshToken(session_id, generation, base64.urlsafe_b64encode(head + seal).decode())
