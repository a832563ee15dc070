"""Parley's GraphQL over HTTP, for several threads at once."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

Json: TypeAlias = dict[str, Any]

ANSWER_SECONDS: Final = 60.0
TRIES: Final = 5  # to reach the server, or to have it answer while its database is away
TRY_AGAIN_SECONDS: Final = 0.5
INTROSPECTION: Final = '{ __type(name: "SendMessageInput") { inputFields { name } } }'


class SeedFailed(Exception):
    """The server cannot be filled. The text says why, in one line."""


class Refused(Exception):
    """The server refused an operation. `code` is its stable code."""

    def __init__(self, error: Json) -> None:
        super().__init__(error["message"])
        self.code: str | None = error.get("extensions", {}).get("code")
        self.retry_after: float | None = error.get("extensions", {}).get("retryAfter")


class Server:
    """A server at an address such as http://localhost:4000. `on_limit` is told the seconds of each wait."""

    def __init__(self, url: str, on_limit: Callable[[float], None]) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SeedFailed(f"--url must be like http://localhost:4000, not {url}.")
        self._url = url
        self._parts = parts
        self._on_limit = on_limit
        self._of_thread = threading.local()
        self._has_answered = False

    def check(self) -> None:
        """Raises SeedFailed unless a development server answers there."""
        try:
            kind = self.ask(INTROSPECTION)["__type"]
        except Refused as refused:
            if refused.code != "BAD_INPUT":
                raise
            raise SeedFailed(
                f"{self._url} does not show its schema, as a production server. Seed a development server."
            ) from None
        if not kind or "createdAt" not in {field["name"] for field in kind["inputFields"]}:
            raise SeedFailed(f"{self._url} takes no messages of an earlier time: it is another version.")

    def ask(self, query: str, token: str | None = None, **variables: Any) -> Json:
        """The data of the answer; waits as long as the server says that too much is asked of it.

        Only for operations that may be repeated. Raises Refused or SeedFailed.
        """
        body = json.dumps({"query": query, "variables": variables}).encode()
        failures = 0
        while True:
            answer = self._answer(body, token)
            if "errors" not in answer:
                data: Json = answer["data"]
                return data
            refused = Refused(answer["errors"][0])
            failures += refused.code == "UNAVAILABLE"
            if refused.code not in {"RATE_LIMITED", "UNAVAILABLE"} or failures == TRIES:
                raise refused
            seconds = refused.retry_after or TRY_AGAIN_SECONDS
            if refused.code == "RATE_LIMITED":
                self._on_limit(seconds)
            time.sleep(seconds)

    def _answer(self, body: bytes, token: str | None) -> Json:
        for failure in range(TRIES if self._has_answered else 1):
            try:
                answer = self._exchange(body, token)
                self._has_answered = True
                return answer
            except (OSError, http.client.HTTPException):
                self._disconnect()
                time.sleep(
                    TRY_AGAIN_SECONDS * failure
                )  # at once the first time: an idle connection was closed
        raise SeedFailed(f"No server answers at {self._url}. ./scripts/serve starts one.")

    def _exchange(self, body: bytes, token: str | None) -> Json:
        headers = {"Content-Type": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        connection = self._connection()
        connection.request("POST", f"{self._parts.path.rstrip('/')}/graphql", body, headers)
        text = connection.getresponse().read()
        try:
            answer = json.loads(text)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not {"data", "errors"} & answer.keys():
            raise SeedFailed(f"What answers at {self._url} is not Parley.")
        return answer

    def _connection(self) -> http.client.HTTPConnection:
        """The thread's own, which stays open between requests."""
        found: http.client.HTTPConnection | None = getattr(self._of_thread, "connection", None)
        if found is None:
            is_secure = self._parts.scheme == "https"
            kind = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
            found = kind(self._parts.hostname or "", self._parts.port, timeout=ANSWER_SECONDS)
            self._of_thread.connection = found
        return found

    def _disconnect(self) -> None:
        self._connection().close()
        self._of_thread.connection = None
