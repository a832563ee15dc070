"""Traces of requests and of what they ask the database, over OTLP and HTTP.

Besides the endpoint the SDK reads its own variables: OTEL_SERVICE_NAME, OTEL_EXPORTER_OTLP_HEADERS,
OTEL_TRACES_SAMPLER … (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
"""

import os
from collections.abc import Callable, Sequence
from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware
from opentelemetry.instrumentation.pymongo import PymongoInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from starlette.middleware import Middleware

UNTRACED: Final = "healthz,readyz,metrics,assets"


def middleware_and_close(endpoint: str) -> tuple[Sequence[Middleware], Callable[[], None]]:
    """What begins a trace with each request, and what sends off the last. Queries are told by kind alone."""
    os.environ.setdefault("OTEL_SERVICE_NAME", "parley")
    provider = TracerProvider()
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    PymongoInstrumentor().instrument(tracer_provider=provider)
    asgi = Middleware(
        OpenTelemetryMiddleware,
        tracer_provider=provider,
        excluded_urls=UNTRACED,
        exclude_spans=["receive", "send"],
    )
    return [asgi], provider.shutdown
