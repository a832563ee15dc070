"""The way to browsers' push services: notices encrypted for the browser (RFC 8291) and signed (RFC 8292)."""

import base64
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid
from pywebpush import WebPusher

from models.push_subscription import PushSubscription

SERVICES: Final = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "notify.windows.com",
    "push.apple.com",
)
"""The push services of today's browsers, with all their subdomains."""

KEPT_SECONDS: Final = 12 * 60 * 60  # by the push service, for a browser that is not running
TIMEOUT: Final = aiohttp.ClientTimeout(total=10)  # seconds
GONE: Final = frozenset({404, 410})


class Outcome(Enum):
    ACCEPTED = auto()
    GONE = auto()
    """The browser has given the subscription up: it will never be good again."""
    FAILED = auto()


class PushService:
    """Sends to the known push services alone: an endpoint comes from a client, and is called from here.

    A service is a host, meant with its subdomains and https, or a whole origin.
    """

    def __init__(self, private_key: str, *, subject: str, services: Sequence[str] = SERVICES) -> None:
        self._vapid = Vapid.from_string(private_key=private_key)
        self._subject = subject
        self._services = tuple(services)
        self._session: aiohttp.ClientSession | None = None

    @property
    def public_key(self) -> str:
        """What a browser subscribes with: an uncompressed P-256 point in base64url."""
        point = self._vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def accepts(self, endpoint: str) -> bool:
        """Whether the endpoint belongs to a known push service."""
        try:
            parts = urlsplit(endpoint)
            host = parts.hostname or ""
        except ValueError:
            return False
        if f"{parts.scheme}://{parts.netloc}" in self._services:
            return True
        is_plain = parts.scheme == "https" and parts.netloc == host
        return is_plain and any(host == known or host.endswith(f".{known}") for known in self._services)

    async def send(self, subscription: PushSubscription, notice: bytes) -> Outcome:
        """Hand the notice, at most 3,000 bytes, to the browser's push service, whatever that answers."""
        if not self.accepts(subscription.endpoint):
            return Outcome.GONE
        self._session = self._session or aiohttp.ClientSession(timeout=TIMEOUT)
        keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
        try:
            body = WebPusher({"endpoint": subscription.endpoint, "keys": keys}).encode(notice)["body"]
            async with self._session.post(
                subscription.endpoint,
                data=body,
                headers=self._headers(subscription.endpoint),
                allow_redirects=False,
            ) as answer:
                if answer.status in GONE:
                    return Outcome.GONE
                return Outcome.ACCEPTED if 200 <= answer.status < 300 else Outcome.FAILED
        except (aiohttp.ClientError, TimeoutError):
            return Outcome.FAILED
        except ValueError:  # keys that are none
            return Outcome.GONE

    def _headers(self, endpoint: str) -> dict[str, str]:
        parts = urlsplit(endpoint)
        claims = {"sub": self._subject, "aud": f"{parts.scheme}://{parts.netloc}"}
        return {
            **self._vapid.sign(claims),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_SECONDS),
            "Urgency": "high",
        }

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
