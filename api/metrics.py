"""`/metrics`: what Prometheus scrapes, from this instance alone.

What has a present value is read here, when it is asked for. What is counted as it happens is in
`chat/measures.py`. Names and labels are listed in docs/operations/README.md.
"""

import ipaddress
from collections.abc import Iterator
from typing import Final

from prometheus_client import GCCollector, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector, CollectorRegistry
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.delivery.hub import Hub
from api.draining import Draining
from chat.measures import REGISTRY
from models.pool import PoolFigures

FACES: Final = ("graphql", "socketio")
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


class Present(Collector):
    """What is there at this moment."""

    def __init__(self, draining: Draining, hub: Hub, pool: PoolFigures) -> None:
        self._draining = draining
        self._hub = hub
        self._pool = pool

    def collect(self) -> Iterator[Metric]:
        sockets = GaugeMetricFamily("parley_sockets", "Open WebSockets, by face.", labels=["face"])
        for face, count in (dict.fromkeys(FACES, 0) | self._draining.open_sockets()).items():
            sockets.add_metric([face], count)
        yield sockets
        yield GaugeMetricFamily(
            "parley_draining", "1 while the instance goes away, else 0.", int(self._draining.has_begun)
        )
        yield GaugeMetricFamily(
            "parley_lagging_sockets", "Sockets that read too slowly.", self._draining.lagging_sockets()
        )
        census = self._hub.census()
        yield GaugeMetricFamily("parley_subscriptions", "Live subscriptions.", census.subscriptions)
        yield GaugeMetricFamily(
            "parley_topics", "Rooms and users that somebody here listens to.", census.topics
        )
        yield GaugeMetricFamily(
            "parley_shared_groups", "Groups of subscriptions that share one execution.", census.groups
        )
        pool = GaugeMetricFamily(
            "parley_database_connections", "Connections to the database, by state.", labels=["state"]
        )
        pool.add_metric(["open"], self._pool.open)
        pool.add_metric(["in_use"], self._pool.in_use)
        yield pool
        yield CounterMetricFamily(
            "parley_database_checkout_failures",
            "Times that no connection to the database could be had.",
            self._pool.failures,
        )


class Metrics:
    """The endpoint: for those who ask from nearby and not through a gateway; to others it is not there."""

    def __init__(self, present: Present) -> None:
        self._own = CollectorRegistry()
        self._own.register(present)
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self._own)

    async def serve(self, request: Request) -> Response:
        if not _is_nearby(request):
            raise HTTPException(404)
        body = generate_latest(self._own) + generate_latest(REGISTRY)
        return Response(body, media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _is_nearby(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    return ipaddress.ip_address(request.client.host).is_private
