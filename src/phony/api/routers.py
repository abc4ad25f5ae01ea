"""The one list of all routers, and what stands in front of them."""

from __future__ import annotations

from fastapi import FastAPI

from phony.api.carrier import softphone, streams, twilio
from phony.api.http import dashboard, docs, errors, openapi, routing
from phony.api.http.rights import Declared
from phony.api.http.security import SecurityMiddleware
from phony.api.http.timing import TimingMiddleware
from phony.api.rest import (
    agents,
    calls,
    commands,
    destinations,
    edits,
    health,
    keys,
    live,
    numbers,
    outbound,
    prices,
    settings,
    stats,
    templates,
    webhooks,
)
from phony.service.operations.metrics import Metrics

ROUTERS = (
    twilio.router,
    outbound.router,
    softphone.router,
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
    settings.router,
    destinations.router,
    keys.router,
    health.router,
    docs.router,
    dashboard.router,
)


def add_routers(app: FastAPI, metrics: Metrics) -> None:
    """Add everything that answers; `app.state.services` must be there when it serves."""
    errors.install(app)
    routing.add(app, ROUTERS)
    openapi.install(app)
    app.state.declared = Declared(app.routes, [upgrade.path for upgrade in streams.UPGRADES])
    app.add_middleware(SecurityMiddleware, declared=app.state.declared)
    app.add_middleware(TimingMiddleware, metrics=metrics)
