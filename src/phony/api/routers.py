"""Puts the control plane into an app: errors, access, routers, and how it describes itself."""

from __future__ import annotations

import time

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from phony.api.http import docs, errors, openapi
from phony.api.http.security import SecurityMiddleware
from phony.api.rest import (
    agents,
    calls,
    commands,
    edits,
    health,
    keys,
    live,
    numbers,
    prices,
    stats,
    templates,
    webhooks,
)
from phony.service.operations.metrics import Metrics

ROUTERS = (
    agents.router,
    templates.router,
    numbers.router,
    calls.router,
    edits.router,
    commands.router,
    live.router,
    stats.router,
    webhooks.router,
    prices.router,
    keys.router,
    health.router,
    docs.router,
)


def add_control_plane(app: FastAPI, metrics: Metrics | None = None) -> None:
    """Add everything of the control plane; `app.state.services` must be there when it serves."""
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    openapi.install(app)
    app.add_middleware(SecurityMiddleware)
    if metrics is not None:
        app.add_middleware(_Timing, metrics=metrics)


class _Timing:
    """How long answers take, by route and not by path: paths hold ids."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
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
