"""Going away without losing anyone: what an instance does between being asked to end and ending.

From the first moment it is no longer ready and takes no new sockets, so that whoever balances between
instances looks elsewhere. Requests are still answered. The open sockets are closed in slices, each socket
when its queries and mutations under way have answered: those who come back arrive elsewhere slice by slice.
"""

import asyncio
from collections import Counter
from contextlib import suppress
from itertools import islice
from math import ceil
from typing import Final, Protocol

import structlog
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.delivery.close_codes import Close, going_away

log = structlog.get_logger()

SLICES: Final = 40
LEAST_IN_A_SLICE: Final = 50  # sockets: so few come back without anyone noticing
COME_BACK_SECONDS: Final = 1  # what who is sent away is told to wait


class Departing(Protocol):
    """A socket that can be sent away. `face` names its protocol: `graphql` or `socketio`."""

    face: str

    @property
    def is_lagging(self) -> bool:
        """Whether its client reads too slowly."""

    async def go_away(self, how: Close) -> None:
        """Finish what is under way, within seconds, and close; send nothing more then."""


class Draining:
    """The open sockets of an instance, and whether it is going away. `seconds` is how long that may take."""

    def __init__(self, seconds: float) -> None:
        self.has_begun = False
        self._seconds = seconds
        self._sockets: dict[Departing, None] = {}
        self._is_empty = asyncio.Event()

    def open_sockets(self) -> dict[str, int]:
        """How many there are of each face."""
        return Counter(socket.face for socket in self._sockets)

    def enter(self, socket: Departing) -> None:
        """The socket is open from now on."""
        self._sockets[socket] = None
        self._is_empty.clear()

    def leave(self, socket: Departing) -> None:
        """The socket is gone."""
        self._sockets.pop(socket, None)
        if not self._sockets:
            self._is_empty.set()

    def lagging_sockets(self) -> int:
        """How many of them are left out, since they read too slowly."""
        return sum(socket.is_lagging for socket in self._sockets)

    async def drain(self) -> None:
        """Send every socket away, over `seconds` at most and what the last of them need to finish."""
        self.has_begun = True
        size = max(LEAST_IN_A_SLICE, ceil(len(self._sockets) / SLICES))
        log.info("draining.begun", sockets=len(self._sockets), seconds=self._seconds)
        departures: set[asyncio.Task[None]] = set()
        how = going_away(COME_BACK_SECONDS)
        while self._sockets:
            for socket in list(islice(self._sockets, size)):
                self.leave(socket)
                departures.add(asyncio.create_task(socket.go_away(how)))
            await self._pause(self._seconds / SLICES)
        await asyncio.gather(*departures, return_exceptions=True)
        log.info("draining.done")

    async def _pause(self, seconds: float) -> None:
        """Wait so long, or until no socket is left."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_empty.wait(), seconds)

    def refusal(self) -> Response:
        """What a new socket is answered while the instance goes away."""
        headers = {"Retry-After": str(COME_BACK_SECONDS)}
        return PlainTextResponse("This instance is going away. Come again.\n", 503, headers)


class LastRequests:
    """ASGI middleware: while the instance goes away, each answer is the last on its connection."""

    def __init__(self, app: ASGIApp, draining: Draining) -> None:
        self._app = app
        self._draining = draining

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._draining.has_begun:
            await self._app(scope, receive, send)
            return

        async def send_last(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self._app(scope, receive, send_last)
