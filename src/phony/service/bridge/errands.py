"""What the session sends somebody for: tools, and a colleague who is called. Beside the audio."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from phony.domain import actions as act
from phony.domain.errors import PhonyError
from phony.domain.events import OperatorDialed, ToolFinished
from phony.service.bridge.ports import DialOperator, Host, Tools

_log = logging.getLogger(__name__)

MAX_TOOLS = 16
_TOO_MANY_TOOLS = '{"ok": false, "error": "too many tools are running"}'


class Errands:
    """Runs them as tasks of the call, and hands in how each went."""

    __slots__ = ("_dial", "_dialing", "_host", "_released", "_tools", "_under_way")

    def __init__(
        self, host: Host, tools: Tools, dial: DialOperator, released: Callable[[], bool]
    ) -> None:
        """`released` says whether another worker goes on with the call."""
        self._host = host
        self._tools = tools
        self._dial = dial
        self._released = released
        self._under_way: set[asyncio.Task[None]] = set()
        self._dialing: asyncio.Task[None] | None = None

    def run_tool(self, action: act.RunTool, now: float) -> None:
        """Run an operator's tool; one too many is answered at once."""
        host = self._host
        host.flight.wire(now, "phony", "note", action)
        full = len(self._under_way) >= MAX_TOOLS

        async def run() -> None:
            output, ok = _TOO_MANY_TOOLS, False
            if not full:
                output, ok = await self._tools.run(host.call, action.name, action.arguments)
            host.feed(ToolFinished(action.call_id, output, ok))

        if (task := host.spawn(run())) is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    def dial_operator(self, action: act.DialOperator, now: float) -> None:
        """Call a colleague, who hears a summary and says yes or no."""
        host = self._host
        host.flight.wire(now, "phony", "note", action)

        async def dial() -> None:
            try:
                result = await self._dial(host.call, action, self._released)
            except PhonyError as error:
                _log.warning("call %s: warm transfer failed: %s", host.call.id, error.code)
                result = "failed"
            host.feed(OperatorDialed(action.command_id, result))

        self._dialing = host.spawn(dial())

    def close(self) -> None:
        """The call is over: nobody is left for the colleague to talk to."""
        if self._dialing is not None:
            self._dialing.cancel()
