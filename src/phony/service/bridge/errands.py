"""What the session sends somebody for: tools, keys, a colleague to be called. Beside the audio."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from phony.domain import actions as act
from phony.domain.errors import PhonyError
from phony.domain.events import KeysRefused, OperatorDialed, ToolFinished
from phony.service.bridge.ports import DialOperator, Host, PressKeys, Tools

_log = logging.getLogger(__name__)

MAX_TOOLS = 16
# The carrier has the order to press keys: so soon after them, the stream is back.
BACK_WITHIN_S = 10.0
_KEY_S = 0.5  # no key, and no pause between keys, is longer
_TOO_MANY_TOOLS = '{"ok": false, "error": "too many tools are running"}'


class Errands:
    """Runs them as tasks of the call, and hands in how each went."""

    __slots__ = (
        "_back",
        "_back_within_s",
        "_dial",
        "_dialing",
        "_host",
        "_keys_over",
        "_press",
        "_released",
        "_tools",
        "_under_way",
    )

    def __init__(
        self,
        host: Host,
        tools: Tools,
        dial: DialOperator,
        released: Callable[[], bool],
        press: PressKeys,
        keys_over: Callable[[], None],
        back_within_s: float = BACK_WITHIN_S,
    ) -> None:
        """`released` says whether another worker goes on with the call.

        `keys_over` is called when keys are over and there may be no stream any more.
        """
        self._press = press
        self._keys_over = keys_over
        self._back_within_s = back_within_s
        self._back: asyncio.Event | None = None  # a stream is to come back
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

    # ---- keys ----------------------------------------------------------------------------

    @property
    def pressing(self) -> bool:
        """Whether the stream may be gone because the carrier presses keys."""
        return self._back is not None

    def stream_began(self) -> None:
        """A stream is open: keys that were being pressed were pressed."""
        if self._back is not None:
            self._back.set()
            self._back = None

    def press_keys(self, action: act.PressKeys, now: float) -> None:
        """Have the carrier press keys; the stream ends, and another one comes."""
        host = self._host
        host.flight.wire(now, "carrier", "out", action)
        self._back = back = asyncio.Event()

        async def press() -> None:
            try:
                await self._press(host.call, action.digits)
                async with asyncio.timeout(self._back_within_s + _KEY_S * len(action.digits)):
                    await back.wait()
                return
            except PhonyError as error:
                _log.warning("call %s: no keys were pressed: %s", host.call.id, error.code)
                refused = True
            except TimeoutError:
                _log.error("call %s: the stream did not come back after keys", host.call.id)
                refused = False
            if self._back is back:
                self._back = None
                if refused:
                    host.feed(KeysRefused())
                self._keys_over()

        host.spawn(press())

    def close(self) -> None:
        """The call is over: nobody is left for the colleague to talk to."""
        if self._dialing is not None:
            self._dialing.cancel()
