"""Agents as stored and shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FieldSerializationInfo, field_serializer

from phony.domain.tools import MASK, ToolSettings

DEFAULT_MODEL = "gpt-realtime-2.1"
DEFAULT_TRANSCRIPTION_MODEL = "gpt-transcribe"
DEFAULT_VOICE = "marin"


class AgentType(StrEnum):
    """Which way the agent's calls go."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class TurnDetection(BaseModel):
    """When the caller's turn counts as over. Source: protocols.md A3."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["server_vad", "semantic_vad"] = Field(
        "server_vad",
        description=(
            "`server_vad` ends a turn after a silence of `silence_duration_ms`; "
            "`semantic_vad` when what was said sounds finished, as eagerly as `eagerness` "
            "says."
        ),
    )
    threshold: float = Field(
        0.5,
        ge=0,
        le=1,
        description=(
            "How loud and clear speech must be to count, from 0 to 1; higher is better on "
            "noisy lines. Only `server_vad`."
        ),
    )
    prefix_padding_ms: int = Field(
        300,
        ge=0,
        le=5000,
        description="How much sound before the speech is heard with it, in ms. Only `server_vad`.",
    )
    silence_duration_ms: int = Field(
        500,
        ge=100,
        le=5000,
        description=(
            "How long the caller must be silent until their turn is over, in ms: shorter "
            "answers sooner and cuts off more often. Only `server_vad`."
        ),
    )
    eagerness: Literal["low", "medium", "high", "auto"] = Field(
        "auto",
        description=(
            "How soon a pause counts as the end: `low` waits longest, `high` answers "
            "soonest, `auto` is between. Only `semantic_vad`."
        ),
    )
    interrupt_response: bool = Field(
        True,
        description="Whether the caller may interrupt the agent. If not, the agent finishes what "
        "it says, its greeting included, and then answers what was said meanwhile.",
    )
    interrupt_after_ms: int = Field(
        600,
        ge=0,
        le=10_000,
        description="How many milliseconds of the caller's voice stop the agent: longer than an "
        "'uh-huh'. 0: any sound does. A cry such as 'Stop!' does so however short it is.",
    )
    interrupt_words: int = Field(
        0,
        ge=0,
        le=20,
        description="So many recognized words are needed as well before the agent stops; they "
        "are known later than the voice. 0: the voice alone counts.",
    )


class Transcription(BaseModel):
    """How the caller's words are written down; `enabled=False` writes none."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool = Field(
        True,
        description=(
            "Whether the caller's words are written down. The agent hears them either way, "
            "but transcript, search and summary lack them."
        ),
    )
    model: str = Field(
        DEFAULT_TRANSCRIPTION_MODEL,
        min_length=1,
        max_length=100,
        description=(
            "The model that writes the caller's words down; each has its own price by the minute."
        ),
    )
    keywords: list[str] = Field(
        default_factory=list,
        max_length=100,
        description=(
            "Names and terms the caller may say, which the model would else misspell; at most 100."
        ),
    )


