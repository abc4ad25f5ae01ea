"""The engine's leg as the session sees it: opening, configuring, restoring, ready, lost.

One complete configuration goes out per connection, before any audio; the caller's audio is
held until the engine has confirmed it. A lost engine is replaced inside the call by a fresh
session that gets the history (protocols.md A12).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from phony.domain.actions import AppendAudio, CloseEngine, EngineJudged, OpenEngine
from phony.domain.audio import BYTES_PER_MS, silence
from phony.domain.engine import OfferedTool
from phony.domain.events import EngineError, SessionCreated, Trouble
from phony.domain.fallback import engines
from phony.session.chain import Chain
from phony.session.configuration import Configuration
from phony.session.core import Core
from phony.session.held import Held
from phony.session.memory import Memory
from phony.session.pulse import Pulse
from phony.session.timers import NEVER, Timer
from phony.session.utterance import Unheard, Uplink, Utterance

FIRST_HELD_MS = 1000  # of the caller's audio while the first session opens
RECONNECT_HELD_MS = 3000  # while a lost one is replaced
RECONNECT_SAID_MS = 30_000  # and of speech before that, if it takes longer
OPEN_MS = 4000.0  # for the socket and the configuration
OPEN_OR_NEXT_MS = 2500.0  # while another engine was not asked yet
RESTORE_MS = 1500.0
# What was said before and after a gap in the caller's audio is no one sentence.
_GAP = silence(800)
# Give up when the engine could not be reached for so long: a conversation is worth waiting for,
# a caller who has heard nobody yet is better told at once.
GIVE_UP_MS = 35_000.0
FIRST_GIVE_UP_MS = 4000.0
# With a number that takes the caller instead.
TRANSFER_MS = 10_000.0
# A session that is lost sooner than this after it was ready cured nothing: so many of them, and
# it is given up as well.
STEADY_MS = 10_000.0
MAX_USELESS = 5
RETRY_DELAYS_MS = (0.0, 250.0, 1000.0, 2000.0)
# A session lives an hour; leave it that much earlier, when nobody speaks, or at the latest.
RENEW_BEFORE_MS = 300_000.0
RENEW_LATEST_MS = 30_000.0
# Trying again cannot help: keys and models do not heal within a call.
FATAL_STATUSES = frozenset({400, 401, 403, 404})
# Its socket is open, and nobody is there: the same engine is not asked again first.
NO_LIFE = "no sign of life"
NO_ANSWER = "engine does not answer"
_DEAD = frozenset({NO_LIFE, NO_ANSWER})


class EngineState(StrEnum):
    """Where the engine's leg stands."""

    OPENING = "opening"
    CONFIGURING = "configuring"
    RESTORING = "restoring"
    READY = "ready"
    WAITING = "waiting"  # lost; the next attempt is due later
    CLOSED = "closed"


