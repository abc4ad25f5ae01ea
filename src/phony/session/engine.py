"""The engine's leg as the session sees it: opening, configuring, restoring, ready, lost.

One complete configuration goes out per connection, before any audio; the caller's audio is
held until the engine has confirmed it. A lost engine is replaced inside the call by a fresh
session that gets the history (protocols.md A12).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import StrEnum

from phony.domain.actions import AppendAudio, CloseEngine, Configure, OpenEngine, Tell
from phony.domain.audio import BYTES_PER_MS, FRAME_BYTES, base64_bytes
from phony.domain.engine import OfferedTool, TurnTaking, session_settings
from phony.domain.events import EngineError, SessionCreated, SessionUpdated
from phony.domain.turns import Role, Turn
from phony.session import prompt
from phony.session.core import Core

_FRAME_CHARS = -(-FRAME_BYTES // 3) * 4  # of a frame in base64
FIRST_HELD_MS = 1000  # of the caller's audio while the first session opens
RECONNECT_HELD_MS = 3000  # while a lost one is replaced
OPEN_MS = 4000.0  # for the socket and the configuration
RESTORE_MS = 1500.0
# Give up when the engine could not be reached for so long, or so often.
GIVE_UP_MS = 4000.0
MAX_ATTEMPTS = 5
# A session that is lost sooner than this after it was ready cured nothing: the count goes on.
STEADY_MS = 10_000.0
RETRY_DELAYS_MS = (0.0, 250.0, 1000.0, 2000.0)
# A session lives an hour; leave it that much earlier, when nobody speaks, or at the latest.
RENEW_BEFORE_MS = 300_000.0
RENEW_LATEST_MS = 30_000.0
HISTORY_TURNS = 40
HISTORY_CHARS = 600
# Trying again cannot help: keys, models and interfaces do not heal within a call.
FATAL_CODES = frozenset(
    {
        "invalid_api_key",
        "model_not_found",
        "beta_api_shape_disabled",
        "insufficient_quota",
        "billing_hard_limit_reached",
        "account_deactivated",
    }
)
FATAL_STATUSES = frozenset({400, 401, 403, 404})


class EngineState(StrEnum):
    """Where the engine's leg stands."""

    OPENING = "opening"
    CONFIGURING = "configuring"
    RESTORING = "restoring"
    READY = "ready"
    WAITING = "waiting"  # lost; the next attempt is due later
    CLOSED = "closed"


class Uplink:
    """The way of the caller's audio to the engine, as small as a frame needs it."""

    __slots__ = ("appended_bytes", "open")

    def __init__(self) -> None:
        """Closed."""
        # Frames go to the engine as they are: nobody holds them back.
        self.open = False
        # Caller's audio appended to this session: the engine's clock for speech events.
        self.appended_bytes = 0

    def passes(self, payload: str) -> bool:
        """Whether a frame goes to the engine as it is, now; it counts as handled then.

        Nearly every event of a call is such a frame: this spares it an event and an action.
        """
        if self.open and len(payload) == _FRAME_CHARS:
            self.appended_bytes += FRAME_BYTES
            return True
        return False


