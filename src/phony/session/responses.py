"""The engine's responses: never two at once, and what becomes of each.

Whoever wants the agent to speak puts a `Request` here. It is sent when no response is active,
none is being asked for, none is expected from the engine's own turn detection, and the caller
is not speaking. It is settled when its speech was played, cut off, or failed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from phony.domain.actions import Ask, CancelResponse
from phony.domain.events import EngineError, ResponseDone, ResponseStarted, Trouble
from phony.session.core import Core
from phony.session.timers import Timer

Outcome = Literal["played", "interrupted", "failed", "dropped"]
Settled = Callable[[Outcome], None]

# How long the engine may take to begin a response that we, or a committed turn, called for.
START_MS = 8000.0
AUTO_MS = 2000.0
# How long one that has begun may stand still.
STALLED_MS = 15_000.0
RETRY_MS = 1500.0
_MUTED_KEPT = 64


@dataclass(slots=True)
class Request:
    """One wanted response in the conversation.

    `protected`: spoken whatever the caller does meanwhile. `needs`: items of ours that it must
    have seen; a response the engine began after them is as good.
    """

    kind: str
    instructions: str = ""
    protected: bool = False
    settled: Settled | None = None
    needs: set[str] = field(default_factory=set)
    key: str = ""
    event_id: str = ""
    response_id: str = ""
    items: set[str] = field(default_factory=set)
    retries: int = 0

    def settle(self, outcome: Outcome) -> None:
        """Tell whoever asked, once."""
        if self.settled is not None:
            settled, self.settled = self.settled, None
            settled(outcome)


@dataclass(slots=True)
class Active:
    """The response that is being generated."""

    response_id: str
    request: Request | None
    spoken: bool = False
    unplayed: set[str] = field(default_factory=set)


class Responses:
    """The gate in front of `Ask`, and the memory of what is being spoken."""

    def __init__(self, core: Core, on_stuck: Callable[[], None]) -> None:
        """`on_stuck` is called when the engine does not begin what it was asked for."""
        self._core = core
        self._on_stuck = on_stuck
        self._wanted: deque[Request] = deque()
        self._asked: Request | None = None
        self.active: Active | None = None
        # Requests whose response ended while their speech still plays.
        self._playing: list[Request] = []
        # Whether this engine sends our metadata back.
        self._echoes = False
        self._muted: dict[str, None] = {}
        # Text responses outside the conversation: nobody hears them.
        self.outside: set[str] = set()
        self._retry_at_ms = 0.0
        self._auto_until_ms = 0.0

    # ---- asking ------------------------------------------------------------------------

    def want(self, request: Request, *, first: bool = False) -> None:
        """Have the agent speak as soon as it may; plain replies melt into one."""
        if request.kind == "reply":
            for other in self._wanted:
                if other.kind == "reply" and not other.settled:
                    other.needs |= request.needs
                    return
        request.key = request.key or self._core.new_id("rq")
        if first:
            self._wanted.appendleft(request)
        else:
            self._wanted.append(request)

    def expect(self) -> None:
        """A caller's turn was committed: the engine is about to respond by itself."""
        self._auto_until_ms = self._core.now_ms + AUTO_MS
        self._core.wake(Timer.LOOK_REPLY, self._auto_until_ms)
        self._core.timers.set(Timer.RESPONSE, self._core.now_ms + START_MS, self._missing)

    def expect_nothing(self) -> None:
        """The engine will not respond by itself: its automatic replies are off."""
        self._auto_until_ms = 0.0
        if self._asked is None:
            self._core.timers.cancel(Timer.RESPONSE)

    def pump(self, *, ready: bool) -> None:
        """Send the next wanted response if it may be sent now."""
        core = self._core
        if not self._wanted or not ready or self.active or self._asked:
            return
        request = self._wanted[0]
        if core.floor.away:
            return
        if core.floor.silenced and not core.closing:
            return
        if not request.protected:
            if core.caller.speaking or core.now_ms < self._auto_until_ms:
                return
        if core.now_ms < self._retry_at_ms:
            return
        self._wanted.popleft()
        request.event_id = core.new_id("rc")
        self._asked = request
        core.timers.set(Timer.RESPONSE, core.now_ms + START_MS, self._missing)
        metadata = {"kind": request.kind, "request": request.key}
        core.emit(Ask(request.event_id, metadata, request.instructions))

    def drop_wanted(self) -> None:
        """Forget what has not been sent."""
        dropped, self._wanted = list(self._wanted), deque()
        for request in dropped:
            request.settle("dropped")

    @property
    def idle(self) -> bool:
        """No response is active, asked for, wanted or still being spoken."""
        return not (self.active or self._asked or self._wanted or self._playing)

    @property
    def generating(self) -> bool:
        """A response is being made, or about to be."""
        return bool(self.active or self._asked or self._core.now_ms < self._auto_until_ms)

    @property
    def owed(self) -> bool:
        """An answer was under way that the caller has not got."""
        return bool(self.active or self._asked or self._wanted)

    def _missing(self) -> None:
        if self.active is not None:
            return
        self._core.note("response_missing", asked=self._asked is not None)
        if self._asked is not None:
            self._on_stuck()
        elif self._core.caller.unanswered:  # the engine let a turn pass: ask it
            self.want(Request("reply"))

    # ---- the engine's side -------------------------------------------------------------

    def started(self, event: ResponseStarted) -> Request | None:
        """A response began; its request if it is one of ours."""
        core = self._core
        core.timers.cancel(Timer.RESPONSE)
        self._auto_until_ms = 0.0
        request = self._asked
        key = event.metadata.get("request")
        if request is not None and key == request.key:
            self._echoes = True
            self._asked = None
            request.response_id = event.response_id
        else:
            request = None
            self._drop_answered()
            if self._asked is not None:  # the engine was faster; ours will be refused
                core.timers.set(Timer.RESPONSE, core.now_ms + START_MS, self._missing)
        self.active = Active(event.response_id, request)
        self._watch_progress(self.active, 0)
        protected = request is not None and request.protected
        unwanted = core.floor.silenced and not core.closing
        if unwanted or ((core.caller.speaking or core.closing) and not protected):
            self.cancel()
            self.mute(event.response_id)
        return request

    def _watch_progress(self, active: Active, received: int) -> None:
        def look() -> None:
            items = self._core.playout.items
            now = sum(item.received for item in items if item.response_id == active.response_id)
            if now != received:
                self._watch_progress(active, now)
            else:
                self._core.note("response_stalled")
                self._on_stuck()

        self._core.timers.set(Timer.PROGRESS, self._core.now_ms + STALLED_MS, look)

    def _drop_answered(self) -> None:
        for request in list(self._wanted):
            if request.kind == "reply" and not request.needs:
                self._wanted.remove(request)
                request.settle("dropped")

    def item_added(self, item_id: str) -> None:
        """An item of ours is in the conversation: responses begun from now on have seen it."""
        for request in self._wanted:
            request.needs.discard(item_id)
        if self._asked is not None:
            self._asked.needs.discard(item_id)

    def first_audio(self, response_id: str, item_id: str) -> Request | None:
        """An item of speech begins; the request it belongs to."""
        active = self.active
        if active is None or active.response_id != response_id:
            return None
        active.spoken = True
        active.unplayed.add(item_id)
        return active.request

    def done(self, event: ResponseDone) -> Request | None:
        """A response ended; its request, not settled yet if it failed or is still playing."""
        active = self.active
        if active is None or active.response_id != event.response_id:
            return None
        self.active = None
        self._core.timers.cancel(Timer.PROGRESS)
        request = active.request
        if request is None and self._asked is not None and not self._echoes:
            # Neither begun under its name nor refused: this engine forgets names; it was ours.
            request, self._asked = self._asked, None
            self._core.timers.cancel(Timer.RESPONSE)
        if request is None:
            return None
        request.items = active.unplayed
        if event.status == "failed":
            return request
        if request.items:
            self._playing.append(request)
        elif event.status in ("completed", "incomplete"):
            request.settle("played")
        elif event.status == "cancelled":
            request.settle("interrupted")
        return request

    def refused(self, error: EngineError) -> Request | None:
        """An `error` that names our `Ask`; the request unless it will be retried."""
        request = self._asked
        if request is None or error.event_id != request.event_id:
            return None
        self._asked = None
        self._core.timers.cancel(Timer.RESPONSE)
        if error.trouble is Trouble.BUSY and request.retries < 5:
            request.retries += 1
            if self.active is None:  # one that we have not heard of yet, or no longer
                self._wait(RETRY_MS)
            if request.kind != "reply" or request.needs or self.active is None:
                self._wanted.appendleft(request)
            else:
                request.settle("dropped")  # the active response has seen all it needs
            return None
        return request

    def retry(self, request: Request, after_ms: float) -> None:
        """Ask again for a response that failed."""
        request.retries += 1
        request.items = set()
        self._wait(after_ms)
        self._wanted.appendleft(request)

    def _wait(self, ms: float) -> None:
        self._retry_at_ms = self._core.now_ms + ms
        self._core.wake(Timer.LOOK_RETRY, self._retry_at_ms)

    # ---- playback ----------------------------------------------------------------------

    def item_ended(self, item_id: str, outcome: Outcome) -> None:
        """An item's speech was played to its end or cut off."""
        active = self.active
        if active is not None and item_id in active.unplayed:
            active.unplayed.discard(item_id)
            if outcome == "interrupted" and active.request is not None:
                active.request.settle(outcome)
        for request in list(self._playing):
            if item_id in request.items:
                request.items.discard(item_id)
                if outcome == "interrupted" or not request.items:
                    self._playing.remove(request)
                    request.settle(outcome)

    # ---- silencing ---------------------------------------------------------------------

    def mute(self, response_id: str) -> None:
        """Play nothing more of a response: it was interrupted, its late audio is not wanted."""
        self._muted[response_id] = None
        if len(self._muted) > _MUTED_KEPT:
            del self._muted[next(iter(self._muted))]

    def is_muted(self, response_id: str) -> bool:
        """Whether the response's audio is to be dropped."""
        return response_id in self._muted

    def cancel(self) -> None:
        """Have the engine stop the active response."""
        if self.active is not None:
            self._core.emit(CancelResponse(self.active.response_id))

    def engine_gone(self) -> list[Request]:
        """The session is lost: forget it; requests that nobody has answered come back."""
        lost = [request for request in (self._asked,) if request is not None]
        if self.active is not None and self.active.request is not None:
            request = self.active.request
            if self.active.spoken:
                request.items = self.active.unplayed
                if request.items:
                    self._playing.append(request)
                else:
                    request.settle("played")
            else:
                lost.append(request)
        self._asked = None
        self.active = None
        self._auto_until_ms = self._retry_at_ms = 0.0
        self.outside.clear()
        self._core.timers.cancel(Timer.RESPONSE)
        self._core.timers.cancel(Timer.PROGRESS)
        return lost
