"""Spans by hand: one for each request and whatever a service times inside it. No personal data.

A span carries identifiers, codes and counts: a request id, an operation, a status; never a name, an
address, a date of birth or a body.
"""

import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter
from opentelemetry.trace import (
    INVALID_SPAN_CONTEXT,
    NoOpTracerProvider,
    SpanKind,
    Tracer,
    format_span_id,
    format_trace_id,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from ppit_platform import quick_json
from ppit_platform.caller import Caller

_PROPAGATOR = TraceContextTextMapPropagator()
_NAME = "ppit"


class TelemetryMode(StrEnum):
    OFF = "off"
    CONSOLE = "console"
    OTLP = "otlp"


@dataclass(frozen=True, slots=True)
class Telemetry:
    """One process's tracer, and what to call so that its last spans are not lost."""

    tracer: Tracer
    close: Callable[[], None]


def open_telemetry(service: str, mode: TelemetryMode, *, endpoint: str | None = None) -> Telemetry:
    """Return a tracer that exports as ``mode`` says; ``endpoint`` is the OTLP collector's URL."""
    if mode is TelemetryMode.OFF:
        return Telemetry(NoOpTracerProvider().get_tracer(_NAME), _nothing)
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: service}))
    provider.add_span_processor(BatchSpanProcessor(_exporter(mode, endpoint)))
    return Telemetry(provider.get_tracer(_NAME), provider.shutdown)


def _exporter(mode: TelemetryMode, endpoint: str | None) -> SpanExporter:
    if mode is TelemetryMode.OTLP:
        # It brings an HTTP client and protobuf, a tenth of what a process loads to start.
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
            OTLPSpanExporter,
        )

        return OTLPSpanExporter(endpoint)
    return ConsoleSpanExporter(out=sys.stderr, formatter=_one_line)


def _one_line(span: ReadableSpan) -> str:
    """Write what a span says of itself; what the process is stands in the log beside it."""
    own = span.context or INVALID_SPAN_CONTEXT
    said = {
        "name": span.name,
        "trace_id": format_trace_id(own.trace_id),
        "span_id": format_span_id(own.span_id),
        "parent_id": None if span.parent is None else format_span_id(span.parent.span_id),
        "kind": span.kind.name,
        "start_ns": span.start_time,
        "end_ns": span.end_time,
        "status": span.status.status_code.name,
        "attributes": span.attributes,
        "service": span.resource.attributes.get(SERVICE_NAME),
    }
    return f"{quick_json.write(said).decode()}\n"


def _nothing() -> None:
    """Have nothing to flush."""


@contextmanager
def request_span(
    tracer: Tracer, scope: Mapping[str, object], caller: Caller
) -> Generator[Callable[[int], None]]:
    """Time one request under the gate's trace; call what it yields with the status answered."""
    headers = cast("list[tuple[bytes, bytes]]", scope["headers"])
    carrier = {name.decode(): value.decode("latin-1") for name, value in headers}
    with tracer.start_as_current_span(
        f"{scope['method']} {scope['path']}",
        context=_PROPAGATOR.extract(carrier),
        kind=SpanKind.SERVER,
        attributes={
            "ppit.request_id": str(caller.request_id),
            "ppit.org_id": caller.org_id,
            "ppit.purpose": caller.purpose.value,
        },
        record_exception=False,
    ) as current:

        def ended(status: int) -> None:
            current.set_attribute("http.response.status_code", status)

        yield ended
