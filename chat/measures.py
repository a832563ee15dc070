"""What is counted while Parley runs, for Prometheus: names and units as docs/operations/README.md lists them.

Counting costs a microsecond, so what happens for each socket is never counted one by one: a batch or a group
is. What has a present value, such as the number of open sockets, is read when it is asked for
(`api/metrics.py`).
"""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # a sample more for each, which nobody asks for

REGISTRY: Final = CollectorRegistry()

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

SENDS: Final = Histogram(
    "parley_send_seconds",
    "From when a message may be written until a majority has it.",
    buckets=SECONDS,
    registry=REGISTRY,
)
FAN_OUT: Final = Histogram(
    "parley_fan_out_seconds",
    "Rendering events for all who listen here, and handing them to their sockets.",
    buckets=SECONDS,
    registry=REGISTRY,
)
DELIVERIES: Final = Counter(
    "parley_deliveries", "Events handed to a subscription, for each of them.", registry=REGISTRY
)
LAGS: Final = Counter(
    "parley_lags", "Times that a socket read too slowly and was left out for a while.", registry=REGISTRY
)
_WRITES: Final = Counter(
    "parley_messages", "Messages sent here, by what became of them.", ["outcome"], registry=REGISTRY
)
STORED: Final = _WRITES.labels("stored")
REPEATED: Final = _WRITES.labels("repeated")
FAILED: Final = _WRITES.labels("failed")

COLLISIONS: Final = Counter(
    "parley_writer_collisions", "Writes that another instance was faster than.", registry=REGISTRY
)
LIMITS_HIT: Final = Counter(
    "parley_limits_hit", "Acts refused because there were too many.", ["rate"], registry=REGISTRY
)
LIMITS_WITHOUT_REDIS: Final = Counter(
    "parley_limits_without_redis",
    "Times that Redis did not answer a limit, and the process counted for itself.",
    registry=REGISTRY,
)
_CATCH_UPS: Final = Counter(
    "parley_catch_ups",
    "Readers that caught up on a room, by whether they got changes or a reset.",
    ["answer"],
    registry=REGISTRY,
)
CAUGHT_UP: Final = _CATCH_UPS.labels("changes")
RESET: Final = _CATCH_UPS.labels("reset")

_BUS_EVENTS: Final = Counter(
    "parley_bus_events", "Events to and from other instances, and those not sent.", ["way"], registry=REGISTRY
)
BUS_SENT: Final = _BUS_EVENTS.labels("sent")
BUS_RECEIVED: Final = _BUS_EVENTS.labels("received")
BUS_NOT_SENT: Final = _BUS_EVENTS.labels("not_sent")
BUS_RECONNECTS: Final = Counter(
    "parley_bus_reconnects", "Times that the way to Redis was lost.", registry=REGISTRY
)
BUS_CONNECTED: Final = Gauge(
    "parley_bus_connected", "1 while events of other instances arrive, else 0.", registry=REGISTRY
)
