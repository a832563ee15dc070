"""Opens the best outlet that the server offers to a socket."""

from starlette.types import Receive, Scope, Send

from api.delivery.outlet import Outlet
from api.delivery.outlet_asgi import AsgiOutlet
from api.delivery.outlet_frames import FrameEnvelopes, FrameOutlet
from api.delivery.pinging import Pinging
from api.delivery.websocket_protocol import FRAMES, Serve


class Outlets:
    """What the outlets of an instance share. Silent clients are pinged after `ping_seconds`."""

    def __init__(self, ping_seconds: float) -> None:
        self._envelopes = FrameEnvelopes()
        self.pinging = Pinging(ping_seconds)

    def start(self) -> None:
        self.pinging.wheel.start()

    async def close(self) -> None:
        await self.pinging.wheel.close()

    def open(self, scope: Scope, send: Send) -> Outlet:
        """The outlet of an accepted socket, whose client is pinged."""
        return self._open(scope, send, self.pinging)

    def open_unpinged(self, scope: Scope, send: Send) -> Outlet:
        """The same for a protocol that has pings of its own."""
        return self._open(scope, send, None)

    def _open(self, scope: Scope, send: Send, pinging: Pinging | None) -> Outlet:
        frames = scope.get("extensions", {}).get(FRAMES)
        return AsgiOutlet(send) if frames is None else FrameOutlet(frames, self._envelopes, pinging)


async def serve_on(scope: Scope, receive: Receive, serve: Serve) -> None:
    """Serve an accepted socket until it is gone: the last that is done with it in its request.

    Where the server can, it goes on to serve when this has returned: nothing that a request goes through is
    kept for as long as the socket is open.
    """
    frames = scope.get("extensions", {}).get(FRAMES)
    if frames is None:
        await serve(receive)
    else:
        frames.serve_on(serve)
