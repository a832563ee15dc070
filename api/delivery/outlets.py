"""Opens the best outlet that the server offers to a socket."""

from starlette.websockets import WebSocket

from api.delivery.outlet import Outlet
from api.delivery.outlet_asgi import AsgiOutlet
from api.delivery.outlet_frames import FrameEnvelopes, FrameOutlet
from api.delivery.ping_wheel import PingWheel
from api.delivery.websocket_protocol import FRAMES


class Outlets:
    """What the outlets of an instance share."""

    def __init__(self) -> None:
        self._envelopes = FrameEnvelopes()
        self._wheel = PingWheel()

    def start(self) -> None:
        self._wheel.start()

    async def close(self) -> None:
        await self._wheel.close()

    def open(self, websocket: WebSocket) -> Outlet:
        """The outlet of an accepted socket."""
        frames = websocket.scope.get("extensions", {}).get(FRAMES)
        if frames is None:
            return AsgiOutlet(websocket.send)
        return FrameOutlet(frames, self._envelopes, self._wheel)