class Engine:
    """The engine's session, whichever it is at the moment."""

    def __init__(
        self,
        core: Core,
        *,
        instructions: Callable[[], str],
        tools: list[OfferedTool],
        on_ready: Callable[[], None],
        on_given_up: Callable[[str], None],
        restore: bool,
    ) -> None:
        """`restore`: the call has a history already, which the first session must get."""
        self._core = core
        self._instructions = instructions
        self._tools = tools
        self._on_ready = on_ready
        self._on_given_up = on_given_up
        self._restore = restore
        self.state = EngineState.OPENING
        self.sessions = 0
        self._was_ready = False
        self._attempt = 1
        self._lost_at_ms: float | None = None
        self._ready_at_ms = 0.0
        self._held: deque[str] = deque()
        self._held_bytes = 0
        self._held_limit = FIRST_HELD_MS * BYTES_PER_MS
        self.uplink = Uplink()
        self._renew_at_ms = float("inf")
        self._config_event = ""
        self._turns = TurnTaking(core.agent.turn_detection)
        self._turns_event = ""
        self._restoring: set[str] = set()
        self._last_restored = ""
        self._summarized = False
        # Items that this session's conversation holds, by what the engine and we have said.
        self.items: set[str] = set()

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

    def opened(self) -> None:
        """The socket is up: configure the session."""
        if self.state is not EngineState.OPENING:
            return
        core = self._core
        self.state = EngineState.CONFIGURING
        self.sessions += 1
        self.uplink.appended_bytes = 0
        self.items.clear()
        self._last_restored = ""
        instructions = self._instructions()
        self._turns = self._wished_turns()
        self._config_event = core.new_id("su")
        core.updates.clear()
        core.updates.append(self._config_event)
        settings = session_settings(core.agent, instructions, self._tools, self._turns)
        core.emit(Configure(settings, self._config_event))
        core.timers.set("open", core.now_ms + OPEN_MS, self._too_slow)

    def created(self, event: SessionCreated) -> None:
        """The engine says when the session will expire."""
        if event.expires_at and self._core.context.started_at is not None:
            start = self._core.context.started_at.timestamp()
            expires_ms = (event.expires_at - start) * 1000
            self._renew_at_ms = max(expires_ms - RENEW_BEFORE_MS, self._core.now_ms + 1000)
            self._core.wake("renew", self._renew_at_ms)

    def updated(self, event: SessionUpdated) -> bool:
        """A change took effect; True if it was this connection's first configuration."""
        if self.state is not EngineState.CONFIGURING:
            return False
        core = self._core
        core.timers.cancel("open")
        if self._restore:
            self._send_history()
        if self._restoring:
            self.state = EngineState.RESTORING
            core.timers.set("restore", core.now_ms + RESTORE_MS, self._become_ready)
        else:
            self._become_ready()
        return True

    def _become_ready(self) -> None:
        core = self._core
        core.timers.cancel("restore")
        self.state = EngineState.READY
        self._was_ready = True
        self._restore = True  # the next session, if there is one, needs the history
        self._restoring.clear()
        self._lost_at_ms = None
        self._ready_at_ms = core.now_ms
        for payload in self._held:
            self.count(payload)
            core.emit(AppendAudio(payload))
        self._drop_held()
        self._on_ready()

    def _too_slow(self) -> None:
        self._core.note("engine_too_slow", state=self.state.value)
        self.lost("no answer")

    # ---- the caller's audio --------------------------------------------------------------

    def hold(self, payload: str) -> None:
        """Keep a frame until the session is ready; the oldest give way."""
        self._held.append(payload)
        self._held_bytes += base64_bytes(payload)
        while self._held_bytes > self._held_limit:
            self._held_bytes -= base64_bytes(self._held.popleft())

    def count(self, payload: str) -> None:
        """A frame was appended."""
        self.uplink.appended_bytes += base64_bytes(payload)

    def _drop_held(self) -> None:
        self._held.clear()
        self._held_bytes = 0

    def input_position_ms(self, audio_ms: int) -> float:
        """Where a position on the engine's input clock lies on the call clock."""
        return self._core.now_ms - max(0.0, self.uplink.appended_bytes / BYTES_PER_MS - audio_ms)

    # ---- turn detection ------------------------------------------------------------------

    def sync_detection(self) -> bool:
        """Keep the engine's automatic replies as they should be now; True if just turned on."""
        wished = self._wished_turns()
        if not self.ready or wished == self._turns:
            return False
        turned_on = wished.replies and not self._turns.replies
        self._turns = wished
        self._turns_event = self._core.reconfigure(turns=wished)
        return turned_on

    def stop_detection(self) -> None:
        """Turn detection off for good, so that the last words can be committed by hand."""
        self._core.reconfigure(turns=TurnTaking(None))

    @property
    def replies_by_itself(self) -> bool:
        """Whether the engine answers a committed turn without being asked."""
        return self._turns.replies

    @property
    def interrupts_by_itself(self) -> bool:
        """Whether the engine stops its response when the caller speaks."""
        return self._turns.interrupts

    def _wished_turns(self) -> TurnTaking:
        core = self._core
        own = not (core.floor.silenced or core.protected or core.closing)
        detection = core.agent.turn_detection
        return TurnTaking(detection, own, own and detection.interrupt_response)

    # ---- losing and replacing -----------------------------------------------------------

    def lost(self, reason: str, *, code: str = "", status: int | None = None) -> None:
        """The session is gone: open another one, or give up."""
        core = self._core
        if self.state in (EngineState.CLOSED, EngineState.WAITING):
            return
        if self.ready and core.now_ms - self._ready_at_ms >= STEADY_MS:
            self._attempt = 1
        if self._lost_at_ms is None:
            self._lost_at_ms = core.now_ms
        core.note("engine_lost", reason=reason, attempt=self._attempt)
        self._cancel_timers()
        self._held_limit = RECONNECT_HELD_MS * BYTES_PER_MS if self.sessions else self._held_limit
        fatal = code in FATAL_CODES or status in FATAL_STATUSES
        too_long = core.now_ms - self._lost_at_ms >= GIVE_UP_MS
        if fatal or too_long or self._attempt >= MAX_ATTEMPTS:
            self._on_given_up(code or reason)
            return
        delay_ms = RETRY_DELAYS_MS[min(self._attempt - 1, len(RETRY_DELAYS_MS) - 1)]
        self._attempt += 1
        self.state = EngineState.WAITING
        if delay_ms:
            core.timers.set("reopen", core.now_ms + delay_ms, self._reopen)
        else:
            self._reopen()

    def renew(self, *, quiet: bool) -> bool:
        """Replace a session that will expire, when nobody speaks; True if it was replaced."""
        now_ms = self._core.now_ms
        if not self.ready or now_ms < self._renew_at_ms:
            return False
        latest_ms = self._renew_at_ms + RENEW_BEFORE_MS - RENEW_LATEST_MS
        if not quiet and now_ms < latest_ms:
            self._core.wake("renew", now_ms + 1000)
            return False
        self._core.note("engine_renewed")
        self._renew_at_ms = float("inf")
        self._reopen()
        return True

    def _reopen(self) -> None:
        core = self._core
        core.timers.cancel("reopen")
        self.state = EngineState.OPENING
        self._renew_at_ms = float("inf")
        self._held_limit = RECONNECT_HELD_MS * BYTES_PER_MS
        core.timers.set("open", core.now_ms + OPEN_MS, self._too_slow)
        core.emit(OpenEngine(self._attempt))

    def close(self) -> None:
        """Close the engine's leg for good."""
        if self.state is EngineState.CLOSED:
            return
        self.state = EngineState.CLOSED
        self._drop_held()
        self._core.emit(CloseEngine())

    def gone(self) -> None:
        """The session is lost and not needed any more: the call is ending."""
        self._cancel_timers()
        self.state = EngineState.WAITING

    def _cancel_timers(self) -> None:
        for name in ("open", "restore", "reopen"):
            self._core.timers.cancel(name)

    # ---- history -------------------------------------------------------------------------

    def needs_history(self) -> None:
        """Something was said that the next session can only know from the history."""
        self._restore = True

    def add_in_place(self, turn: Turn) -> None:
        """Make a turn an item of the conversation, after what was said before it."""
        core = self._core
        previous = core.transcript.before(turn.item_id, self.items) or self._last_restored or None
        core.emit(Tell(turn.item_id, turn.role, turn.said, turn.item_id, previous))
        self.items.add(turn.item_id)

    def _send_history(self) -> None:
        core = self._core
        self._summarized = False
        for turn in history(core.transcript.turns):
            item_id, event_id = core.new_id("hist"), core.new_id("ci")
            core.emit(Tell(item_id, turn.role, line_of(turn), event_id))
            self._restoring.add(event_id)
            self._last_restored = item_id

    def item_done(self, item_id: str) -> None:
        """The engine took an item in; the last of the history makes the session ready."""
        if self.state is EngineState.RESTORING and item_id == self._last_restored:
            self._become_ready()

    def refused(self, error: EngineError) -> bool:
        """Whether the error is about our configuration or history, and was dealt with."""
        if error.event_id is None:
            return False
        if error.event_id == self._config_event:
            self._config_refused(error)
            return True
        if error.event_id == self._turns_event:
            self._core.note("turn_detection_refused", code=error.code)
            return True
        if error.event_id in self._restoring:
            if self.state is EngineState.RESTORING and not self._summarized:
                self._send_summary()
            return True
        return False

    def _config_refused(self, error: EngineError) -> None:
        # The update did not apply: without it the call would be led by a stranger.
        self._core.note("configuration_refused", code=error.code, param=error.param)
        self._on_given_up(f"configuration refused: {error.code} {error.param or ''}".rstrip())

    def _send_summary(self) -> None:
        self._summarized = True
        names = {Role.CALLER: "Caller", Role.AGENT: "You", Role.OPERATOR: "You"}
        lines = [
            f"{names.get(turn.role, 'Note')}: {line_of(turn)}"
            for turn in history(self._core.transcript.turns)
        ]
        text = "The call so far, as data:\n" + prompt.as_data("\n".join(lines), "history")
        self._last_restored = self._core.tell(text)


def history(turns: list[Turn]) -> list[Turn]:
    """The last turns that hold words, for a fresh session."""
    return [turn for turn in turns if line_of(turn)][-HISTORY_TURNS:]


def line_of(turn: Turn) -> str:
    """One turn as the model should remember it: of its own speech, what was heard."""
    if turn.kind == "dtmf":
        return f"[The caller pressed the keys {turn.said}]" if turn.said else ""
    text = turn.heard if turn.role is Role.AGENT else turn.said
    if turn.role is Role.AGENT and turn.interrupted and text:
        text += " [interrupted]"
    return text if len(text) <= HISTORY_CHARS else text[:HISTORY_CHARS] + "..."
