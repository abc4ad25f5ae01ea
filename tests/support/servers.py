"""Servers of tests that come and go by the hundred."""

from __future__ import annotations

import asyncio

import uvicorn


async def end_at_once(server: uvicorn.Server) -> None:
    """As uvicorn ends by itself, without its waits; its task is to be cancelled then."""
    for each in server.servers:
        each.close()
    for connection in list(server.server_state.connections):
        connection.shutdown()
    if tasks := set(server.server_state.tasks):
        for task in (await asyncio.wait(tasks, timeout=1))[1]:
            task.cancel()
