"""What a call can ask for. `CallSession.handle` answers with nothing else.

Three kinds: to the carrier's leg, to the engine's leg, and to the bridge (which records,
runs tools and ends the call).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from phony.domain.calls import CallOutcome
from phony.domain.commands import CommandState
from phony.domain.edits import EditState, Refusal
from phony.domain.engine import ScribeSettings, SessionSettings, TurnTaking
from phony.domain.turns import Role, Turn

# ---- to the carrier ----------------------------------------------------------------------


@dataclass(slots=True)
class PlayAudio:
    """Send audio (base64 mu-law) to the caller; `item_id` is who made it, for the recorder."""

    payload: str
    item_id: str = ""


@dataclass(slots=True)
class SendMark:
    """Ask the carrier to say when everything sent so far was played."""

    name: str


@dataclass(slots=True)
class ClearPlayout:
    """Drop all audio the carrier has not played yet."""


# ---- to the engine -----------------------------------------------------------------------


@dataclass(slots=True)
class Configure:
    """Say what the session shall be: once per session, before anything else is sent."""

    settings: SessionSettings | ScribeSettings
    event_id: str


@dataclass(slots=True)
class Reconfigure:
    """Change what is given and leave the rest as it is."""

    event_id: str
    instructions: str | None = None
    turns: TurnTaking | None = None


@dataclass(slots=True)
class Ping:
    """Ask for any sign of life: it changes nothing, is answered as a change is, or refused."""

    event_id: str
    transcribes: bool = False  # it goes to a session that only writes down


@dataclass(slots=True)
class AppendAudio:
    """The caller's next audio: base64 mu-law."""

    payload: str


@dataclass(slots=True)
class Tell:
    """Add a message to the conversation; it does not make the model speak.

    It stands `after` another item, or at the end. What an operator said in the agent's place is
    to the model what it said itself. Records have `shown` in place of a text with secrets.
    """

    item_id: str
    role: Role
    text: str
    event_id: str
    after: str | None = None
    shown: str = ""


@dataclass(slots=True)
class AnswerTool:
    """The answer to a call of the model's; `output` is text, always."""

    item_id: str
    call_id: str
    output: str
    event_id: str


@dataclass(slots=True)
class TruncateItem:
    """Forget what was not heard of an item of speech."""

    item_id: str
    audio_end_ms: int


@dataclass(slots=True)
class Ask:
    """Have the model speak now, with `instructions` in place of the session's if given.

    `metadata` comes back with the response, if the engine can do that.
    """

    event_id: str
    metadata: dict[str, str] = field(default_factory=dict)
    instructions: str = ""


@dataclass(slots=True)
class AskAside:
    """Have the model write something that nobody hears and the conversation does not keep.

    It knows the conversation, or only `reading` if that is given.
    """

    event_id: str
    metadata: dict[str, str]
    instructions: str
    reading: str | None = None
    max_tokens: int | None = None


@dataclass(slots=True)
class CancelResponse:
    """Stop a response, or the present one."""

    response_id: str | None = None


@dataclass(slots=True)
class CommitInput:
    """End the caller's turn by hand; only ever sent while nobody finds its end."""


@dataclass(slots=True)
class OpenScribe:
    """Open a second session, of the transcription kind: its events come back as `ScribeHeard`.

    At the engine at that place of the agent's chain.
    """

    choice: int = 0


@dataclass(slots=True)
class ToScribe:
    """Send this to the second session."""

    action: Configure | AppendAudio | Ping


@dataclass(slots=True)
class CloseScribe:
    """Close the second session."""


# ---- to the bridge -----------------------------------------------------------------------


@dataclass(slots=True)
class OpenEngine:
    """Open a fresh engine session (the old socket is gone or is to be dropped).

    `choice` is the engine's place in the agent's chain (`domain.fallback.engines`).
    """

    attempt: int
    choice: int = 0


@dataclass(slots=True)
class EngineJudged:
    """How an engine of the chain does: its session is ready, or lost for `reason`."""

    choice: int
    ready: bool
    reason: str = ""
    hopeless: bool = False  # it will not heal by itself


