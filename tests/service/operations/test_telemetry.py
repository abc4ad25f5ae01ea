from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import pytest
from fastapi import FastAPI
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from phony.service.operations.telemetry import fastapi_settings, provider


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    yield exporter
    exporter.shutdown()


async def test_requests_are_traced_without_what_was_sent(exporter: InMemorySpanExporter) -> None:
    traces, flush = provider(None, worker_id="w1", version="0.1.0", exporter=exporter)
    app = FastAPI(telemetry=fastapi_settings(traces))

    @app.post("/agents/{agent_id}")
    async def change(agent_id: str, body: dict[str, str]) -> dict[str, str]:
        with trace.get_tracer("phony", tracer_provider=traces).start_as_current_span("work"):
            return body

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://localhost"
    ) as client:
        await client.post(
            "/agents/agent_1?q=needle-query",
            json={"words": "needle-body"},
            headers={"Authorization": "Bearer needle-key"},
        )
    flush()
    spans = exporter.get_finished_spans()
    assert {span.name for span in spans} >= {"work"}
    routes = [span.attributes.get("http.route") for span in spans if span.attributes]
    assert "/agents/{agent_id}" in routes
    assert spans[0].resource.attributes["service.instance.id"] == "w1"
    shown = " ".join(span.to_json() for span in spans)
    for needle in ("needle-body", "needle-key", "needle-query"):
        assert needle not in shown


def test_nothing_is_traced_unless_configured() -> None:
    traces, flush = provider(None, worker_id="w1", version="0.1.0")
    assert traces is None
    assert fastapi_settings(traces).get("tracing") is False
    flush()


def test_traces_go_to_the_endpoint() -> None:
    got: list[tuple[str, bytes]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            traces, flush = provider(
                f"http://127.0.0.1:{server.server_port}", worker_id="w1", version="0.1.0"
            )
            with trace.get_tracer("phony", tracer_provider=traces).start_as_current_span("call"):
                pass
            flush()
        finally:
            server.shutdown()
            thread.join()
    assert [path for path, _ in got] == ["/v1/traces"]
