"""What can happen in a call. `CallSession.handle(event, now_ms)` is fed nothing else.

Values by convention: nobody changes an event after it was made. They are not `frozen`, because
a frozen dataclass takes three times as long to build and audio events are built a hundred
times a second and call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from phony.domain.commands import Command
from phony.domain.edits import Edit
from phony.domain.turns import Role


class Trouble(StrEnum):
    """What an error of the engine's means to a call; the codec knows the vendor's codes."""

    FATAL = "fatal"  # keys, models and accounts do not heal within a call
    BUSY = "busy"  # a response is active already
    NO_INPUT = "no_input"  # there is nothing to commit
    RATE_LIMITED = "rate_limited"
    INVALID = "invalid"  # the same would be refused again
    AWAY = "away"  # not even asked: it is known not to be there
    OTHER = "other"


# ---- carrier leg -------------------------------------------------------------------------


@dataclass(slots=True)
class CarrierStarted:
    """The media stream is open and its token was accepted."""

    stream_sid: str
    call_sid: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class CallerAudio:
    """One media frame of the caller: base64 mu-law, any length, normally 20 ms."""

    payload: str
    # The same decoded, since whoever reads the wire must decode it to know that it is base64.
    data: bytes = field(default=b"", compare=False, repr=False)


@dataclass(slots=True)
class DtmfPressed:
    """A key the caller pressed: one of `0-9*#ABCD`."""

    digit: str


@dataclass(slots=True)
class MarkReached:
    """All audio sent before this mark was played, or flushed by `clear`."""

    name: str


@dataclass(slots=True)
class CarrierStopped:
    """The stream ended in order (`stop`): the caller hung up or the carrier moved the call."""


@dataclass(slots=True)
class CarrierLost:
    """The media socket went away without `stop`."""

    code: int = 1006


# ---- engine leg --------------------------------------------------------------------------


@dataclass(slots=True)
class EngineOpened:
    """The engine's socket is up; nothing may be sent but `Configure` yet."""


@dataclass(slots=True)
class SessionCreated:
    """First event of a session. `expires_at` in unix seconds, 0 if the server does not say."""

    session_id: str
    expires_at: int = 0


@dataclass(slots=True)
class SessionUpdated:
    """The oldest `Configure` or `Reconfigure` under way took effect."""


@dataclass(slots=True)
class CallerSpeechStarted:
    """Voice activity began, `audio_start_ms` after the session's first audio."""

    item_id: str = ""
    audio_start_ms: int = 0


@dataclass(slots=True)
class CallerSpeechStopped:
    """Voice activity ended; `audio_end_ms` is where the turn's audio ends on the input's clock.

    It includes the silence that the engine waited (`silence_duration_ms` of server VAD), so the
    caller's last sound lies that much earlier.
    """

    item_id: str = ""
    audio_end_ms: int = 0


@dataclass(slots=True)
class InputCommitted:
    """The caller's turn is decided and became item `item_id`."""

    item_id: str
    previous_item_id: str | None = None


@dataclass(slots=True)
class CallerTextDelta:
    """A piece of the caller's transcript."""

    item_id: str
    delta: str


@dataclass(slots=True)
class CallerText:
    """The caller's whole transcript of one item; `usage` as the vendor sent it."""

    item_id: str
    text: str
    usage: dict[str, Any] | None = None


@dataclass(slots=True)
class CallerTextFailed:
    """The item could not be transcribed."""

    item_id: str
    message: str = ""


@dataclass(slots=True)
class ItemAdded:
    """An item entered the conversation after `previous_item_id`."""

    item_id: str
    kind: str  # message | function_call | function_call_output
    role: Role | None = None
    previous_item_id: str | None = None


@dataclass(slots=True)
class ItemDone:
    """An item is complete in the conversation: the engine's confirmation of `Tell`."""

    item_id: str
    kind: str
    role: Role | None = None


@dataclass(slots=True)
class ItemTruncated:
    """The engine forgot what was not heard of an item."""

    item_id: str
    audio_end_ms: int


@dataclass(slots=True)
class ResponseStarted:
    """The engine began a response; `metadata` is what we sent with `Ask`."""

    response_id: str
    metadata: dict[str, str] = field(default_factory=dict)
    out_of_band: bool = False


@dataclass(slots=True)
class AgentAudio:
    """A chunk of the agent's speech: base64 mu-law, faster than real time."""

    response_id: str
    item_id: str
    payload: str


@dataclass(slots=True)
class AgentTextDelta:
    """A piece of what the agent says (audio transcript, or text of a text response)."""

    response_id: str
    item_id: str
    delta: str


@dataclass(slots=True)
class AgentText:
    """The whole text of one agent item."""

    response_id: str
    item_id: str
    text: str


