"""One web process: uvicorn with Parley's settings, on a listening socket it got from `scripts.serve`."""

import socket
import sys

import uvicorn

from api.settings import settings_or_exit

DRAIN_SECONDS = 10  # for requests and sockets under way when the process is asked to end


def main(descriptor: int) -> None:
    settings = settings_or_exit()
    config = uvicorn.Config(
        "api.app:create_app",
        factory=True,
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
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]))