@dataclass(slots=True)
class CloseEngine:
    """Close the engine's socket now: an open session can be billed. A session's last action."""


@dataclass(slots=True)
class AfterStream:
    """What the carrier shall do when the media stream ends, if not hang up.

    `kind`: `transfer` (`Dial` number), `warm` (conference `room`, where the called colleague
    waits), `apology` (a spoken apology, then hang up: the engine could not be reached).
    `command_id` asked for it, and is done once the carrier says that they talk.
    """

    kind: str
    to_number: str | None = None
    room: str | None = None
    command_id: str | None = None


@dataclass(slots=True)
class EndCall:
    """Close the carrier's leg; with `after`, the carrier goes on there instead of hanging up.

    Exactly one per call. Engine events are still to be handed in until `CloseEngine`, which
    follows at once or, while the transcript's tail is under way, within two seconds.
    """

    outcome: CallOutcome
    reason: str
    after: AfterStream | None = None
    ended_ms: int = 0


@dataclass(slots=True)
class RunTool:
    """Run a tool; the bridge answers with `ToolFinished`. Built-in tools never come here."""

    call_id: str
    name: str
    arguments: str


@dataclass(slots=True)
class TurnChanged:
    """A turn is new or changed; `turn` is a snapshot. `final` once it can change no more."""

    turn: Turn


@dataclass(slots=True)
class ContextChanged:
    """What the model holds changed: the effective context data, notes and prompt."""

    context_data: dict[str, Any]
    notes: str
    system_prompt: str
    version: int


@dataclass(slots=True)
class EditChanged:
    """An edit moved to another state.

    If it was not taken, `refusal` says why, or `detail` in the engine's own words. `before` comes
    once, with `sent`: `{"set": old values, "unset": keys that were new}` and, if the edit
    replaces them, the old `notes` and `system_prompt`.
    """

    edit_id: str
    state: EditState
    turn: int
    refusal: Refusal | None = None
    detail: str | None = None
    probe_answer: str | None = None
    before: dict[str, Any] | None = None

    @property
    def reason(self) -> str | None:
        """What is stored and shown of the refusal."""
        return self.detail if self.refusal is None else self.refusal.sentence


@dataclass(slots=True)
class CommandChanged:
    """A command moved to another state."""

    command_id: str
    state: CommandState
    result: str | None = None


@dataclass(slots=True)
class UsageReported:
    """The engine reported usage; money is computed by the bridge's ledger.

    `kind`: `response` (of a response), `transcription` (of the caller's words) or
    `transcription.operator`.
    """

    kind: str
    model: str
    usage: dict[str, Any]
    response_id: str = ""


@dataclass(slots=True)
class CallPhaseChanged:
    """The call entered another phase, for the live board: see `session.Phase`."""

    phase: str


@dataclass(slots=True)
class Note:
    """A line for the flight record that no wire event shows (a decision, an anomaly)."""

    name: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class PressKeys:
    """Have the carrier press keys: the stream ends for it, and a new one comes.

    `digits` may hold `w` for half a second. The bridge answers with `KeysRefused` if that fails,
    else with `CarrierStarted`. Nothing is to be played until then.
    """

    digits: str


@dataclass(slots=True)
class DialOperator:
    """Warm transfer: call `to_number` while the caller hears hold music from the session.

    The colleague hears `summary` and accepts with a key; then waits in the conference `room`.
    The bridge answers with `OperatorDialed`.
    """

    command_id: str
    to_number: str
    summary: str
    room: str = ""


# What a codec of an engine writes.
EngineAction = (
    Configure
    | Reconfigure
    | Ping
    | AppendAudio
    | Tell
    | AnswerTool
    | TruncateItem
    | Ask
    | AskAside
    | CancelResponse
    | CommitInput
)
Action = (
    EngineAction
    | PlayAudio
    | SendMark
    | ClearPlayout
    | OpenScribe
    | ToScribe
    | CloseScribe
    | OpenEngine
    | EngineJudged
    | CloseEngine
    | EndCall
    | RunTool
    | TurnChanged
    | ContextChanged
    | EditChanged
    | CommandChanged
    | UsageReported
    | CallPhaseChanged
    | Note
    | PressKeys
    | DialOperator
)
