"""One web process: uvicorn with Parley's settings, on an address or on a listening socket that it inherits.

Asked to end, it goes away in order: see `api.draining`. Then it ends with 0.
"""

import argparse
import asyncio
import gc
import signal
import socket
import sys
from types import FrameType
from typing import Final

import uvicorn

from api.app import create_app
from api.draining import Draining
from api.settings import load_instance_settings, settings_or_exit
from scripts.output import bear_that_nobody_reads
from scripts.workers import FINISH_SECONDS

KEEP_ALIVE_SECONDS: Final = 75
"""That an idle connection stays open: longer than nginx or a balancer in front keeps one, which is 60 s.

So it is ended by whoever asks. Otherwise a request may meet its end, and a POST is not tried again.
"""
YOUNG_OBJECTS: Final = 10_000
"""New objects before the garbage collector looks at them; Python's 700 come with every few messages."""


class DrainingServer(uvicorn.Server):
    """uvicorn closes every socket at once when it is asked to end; this one lets them go in slices before."""

    def __init__(self, config: uvicorn.Config, draining: Draining) -> None:
        super().__init__(config)
        self._draining = draining

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and spare the garbage collector what stays as long as the process: code and schema."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        drain = asyncio.create_task(self._draining.drain())
        while not drain.done() and not self.force_exit:
            await asyncio.wait([drain], timeout=0.1)  # second: how soon another Ctrl-C is seen
        drain.cancel()
        await super().shutdown(sockets)


def main() -> None:
    bear_that_nobody_reads()
    options = _options()
    settings = settings_or_exit(load_instance_settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)  # when uvicorn has ended in order it raises the signal once more
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=options.host,
        port=settings.port if options.port is None else options.port,
        http="httptools",
        ws="api.delivery.websocket_protocol:FrameProtocol",
        ws_ping_interval=None,  # the app has one ping wheel for all its sockets
        ws_max_size=settings.limits.frame_bytes,
        ws_per_message_deflate=False,  # costs twice the time and 34 KB for each connection
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
        access_log=False,
        log_config=None,  # the app says what is logged, and how
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=FINISH_SECONDS,
    )
    inherited = None if options.socket is None else [socket.socket(fileno=options.socket)]
    DrainingServer(config, app.state.draining).run(sockets=inherited)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/worker", description="Serve one instance of Parley.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, help="port to listen on (PORT, 4000)")
    parser.add_argument("--socket", type=int, metavar="N", help="descriptor of a listening socket instead")
    return parser.parse_args()


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