@dataclass(slots=True)
class ToolCalled:
    """A completed function call; `arguments` is the raw JSON text the model wrote."""

    response_id: str
    item_id: str
    call_id: str
    name: str
    arguments: str


@dataclass(slots=True)
class ResponseDone:
    """A response ended, whatever the outcome.

    `status`: completed, cancelled, incomplete, failed. `usage` as the vendor sent it (may be
    None). `tool_calls` lists the completed function calls of the response.
    """

    response_id: str
    status: str
    reason: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    usage: dict[str, Any] | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    tool_calls: list[ToolCalled] = field(default_factory=list)
    text: str = ""
    trouble: Trouble = Trouble.OTHER  # if it failed


@dataclass(slots=True)
class EngineError:
    """An `error` event; `event_id` is the id of our event that caused it, if the server knows."""

    code: str
    message: str
    error_type: str = ""
    event_id: str | None = None
    param: str | None = None
    trouble: Trouble = Trouble.OTHER


@dataclass(slots=True)
class EngineLost:
    """The engine's socket is gone, or could not be opened (`status` of a refused upgrade)."""

    code: int = 1006
    reason: str = ""
    status: int | None = None
    trouble: Trouble = Trouble.OTHER  # what the refusal means


# ---- everything else ---------------------------------------------------------------------


@dataclass(slots=True)
class Tick:
    """Time passed: sent about every 100 ms; all timers of the session hang on it."""


@dataclass(slots=True)
class ToolFinished:
    """A tool ended; `output` is the JSON text for the model. Errors are outputs, too."""

    call_id: str
    output: str
    ok: bool = True


@dataclass(slots=True)
class EditArrived:
    """An operator's change of context, notes or prompt, to be told to the model."""

    edit: Edit


@dataclass(slots=True)
class CommandArrived:
    """An operator's command."""

    command: Command


@dataclass(slots=True)
class GoesOn:
    """What held, and what was under way, when the call was lost that goes on here."""

    edits: list[Edit]  # confirmed
    commands: list[Command]  # running
    muted: bool = False


@dataclass(slots=True)
class OperatorAudio:
    """A frame of the operator who took the call over: base64 mu-law."""

    payload: str


@dataclass(slots=True)
class ScribeHeard:
    """What the engine's second session, which writes the operator's words down, reports."""

    event: EngineEvent | EngineOpened | EngineLost


@dataclass(slots=True)
class OperatorDialed:
    """How a `DialOperator` ended: accepted, declined, no_answer, busy or failed."""

    command_id: str
    result: str


@dataclass(slots=True)
class KeysRefused:
    """The carrier did not press the keys of a `PressKeys`; the stream is as it was."""


@dataclass(slots=True)
class MachineDetected:
    """Asynchronous answering machine detection answered; values as protocols.md B9."""

    answered_by: str


@dataclass(slots=True)
class CarrierEnded:
    """A status callback or the REST API says that the call is over."""

    status: str


@dataclass(slots=True)
class Restarting:
    """This worker stops, and nobody can go on with the call."""


@dataclass(slots=True)
class LimitNear:
    """Money: `stage` is warn, wrap_up or stop; `what` names the limit (call, agent, day)."""

    stage: str
    what: str


Event = (
    CarrierStarted
    | CallerAudio
    | DtmfPressed
    | MarkReached
    | CarrierStopped
    | CarrierLost
    | EngineOpened
    | SessionCreated
    | SessionUpdated
    | CallerSpeechStarted
    | CallerSpeechStopped
    | InputCommitted
    | CallerTextDelta
    | CallerText
    | CallerTextFailed
    | ItemAdded
    | ItemDone
    | ItemTruncated
    | ResponseStarted
    | AgentAudio
    | AgentTextDelta
    | AgentText
    | ToolCalled
    | ResponseDone
    | EngineError
    | EngineLost
    | Tick
    | ToolFinished
    | EditArrived
    | CommandArrived
    | GoesOn
    | OperatorAudio
    | ScribeHeard
    | OperatorDialed
    | KeysRefused
    | MachineDetected
    | CarrierEnded
    | LimitNear
    | Restarting
)

CarrierEvent = CarrierStarted | CallerAudio | DtmfPressed | MarkReached | CarrierStopped
EngineEvent = (
    SessionCreated
    | SessionUpdated
    | CallerSpeechStarted
    | CallerSpeechStopped
    | InputCommitted
    | CallerTextDelta
    | CallerText
    | CallerTextFailed
    | ItemAdded
    | ItemDone
    | ItemTruncated
    | ResponseStarted
    | AgentAudio
    | AgentTextDelta
    | AgentText
    | ResponseDone
    | EngineError
)
