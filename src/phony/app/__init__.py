"""Builds everything from settings and hands it down."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Awaitable

from fastapi import FastAPI

from phony import __version__
from phony.api.routers import add_routers
from phony.app.worker import Worker
from phony.net import websocket
from phony.net.ports import UpgradeRequest
from phony.net.upgrade import Decision, Refusal, Upgrades
from phony.service.operations import telemetry
from phony.service.operations.metrics import Metrics
from phony.settings import Settings


def create_app(settings: Settings, *, worker_id: str) -> FastAPI:
    """One worker's app; `state.ws_class` is uvicorn's `ws`, `state.drain` is awaited at its end."""
    websocket.use_codec(settings.socket_codec)
    metrics = Metrics()
    traces, flush_traces = telemetry.provider(
        settings.otlp_endpoint, worker_id=worker_id, version=__version__
    )
    workers: list[Worker] = []  # the one that runs, once it does
    upgrades = _upgrades(workers)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(asyncio.to_thread, flush_traces)
            worker = await Worker.build(settings, worker_id, metrics, upgrades, stack)
            app.state.services = worker.services
            app.state.registry = worker.calling.registry
            workers.append(worker)
            async with worker.running():
                gc.collect()
                gc.freeze()  # what lives as long as the process need not be looked at again
                # A full collection stops the audio: the registry asks for one when calls ended.
                gc.set_threshold(10_000, 20, 100)
                yield
            workers.clear()

    async def drain(*, everybody: bool = False) -> None:
        app.state.draining = True
        for worker in workers:
            await worker.drain(settings.drain_s, everybody=everybody)

    app = FastAPI(
        title="Phony",
        version=__version__,
        lifespan=lifespan,
        openapi_url=None,  # these are ours: they declare their rights, and need no CDN
        docs_url=None,
        redoc_url=None,
        telemetry=telemetry.fastapi_settings(traces),
    )
    app.state.draining = False
    app.state.ws_class = upgrades.protocol_class()
    app.state.drain = drain
    add_routers(app, metrics)
    return app


def _upgrades(workers: list[Worker]) -> Upgrades:
    """Who serves a WebSocket upgrade; nobody before the worker runs."""

    def route(request: UpgradeRequest, passed_on: bool) -> Decision | Awaitable[Decision]:
        if not workers:
            return Refusal(503, "not ready")
        return workers[0].media.route(request, passed_on)

    return Upgrades(route)
