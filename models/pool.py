"""What the driver tells of its connections, kept as numbers."""

from typing import Any

from pymongo import monitoring


class PoolFigures(monitoring.ConnectionPoolListener):
    """`open` connections, those `in_use`, and how often none could be had in time."""

    def __init__(self) -> None:
        self.open = 0
        self.in_use = 0
        self.failures = 0

    def connection_created(self, event: monitoring.ConnectionCreatedEvent) -> None:
        self.open += 1

    def connection_closed(self, event: monitoring.ConnectionClosedEvent) -> None:
        self.open -= 1

    def connection_checked_out(self, event: monitoring.ConnectionCheckedOutEvent) -> None:
        self.in_use += 1

    def connection_checked_in(self, event: monitoring.ConnectionCheckedInEvent) -> None:
        self.in_use -= 1

    def connection_check_out_failed(self, event: monitoring.ConnectionCheckOutFailedEvent) -> None:
        self.failures += 1

    def connection_check_out_started(self, event: Any) -> None: ...
    def connection_ready(self, event: Any) -> None: ...
    def pool_created(self, event: Any) -> None: ...
    def pool_ready(self, event: Any) -> None: ...
    def pool_cleared(self, event: Any) -> None: ...
    def pool_closed(self, event: Any) -> None: ...
