"""How long answers take, for the metrics."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from phony.service.operations.metrics import Metrics


class TimingMiddleware:
    """Times answers by route and not by path: paths hold ids."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        """`metrics.http_seconds` gets what is measured."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Time one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = "500"

        async def sender(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, sender)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self._metrics.http_seconds.labels(scope["method"], route, status).observe(
                time.perf_counter() - began
            )
