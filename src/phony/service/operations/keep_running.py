"""Work beside the calls: feed, webhooks, money, retention. Its failures end no call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)
AGAIN_S = 1.0


async def keep_running(
    name: str, work: Callable[[], Awaitable[None]], *, again_s: float = AGAIN_S
) -> None:
    """Run `work` for ever: after a failure nobody expected it is logged and begins anew.

    The worker's own group would end with it, and every call of the worker with the group.
    """
    me = asyncio.current_task()
    # A group inside `work` that fails while it is cancelled loses the cancellation (Python 3.11).
    while me is None or not me.cancelling():
        try:
            await work()
        except* Exception as errors:  # logged: what runs beside the calls ends none of them
            log.error("%s failed and begins anew", name, exc_info=errors)
        await asyncio.sleep(again_s)
