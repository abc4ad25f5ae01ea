"""The browser's telephone: relayed to the sandbox, so that the page talks to one origin only."""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import urlencode, urlsplit

from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from phony.api.http.deps import get_services
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.rights import Right

router = make_router()
NO_SANDBOX, TRY_AGAIN = 4409, 1013
_MAX_MESSAGE = 64 << 10


@router.websocket("/sandbox/softphone")
@needs(Right.OPERATE)
async def softphone(websocket: WebSocket, number: str = "") -> None:
    """A telephone at the sandbox's carrier; there is none when the carrier is a real one."""
    setup = get_services(websocket).setup
    await websocket.accept()
    if not setup.carrier_is_sandbox or not setup.sandbox_url:
        await websocket.close(NO_SANDBOX, "The carrier is a real one: it has no softphone.")
        return
    where = urlsplit(setup.sandbox_url)
    url = f"ws://{where.netloc}/sandbox/softphone?{urlencode({'number': number[:40]})}"
    try:
        async with connect(url, max_size=_MAX_MESSAGE, proxy=None, open_timeout=5) as far:
            await _relay(websocket, far)
    except (OSError, InvalidHandshake, TimeoutError):
        await _close(websocket, TRY_AGAIN)


async def _relay(websocket: WebSocket, far: ClientConnection) -> None:
    """Both ways, until either end has had enough."""
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_to_browser(websocket, far))
            group.create_task(_to_sandbox(websocket, far))
    except* (WebSocketDisconnect, ConnectionClosed, RuntimeError, OSError):
        pass
    await _close(websocket, TRY_AGAIN)


async def _to_browser(websocket: WebSocket, far: ClientConnection) -> None:
    while True:
        text = await far.recv()
        if isinstance(text, str):
            await websocket.send_text(text)


async def _to_sandbox(websocket: WebSocket, far: ClientConnection) -> None:
    while True:
        text = await websocket.receive_text()
        if len(text) <= _MAX_MESSAGE:
            await far.send(text)


async def _close(websocket: WebSocket, code: int) -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect, OSError):
        await websocket.close(code)
