"""`/events`: the live feed as a WebSocket."""

from __future__ import annotations

import asyncio
import contextlib

from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect

from phony.api.http.deps import get_services
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.api.http.security import facts_of
from phony.domain.errors import Invalid, NotFound, PhonyError
from phony.domain.keys import Identity
from phony.domain.rights import Right
from phony.service.live.feed import Feed
from phony.service.live.subscribers import Scope, Subscriber, TooSlow, message, parse_wish
from phony.store.pulse import AT_ONCE, token_of
from phony.store.repositories import for_org

router = make_router(tag="calls")
PING_S = 15.0
RECHECK_S = 60.0
MAX_WISH = 16_000
# Close codes: ours from 4000 on, as applications may; 1013 is "try again later".
BAD_REQUEST, NO_LONGER_ALLOWED, TRY_AGAIN = 4400, 4401, 1013


def parse_scope(text: str, org_id: str) -> Scope:
    """`all`, `agent:ID` or `call:ID`.

    Raises:
        Invalid: something else.
    """
    kind, _, name = text.partition(":")
    if kind == "all" and not name:
        return Scope(org_id)
    if kind == "agent" and name:
        return Scope(org_id, agent_id=name[:100])
    if kind == "call" and name:
        return Scope(org_id, call_id=name[:100])
    raise Invalid("unknown scope", field="scope", cure="One of: all, agent:ID, call:ID.")


@router.websocket("/events")
@needs(Right.READ)
async def events(websocket: WebSocket, scope: str = "all", cursor: str | None = None) -> None:
    """Snapshot, then changes. `scope` is `all`, `agent:ID` or `call:ID`; `cursor` goes on.

    A client may send `{"type": "watch", "call_ids": [...]}`: then words (`turn`) and the large
    fields of a call come only for those calls.
    """
    identity: Identity | None = getattr(websocket.state, "identity", None)
    services = get_services(websocket)
    feed = services.feed
    await websocket.accept()
    if identity is None:
        await websocket.close(NO_LONGER_ALLOWED)
        return
    try:
        wanted = parse_scope(scope, identity.org_id)
        if cursor is not None:
            cursor = token_of(cursor)["_data"]
        if wanted.call_id is not None:
            repositories = for_org(services.database, identity.org_id)
            await repositories.call_queries.get(wanted.call_id)
        async with feed.subscribe(wanted, cursor) as subscriber:
            await _serve(websocket, feed, subscriber)
    except (Invalid, NotFound) as error:
        await _close(websocket, BAD_REQUEST, str(error))
    except PhonyError as error:
        await _close(websocket, TRY_AGAIN, str(error))


async def _close(websocket: WebSocket, code: int, reason: str) -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect, OSError, TimeoutError):
        async with asyncio.timeout(1):  # who does not read does not say goodbye, either
            await websocket.close(code, reason[:100])


async def _serve(websocket: WebSocket, feed: Feed, subscriber: Subscriber) -> None:
    """Send until either side has had enough."""
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_send(websocket, feed, subscriber))
            group.create_task(_listen(websocket, feed, subscriber))
            group.create_task(_recheck(websocket))
            group.create_task(_let_go(subscriber))
    except* (WebSocketDisconnect, RuntimeError, OSError):
        pass  # they left
    except* TooSlow:
        await _close(websocket, TRY_AGAIN, "too slow: come back with your cursor")
    except* PhonyError as errors:
        await _close(websocket, NO_LONGER_ALLOWED, str(errors.exceptions[0]))


async def _send(websocket: WebSocket, feed: Feed, subscriber: Subscriber) -> None:
    while True:
        texts = await subscriber.next(PING_S)
        if not texts:
            texts = [message("ping", feed.cursor, None)]
        for number, text in enumerate(texts, 1):
            await websocket.send_text(text)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)  # a send that need not wait lets nobody else run


async def _let_go(subscriber: Subscriber) -> None:
    """Nobody waits for a reader that is too slow, not even the task that sends to it."""
    await subscriber.gone.wait()
    raise TooSlow("come back with your cursor")


async def _listen(websocket: WebSocket, feed: Feed, subscriber: Subscriber) -> None:
    while True:
        received = await websocket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code", 1005))
        text = received.get("text") or ""
        if len(text) <= MAX_WISH and (wish := parse_wish(text)) is not None:
            await feed.watch(subscriber, wish.call_ids)


async def _recheck(websocket: WebSocket) -> None:
    """A key that was revoked watches no longer."""
    access = get_services(websocket).access
    while True:
        await asyncio.sleep(RECHECK_S)
        await access.admit(facts_of(websocket.scope), Right.READ)