class VoicemailPolicy(BaseModel):
    """What an outbound agent does when a machine answers."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["hang_up", "leave_message", "continue"] = Field(
        "hang_up",
        description=(
            "`hang_up` at once, `leave_message` after the beep, or `continue` as if a "
            "person had answered."
        ),
    )
    message: str = Field(
        "",
        max_length=2000,
        description=(
            "What is said after the beep, at most 2000 characters; may hold "
            "`{{variables}}`. Needed for `leave_message`."
        ),
    )


class SilencePolicy(BaseModel):
    """Silence of the caller while the agent waits: prompts first, then a spoken goodbye."""

    model_config = ConfigDict(extra="forbid")

    prompt_after_s: float = Field(
        10.0,
        ge=2,
        le=300,
        description=(
            "After how many seconds of the caller's silence the agent asks whether they are there."
        ),
    )
    max_prompts: int = Field(
        2,
        ge=0,
        le=10,
        description=(
            "How often it asks before it says goodbye and hangs up; 0 hangs up without asking."
        ),
    )
    prompt: str | None = Field(
        None,
        max_length=500,
        description="Null: a sentence in the agent's language. Empty: none, and goodbye at once.",
    )
    goodbye: str | None = Field(
        None,
        max_length=500,
        description="Null: a sentence in the agent's language. Empty: hang up without a word.",
    )


class Keypad(BaseModel):
    """The keys of the telephone: those that callers press, and those that the agent presses."""

    model_config = ConfigDict(extra="forbid")

    mask: bool = Field(
        False,
        description="Keep no keys that are pressed: transcript, flight record, events and "
        "recording hide them; the model and the tools get them. Always so if a tool has a secret "
        "parameter (`secret`, `writeOnly` or `format: password` in its JSON schema).",
    )
    press: Literal["carrier", "tones"] = Field(
        "carrier",
        description="How the agent and operators press keys. `carrier`: the carrier presses them "
        "(`<Play digits>`), for which the call leaves the media stream for a moment. `tones`: as "
        "sound in the media stream, without a pause. In the browser always as sound.",
    )


class TransferSettings(BaseModel):
    """How callers are passed on to people."""

    model_config = ConfigDict(extra="forbid")

    caller_id: Literal["agent", "caller"] = Field(
        "agent",
        description="Whose number the person who is called sees. The caller's is shown where the "
        "carrier allows it: of inbound calls with a number; else it is the agent's.",
    )
    max_duration_s: int | None = Field(
        None,
        ge=60,
        le=14_400,
        description="How long the two may talk; the agent's own maximum does not count for them. "
        "Null: as long as the carrier allows, four hours.",
    )


class SpendLimits(BaseModel):
    """Money limits in USD; None is no limit. Reaction: warn, tell the model, end politely."""

    model_config = ConfigDict(extra="forbid")

    per_call_usd: float | None = Field(
        None,
        gt=0,
        description=(
            "What one call may cost, in US dollars. Near it the agent is told to wrap up, "
            "at it the call ends politely. Null: no limit."
        ),
    )
    per_day_usd: float | None = Field(
        None,
        gt=0,
        description=(
            "What the agent's calls of a day (UTC) may cost together, in US dollars. At it no "
            "call begins, and those that run end politely. Null: no limit."
        ),
    )


class FallbackEngine(BaseModel):
    """An engine that goes on when the one before it is away; what is empty is as the agent has it.

    An engine at another `url` gets `api_key`, or no key at all: never the installation's own.
    """

    model_config = ConfigDict(extra="forbid")

    model: str = Field(
        "", max_length=100, description="The model to ask for. Empty: the agent's own."
    )
    url: str = Field("", max_length=2000, description="Empty: the installation's own engine.")
    api_key: str = Field(
        default_factory=str, description="Of `url`. Stored, and never shown again."
    )
    voice: str = Field(
        "", max_length=100, description="The voice of this engine. Empty: the agent's own."
    )
    transcription_model: str = Field(
        "",
        max_length=100,
        description=(
            "What writes the caller's words down with this engine. Empty: as the agent has it."
        ),
    )

    @field_serializer("api_key")
    def _hide(self, key: str, info: FieldSerializationInfo) -> str:
        return MASK if key and info.mode == "json" else key


class OwnSentences(BaseModel):
    """What the carrier's voice says for the agent; what is empty is in the agent's language."""

    model_config = ConfigDict(extra="forbid")

    not_in_service: str = Field(
        "", max_length=500, description="To callers while the agent is switched off."
    )
    busy: str = Field(
        "", max_length=500, description="When no line, or no money, is left for one more call."
    )
    restarting: str = Field(
        "", max_length=500, description="When Phony stops and nobody goes on with the call."
    )
    press_one: str = Field(
        "",
        max_length=500,
        description="To a colleague who is called: asks for 1 to take the call, else another key.",
    )


class Fallback(BaseModel):
    """When the agent's engine is away: other engines in order, then a number, then an apology."""

    model_config = ConfigDict(extra="forbid")

    engines: list[FallbackEngine] = Field(
        default_factory=list,
        max_length=4,
        description="Tried in this order when the agent's own engine is away; at most 4.",
    )
    transfer_to: str | None = Field(None, description="Gets the caller when no engine is left.")
    wait_message: str = Field(
        "",
        max_length=300,
        description="Said once, before the music, while the caller waits for an engine. "
        "Empty: 'One moment, please.' in the agent's language.",
    )
    apology: str = Field(
        "",
        max_length=500,
        description="The carrier's voice says it when nothing is left. "
        "Empty: a sentence in the agent's language.",
    )


