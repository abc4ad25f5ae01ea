"""OpenTelemetry traces, when an OTLP endpoint is configured (extra `otel`).

Spans carry ids, durations and codes: no spoken words, numbers or tool arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi.telemetry import TelemetryConfig
from opentelemetry.trace import TracerProvider

from phony.domain.errors import ConfigError


def provider(
    endpoint: str | None, *, worker_id: str, version: str, exporter: Any = None
) -> tuple[TracerProvider | None, Callable[[], None]]:
    """A tracer provider that sends to `endpoint`, and what flushes it at the end.

    Raises:
        ConfigError: an endpoint is configured, but the extra `otel` is not installed.
    """
    if not endpoint and exporter is None:
        return None, lambda: None
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import SpanProcessor
        from opentelemetry.sdk.trace import TracerProvider as SdkProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ConfigError(
            "PHONY_OTLP_ENDPOINT is set, but OpenTelemetry's SDK is not installed.",
            cure="Install phony[otel], or unset PHONY_OTLP_ENDPOINT.",
        ) from error

    class Discreet(SpanProcessor):
        """Paths and queries hold numbers and search words; the route says enough."""

        def on_start(self, span: Any, parent_context: Any = None) -> None:
            for name in ("url.path", "url.query", "url.full"):
                if name in (span.attributes or {}):
                    span.set_attribute(name, "-")

    if exporter is None:
        exporter = _otlp(endpoint or "")
    resource = Resource.create(
        {"service.name": "phony", "service.version": version, "service.instance.id": worker_id}
    )
    sdk = SdkProvider(resource=resource)
    sdk.add_span_processor(Discreet())
    sdk.add_span_processor(BatchSpanProcessor(exporter))
    return sdk, sdk.shutdown


def _otlp(endpoint: str) -> Any:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # type: ignore[import-not-found,unused-ignore]
            OTLPSpanExporter,
        )
    except ImportError as error:
        raise ConfigError(
            "PHONY_OTLP_ENDPOINT is set, but the OTLP exporter is not installed.",
            cure="Install phony[otel], or unset PHONY_OTLP_ENDPOINT.",
        ) from error
    url = endpoint.rstrip("/")
    return OTLPSpanExporter(endpoint=url if url.endswith("/v1/traces") else f"{url}/v1/traces")


def fastapi_settings(tracer_provider: TracerProvider | None) -> TelemetryConfig:
    """For `FastAPI(telemetry=...)`: request spans only, and never what was sent."""
    if tracer_provider is None:
        return {"tracing": False, "metrics": False, "logs": False, "operation_spans": False}
    return {
        "tracer_provider": tracer_provider,
        "tracing": True,
        "metrics": False,
        "logs": False,
        "operation_spans": False,
    }
