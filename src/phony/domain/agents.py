"""Agents as stored and shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FieldSerializationInfo, field_serializer

DEFAULT_MODEL = "gpt-realtime-2.1"
DEFAULT_TRANSCRIPTION_MODEL = "gpt-transcribe"
DEFAULT_VOICE = "marin"
# Stands in JSON for a secret; sent back, it means "as it was".
MASK = "********"
OPEN_HEADERS = frozenset({"accept", "accept-language", "content-type", "user-agent"})


class AgentType(StrEnum):
    """Which way the agent's calls go."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class TurnDetection(BaseModel):
    """When the caller's turn counts as over. Source: protocols.md A3."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["server_vad", "semantic_vad"] = "server_vad"
    threshold: float = Field(0.5, ge=0, le=1)
    prefix_padding_ms: int = Field(300, ge=0, le=5000)
    silence_duration_ms: int = Field(500, ge=100, le=5000)
    eagerness: Literal["low", "medium", "high", "auto"] = "auto"
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

    enabled: bool = True
    model: str = Field(DEFAULT_TRANSCRIPTION_MODEL, min_length=1, max_length=100)
    keywords: list[str] = Field(default_factory=list, max_length=100)


class VoicemailPolicy(BaseModel):
    """What an outbound agent does when a machine answers."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["hang_up", "leave_message", "continue"] = "hang_up"
    message: str = Field("", max_length=2000)


class SilencePolicy(BaseModel):
    """Silence of the caller while the agent waits: prompts first, then a spoken goodbye."""

    model_config = ConfigDict(extra="forbid")

    prompt_after_s: float = Field(10.0, ge=2, le=300)
    max_prompts: int = Field(2, ge=0, le=10)
    prompt: str = Field("Are you still there?", max_length=500)
    goodbye: str = Field("I cannot hear you, so I will hang up now. Goodbye.", max_length=500)


class HttpTool(BaseModel):
    """A tool of the operator's: the model calls it, we call the URL."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_-]{0,63}$")
    description: str = Field("", max_length=2000)
    parameters: dict[str, Any] = Field(default_factory=lambda: {"type": "object", "properties": {}})
    url: str = Field(max_length=2000)
    method: Literal["GET", "POST"] = "POST"
    headers: dict[str, str] = Field(default_factory=dict)
    timeout_s: float = Field(10.0, ge=0.5, le=60)
    signing_secret: str = Field(
        default_factory=str,
        description="Signs each request as webhooks are signed, so that your server knows it is "
        "from here: `whsec_` and the base64 of 24 to 64 random bytes. Only with POST. Empty: "
        "requests are not signed. Stored, and never shown again.",
    )

    @field_serializer("signing_secret")
    def _mask(self, secret: str, info: FieldSerializationInfo) -> str:
        return MASK if secret and info.mode == "json" else secret

    @field_serializer("headers")
    def _hide(self, headers: dict[str, str], info: FieldSerializationInfo) -> dict[str, str]:
        """Header values are secrets: whatever leaves as JSON (REST, feed, export) has none."""
        if info.mode != "json":
            return headers
        return {
            name: value if name.lower() in OPEN_HEADERS else MASK for name, value in headers.items()
        }


BuiltinTool = Literal["end_call", "transfer_call", "send_dtmf", "update_context"]


class ToolSettings(BaseModel):
    """Tools switched on."""

    model_config = ConfigDict(extra="forbid")

    builtin: list[BuiltinTool] = ["end_call", "transfer_call", "send_dtmf", "update_context"]
    transfer_targets: dict[str, str] = Field(
        default_factory=dict,
        description="Where `transfer_call` may send callers: a name the model uses, and a number, "
        "perhaps with an extension (+18578167225 ext. 5).",
    )
    http: list[HttpTool] = Field(default_factory=list, max_length=32)


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

    per_call_usd: float | None = Field(None, gt=0)
    per_day_usd: float | None = Field(None, gt=0)


class FallbackEngine(BaseModel):
    """An engine that goes on when the one before it is away; what is empty is as the agent has it.

    An engine at another `url` gets `api_key`, or no key at all: never the installation's own.
    """

    model_config = ConfigDict(extra="forbid")

    model: str = Field("", max_length=100)
    url: str = Field("", max_length=2000, description="Empty: the installation's own engine.")
    api_key: str = Field(
        default_factory=str, description="Of `url`. Stored, and never shown again."
    )
    voice: str = Field("", max_length=100)
    transcription_model: str = Field("", max_length=100)

    @field_serializer("api_key")
    def _hide(self, key: str, info: FieldSerializationInfo) -> str:
        return MASK if key and info.mode == "json" else key


class Fallback(BaseModel):
    """When the agent's engine is away: other engines in order, then a number, then an apology."""

    model_config = ConfigDict(extra="forbid")

    engines: list[FallbackEngine] = Field(default_factory=list, max_length=4)
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

    name: str
    type: AgentType
    phone_number: str | None = None
    system_prompt: str = ""
    voice: str = DEFAULT_VOICE
    greeting_message: str = ""
    greeting_interruptible: bool = True
    context_data: dict[str, Any] = Field(default_factory=dict)
    notes: str = ""
    model: str = DEFAULT_MODEL
    language: str = "en"
    speed: float = Field(1.0, ge=0.25, le=1.5)
    turn_detection: TurnDetection = Field(default_factory=TurnDetection)
    transcription: Transcription = Field(default_factory=Transcription)
    recording: bool = True
    # After a call in which the caller spoke, the model writes what it was about.
    summary: bool = True
    voicemail: VoicemailPolicy = Field(default_factory=VoicemailPolicy)
    silence: SilencePolicy = Field(default_factory=SilencePolicy)
    max_duration_s: int = Field(1800, ge=10, le=3300)
    tools: ToolSettings = Field(default_factory=ToolSettings)
    transfers: TransferSettings = Field(default_factory=TransferSettings)
    fallback: Fallback = Field(default_factory=Fallback)
    limits: SpendLimits = Field(default_factory=SpendLimits)
    retention_days: int | None = Field(None, ge=1, le=3650)
    enabled: bool = True


class Agent(AgentFields):
    """An agent as stored: `version` counts its numbered versions from 1."""

    id: str
    org_id: str
    version: int = 1
    created_at: datetime
    updated_at: datetime
