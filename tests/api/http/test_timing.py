from __future__ import annotations

from types import SimpleNamespace

import pytest
from starlette.types import Message, Receive, Scope, Send

from phony.api.http.timing import TimingMiddleware
from phony.service.operations.metrics import Metrics


async def answering(scope: Scope, receive: Receive, send: Send) -> None:
    scope["route"] = SimpleNamespace(path="/agents/{agent_id}")
    await send({"type": "http.response.start", "status": 201, "headers": []})


async def failing(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError("not ours to hide")


async def receive() -> Message:
    return {"type": "http.request"}


async def send(message: Message) -> None:
    pass


def counted(metrics: Metrics) -> list[tuple[str, str, str]]:
    (family,) = metrics.http_seconds.collect()
    return [
        (sample.labels["method"], sample.labels["route"], sample.labels["status"])
        for sample in family.samples
        if sample.name.endswith("_count")
    ]


async def test_answers_are_counted_by_route_and_not_by_path() -> None:
    metrics = Metrics()
    timed = TimingMiddleware(answering, metrics=metrics)
    for number in range(3):
        path = f"/agents/{number}"
        await timed({"type": "http", "method": "POST", "path": path}, receive, send)
    assert counted(metrics) == [("POST", "/agents/{agent_id}", "201")]


async def test_a_failure_is_counted_and_goes_on() -> None:
    metrics = Metrics()
    timed = TimingMiddleware(failing, metrics=metrics)
    with pytest.raises(RuntimeError, match="not ours"):
        await timed({"type": "http", "method": "GET", "path": "/x"}, receive, send)
    assert counted(metrics) == [("GET", "other", "500")]


async def test_sockets_are_not_timed() -> None:
    metrics = Metrics()
    await TimingMiddleware(answering, metrics=metrics)({"type": "websocket"}, receive, send)
    assert counted(metrics) == []