class Engine:
    """The engine's session, whichever it is at the moment."""

    def __init__(
        self,
        core: Core,
        *,
        instructions: Callable[[], str],
        tools: list[OfferedTool],
        on_ready: Callable[[], None],
        on_dead: Callable[[], None],
        on_beyond_repair: Callable[[str], None],
        restore: bool,
        unheard: Unheard | None,
    ) -> None:
        """`restore`: the call has a history already, which the first session must get.

        `on_dead`: the session's socket is open, and nobody is there.
        """
        self._core = core
        self.chain = Chain(engines(core.agent))
        self._instructions = instructions
        self._on_ready = on_ready
        self._on_beyond_repair = on_beyond_repair
        self.state = EngineState.OPENING
        self.configuration = Configuration(core, tools)
        self.memory = Memory(core, needed=restore)
        self.pulse = Pulse(
            core,
            Timer.PULSE,
            self.configuration.ping,
            on_dead,
            hurry=lambda: self.chain.others_left,
        )
        self.uplink = Uplink()
        self.utterance = Utterance(self.uplink, unheard)
        self._held = Held(FIRST_HELD_MS)
        self._was_open = False
        self._was_ready = False
        self._talked = restore
        self._attempt = 1
        self._useless = 0
        self._lost_at_ms: float | None = None
        self._ready_at_ms = 0.0
        self._renew_at_ms = NEVER
        core.timers.set(Timer.OPEN, 0.0, self._await_opening)  # the clock is not known yet

    @property
    def ready(self) -> bool:
        """Whether the engine takes audio and responses."""
        return self.state is EngineState.READY

    @property
    def takes_items(self) -> bool:
        """Whether the conversation exists and, if it has a history, was given it."""
        return self.state in (EngineState.READY, EngineState.RESTORING)

    @property
    def was_ready(self) -> bool:
        """Whether some session of this call has been ready."""
        return self._was_ready

    # ---- opening -----------------------------------------------------------------------

    def _await_opening(self) -> None:
        self.chain.asked()
        within_ms = OPEN_OR_NEXT_MS if self.chain.others_left else OPEN_MS
        self._core.timers.set(Timer.OPEN, self._core.now_ms + within_ms, self._too_slow)

    def opened(self) -> None:
        """The socket is up: configure the session."""
        if self.state is not EngineState.OPENING:
            return
        self.state = EngineState.CONFIGURING
        self._was_open = True
        self.utterance.reset()
        self.memory.empty()
        self.configuration.begin(self._instructions())
        self._await_opening()

    def created(self, event: SessionCreated) -> None:
        """The engine says when the session will expire."""
        if event.expires_at and self._core.context.started_at is not None:
            start = self._core.context.started_at.timestamp()
            expires_ms = (event.expires_at - start) * 1000
            self._renew_at_ms = max(expires_ms - RENEW_BEFORE_MS, self._core.now_ms + 1000)
            self._core.wake(Timer.LOOK_RENEW, self._renew_at_ms)

    def updated(self) -> bool:
        """A change took effect; True if it was this connection's first configuration."""
        if self.state is not EngineState.CONFIGURING:
            return False
        core = self._core
        core.timers.cancel(Timer.OPEN)
        if self.memory.restore():
            self.state = EngineState.RESTORING
            core.timers.set(Timer.RESTORE, core.now_ms + RESTORE_MS, self._become_ready)
        else:
            self._become_ready()
        return True

    def item_done(self, item_id: str) -> None:
        """The engine took an item in; the last of the history makes the session ready."""
        if self.state is EngineState.RESTORING and self.memory.is_last(item_id):
            self._become_ready()

    def _become_ready(self) -> None:
        core = self._core
        core.timers.cancel(Timer.RESTORE)
        self.state = EngineState.READY
        self._was_ready = self._talked = True
        self.memory.restored()
        self._lost_at_ms = None
        self._ready_at_ms = core.now_ms
        self.chain.ready()
        core.emit(EngineJudged(self.chain.place, ready=True))
        if core.floor.present:
            self.replay()
        self._append(self._held.take())
        self.pulse.start()
        self._on_ready()

    def replay(self) -> None:
        """Have the session hear what a lost one has heard for nothing: somebody waits for it."""
        again = self.utterance.repeat()
        if again and not self._held.whole:
            again.append(_GAP)
        self._append(again)

    def _append(self, frames: list[str]) -> None:
        for payload in frames:
            self.uplink.count(payload)
            self._core.emit(AppendAudio(payload))

    def _too_slow(self) -> None:
        self._core.note("engine_too_slow", state=self.state.value)
        self.lost("no answer")

    # ---- the caller's audio --------------------------------------------------------------

    def hold(self, payload: str) -> None:
        """Keep a frame until the session is ready; the oldest give way."""
        self._held.keep(payload)

    def input_position_ms(self, audio_ms: int) -> float:
        """Where a position on the engine's input clock lies on the call clock."""
        return self._core.now_ms - max(0.0, self.uplink.appended_bytes / BYTES_PER_MS - audio_ms)

    # ---- losing and replacing -----------------------------------------------------------

    def lost(
        self, reason: str, *, status: int | None = None, trouble: Trouble = Trouble.OTHER
    ) -> None:
        """The session is gone: open another one, or tell that there will be none."""
        core, chain = self._core, self.chain
        if self.state in (EngineState.CLOSED, EngineState.WAITING):
            return
        hopeless = trouble is Trouble.FATAL or status in FATAL_STATUSES
        away = trouble is Trouble.AWAY
        # A session that served is best replaced by its like; any other failure is the engine's.
        served = self.ready and not hopeless and not away and reason not in _DEAD
        if self.ready:
            steady = core.now_ms - self._ready_at_ms >= STEADY_MS
            self._useless = 1 if steady else self._useless + 1
            if steady:
                self._attempt = 1
        if self._lost_at_ms is None:
            self._lost_at_ms = core.now_ms
        core.note("engine_lost", reason=reason, attempt=self._attempt, engine=chain.now.label)
        self._cancel_timers()
        if self._was_open:
            self._held.limit_ms, self._held.said_ms = RECONNECT_HELD_MS, RECONNECT_SAID_MS
        if not served or self._useless > 1:
            if not away:
                core.emit(EngineJudged(chain.place, ready=False, reason=reason, hopeless=hopeless))
            chain.failed(hopeless=hopeless, away=away)
        too_long = core.now_ms - self._lost_at_ms >= self._patience_ms and not chain.fresh
        if chain.exhausted or too_long or self._useless >= MAX_USELESS:
            self._on_beyond_repair(reason)
            return
        delay_ms = RETRY_DELAYS_MS[min(self._attempt - 1, len(RETRY_DELAYS_MS) - 1)]
        self._attempt += 1
        self.state = EngineState.WAITING
        if delay_ms and not chain.fresh:
            core.timers.set(Timer.REOPEN, core.now_ms + delay_ms, self._reopen)
        else:
            self._reopen()

    @property
    def _patience_ms(self) -> float:
        if not self._talked:
            return FIRST_GIVE_UP_MS
        return TRANSFER_MS if self._core.agent.fallback.transfer_to else GIVE_UP_MS

    def renew(self, *, quiet: bool) -> bool:
        """Replace a session that will expire, when nobody speaks; True if it was replaced."""
        now_ms = self._core.now_ms
        if not self.ready or now_ms < self._renew_at_ms:
            return False
        latest_ms = self._renew_at_ms + RENEW_BEFORE_MS - RENEW_LATEST_MS
        if not quiet and now_ms < latest_ms:
            self._core.wake(Timer.LOOK_RENEW, now_ms + 1000)
            return False
        self._core.note("engine_renewed")
        self._reopen()
        return True

    def _reopen(self) -> None:
        core = self._core
        self._cancel_timers()
        self.state = EngineState.OPENING
        self._renew_at_ms = NEVER
        self._held.limit_ms, self._held.said_ms = RECONNECT_HELD_MS, RECONNECT_SAID_MS
        core.agent = self.chain.now.agent
        self._await_opening()
        core.emit(OpenEngine(self._attempt, self.chain.place))

    def close(self) -> None:
        """Close the engine's leg for good."""
        if self.state is EngineState.CLOSED:
            return
        self.state = EngineState.CLOSED
        self._held.drop()
        self._core.emit(CloseEngine())

    def gone(self) -> None:
        """The session is lost and not needed any more: the call is ending."""
        self._cancel_timers()
        self.state = EngineState.WAITING

    def over(self) -> None:
        """The call is over: only a session that is ready can still owe its last words."""
        self._held.drop()
        if not self.ready:
            self.gone()

    def _cancel_timers(self) -> None:
        for timer in (Timer.OPEN, Timer.RESTORE, Timer.REOPEN):
            self._core.timers.cancel(timer)
        self.pulse.stop()

    # ---- refusals ------------------------------------------------------------------------

    def refused(self, error: EngineError) -> bool:
        """Whether the error is about our configuration or history, and was dealt with."""
        if error.event_id is None:
            return False
        configuration = self.configuration
        configuration.refused(error.event_id)
        if configuration.is_whole(error.event_id):
            # It did not apply: without it the call would be led by a stranger.
            self._core.note("configuration_refused", code=error.code, param=error.param)
            why = f"configuration refused: {error.code} {error.param or ''}"
            self.lost(why.rstrip(), trouble=Trouble.FATAL)
            return True
        if configuration.is_turns(error.event_id):
            self._core.note("turn_detection_refused", code=error.code)
            return True
        if configuration.is_ping(error.event_id):  # who refuses is there
            return True
        restoring = self.state is EngineState.RESTORING
        return self.memory.refused(error.event_id, restoring=restoring)