class AgentFields(BaseModel):
    """Everything of an agent that a version keeps and a call runs on."""

    name: str = Field(
        description=(
            "What people call the agent, one line of at most 100 characters. In a file of "
            "agents it says which agent is meant."
        )
    )
    type: AgentType = Field(description="`inbound` answers its number, `outbound` places calls.")
    phone_number: str | None = Field(
        None,
        description=(
            "With country code (E.164). An inbound agent answers it, and has it alone; an "
            "outbound agent calls from it."
        ),
    )
    system_prompt: str = Field(
        "",
        description=(
            "What the agent is and does, at most 100 000 characters; may hold "
            "`{{variables}}` of the context data."
        ),
    )
    voice: str = Field(
        DEFAULT_VOICE,
        description=(
            "Who speaks: a Realtime voice such as `marin` or `cedar`, or `nova`, `onyx` or "
            "`fable`, for which the nearest one speaks; `effective_voice` says which."
        ),
    )
    greeting_message: str = Field(
        "",
        description=(
            "The first words of the agent, said as they stand, at most 2000 characters; may "
            "hold `{{variables}}`. Empty: it waits until the caller speaks."
        ),
    )
    greeting_interruptible: bool = Field(
        True, description="Whether the caller can cut off the greeting by speaking."
    )
    context_data: dict[str, Any] = Field(
        default_factory=dict,
        description=(
            "What the agent knows, as JSON of at most 512 KiB. `{{variables}}` are its "
            "keys, dotted ones reach into objects, and all of it is told to the model as "
            "data."
        ),
    )
    notes: str = Field(
        "",
        description=(
            "Instructions beside the prompt that change often, at most 20 000 characters; "
            "can be replaced during a call."
        ),
    )
    model: str = Field(DEFAULT_MODEL, description="The voice model of the engine.")
    language: str = Field(
        "en", description="The language the agent speaks, as a code such as `en`, `de` or `pt-BR`."
    )
    timezone: str = Field(
        "",
        description="IANA name such as `Europe/Berlin`, of the local time that the agent tells. "
        "Empty: the organization's (`/settings`).",
    )
    speed: float = Field(
        1.0, ge=0.25, le=1.5, description="How fast it speaks: 1 is normal, from 0.25 to 1.5."
    )
    turn_detection: TurnDetection = Field(
        default_factory=TurnDetection,
        description="When the caller's turn counts as over, and whether they may interrupt.",
    )
    transcription: Transcription = Field(
        default_factory=Transcription, description="How the caller's words are written down."
    )
    recording: bool = Field(
        True, description="Whether calls are recorded, caller left and agent right."
    )
    # After a call in which the caller spoke, the model writes what it was about.
    summary: bool = Field(
        True,
        description=(
            "Whether the model writes what a call was about when it is over, if the caller "
            "spoke. Costs a little, and is on the bill."
        ),
    )
    voicemail: VoicemailPolicy = Field(
        default_factory=VoicemailPolicy,
        description="What becomes of a call that we place when voicemail or a fax answers.",
    )
    silence: SilencePolicy = Field(
        default_factory=SilencePolicy, description="What it does when the caller says nothing."
    )
    sentences: OwnSentences = Field(
        default_factory=OwnSentences,
        description="What the carrier's voice says when the agent cannot.",
    )
    max_duration_s: int = Field(
        1800,
        ge=10,
        le=3300,
        description="After how many seconds a call ends politely, from 10 to 3300 (55 minutes).",
    )
    keypad: Keypad = Field(
        default_factory=Keypad, description="Keys that callers press, and those that it presses."
    )
    tools: ToolSettings = Field(
        default_factory=ToolSettings, description="What the model can do beside speaking."
    )
    transfers: TransferSettings = Field(
        default_factory=TransferSettings,
        description=(
            "Whose number the person sees to whom a caller is sent, and how long the two may talk."
        ),
    )
    fallback: Fallback = Field(
        default_factory=Fallback, description="Who goes on when the voice engine is away."
    )
    limits: SpendLimits = Field(default_factory=SpendLimits, description="What calls may cost.")
    retention_days: int | None = Field(
        None,
        ge=1,
        le=3650,
        description=(
            "After how many days finished calls are deleted, with transcript, recording and "
            "flight record; statistics keep their figures. Null: never."
        ),
    )
    enabled: bool = Field(
        True,
        description=(
            "Whether it takes and places calls. One that is off turns callers away with a sentence."
        ),
    )


class Agent(AgentFields):
    """An agent as stored: `version` counts its numbered versions from 1."""

    id: str = Field(description="The agent's id, `agent_` and 24 digits.")
    org_id: str = Field(
        description="The organization it belongs to; an installation has one, `org_default`."
    )
    version: int = Field(
        1, description="Counts its numbered versions from 1; `ETag` and `If-Match` are this number."
    )
    created_at: datetime = Field(description="When it was created, UTC.")
    updated_at: datetime = Field(description="When its newest version was made, UTC.")
