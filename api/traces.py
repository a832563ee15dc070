"""Traces for OpenTelemetry, when somebody collects them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.middleware import Middleware

from api.settings import SettingsError


@dataclass(frozen=True, slots=True)
class Traces:
    """The middleware that begins a trace with each request, and what sends the last ones off."""

    middleware: Sequence[Middleware] = ()
    close: Callable[[], None] = lambda: None


def open_traces(endpoint: str | None) -> Traces:
    """Traces to that collector; none without one.

    Raises SettingsError when the packages of parley[telemetry] are missing: they are imported only here.
    """
    if endpoint is None:
        return Traces()
    try:
        from api.traces_otlp import middleware_and_close  # noqa: PLC0415 - only when they are asked for
    except ImportError:
        needed = "OTEL_EXPORTER_OTLP_ENDPOINT: needs the packages of parley[telemetry]"
        raise SettingsError(needed) from None
    return Traces(*middleware_and_close(endpoint))
