"""What a test can make the engine do wrong. All off by default."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class EngineFaults(BaseModel):
    """`PUT /sandbox/faults {"engine": {...}}` replaces the whole set; live sessions see it, too.

    `sessions` bounds how many further sessions they apply to; None is all. With `models` only
    sessions of these have them: so an agent's next engine can be well while its own is not.
    """

    model_config = ConfigDict(extra="forbid")

    sessions: int | None = Field(None, ge=0)
    models: list[str] = Field(default_factory=list, max_length=50)

    # ---- connecting
    refuse_status: int | None = Field(None, ge=400, le=599)  # the upgrade is answered with this
    connect_delay_s: float = Field(0, ge=0, le=120)
    error_at_start: str = ""  # an `error` with this code instead of `session.created`, then close
    silent: bool = False  # accepts and never sends anything
    updates_ignored: bool = False  # no `session.updated`, ever
    updates_refused: str = ""  # every `session.update` is answered by an error with this code

    # ---- away: for so long from now; live sessions drop, new ones are answered with 503
    away_s: float = Field(0, ge=0, le=3600)

    # ---- hushed: the socket stays open, and nothing more comes
    hush: bool = False  # every live session, when set
    hush_after_s: float | None = Field(None, ge=0)
    hush_after_responses: int | None = Field(None, ge=1)  # when that response has begun to speak

    # ---- ending; code 0 drops the TCP connection without a close frame
    close_code: int = 1011
    close_after_s: float | None = Field(None, ge=0)
    close_after_responses: int | None = Field(None, ge=1)  # when that response has begun to speak
    kill: bool = False  # closes every live session at once, when set
    expires_after_s: float | None = Field(None, ge=0)  # `session_expired`

    # ---- what is said
    texts_after_update: list[str] = Field(default_factory=list)  # raw frames, e.g. not JSON
    binary_after_update: bool = False
    unknown_events: bool = False  # events and fields the vendor has not announced
    omit: list[str] = Field(default_factory=list)  # event types never sent
    failing_responses: int = Field(0, ge=0)  # so many further responses end as `failed`
    failure_code: str = "server_error"
    response_delay_s: float = Field(0, ge=0, le=60)
    mute: bool = False  # responses without any audio
    usage: Literal["full", "bare", "null"] = "full"
    transcription: Literal["normal", "late", "failed", "never"] = "normal"
    transcription_delay_s: float = Field(2.0, ge=0, le=60)
    refuse_assistant_items: bool = False

    def concern(self, model: str) -> bool:
        """Whether sessions of a model have them."""
        return not self.models or model in self.models

    def for_session(self, model: str, taken: int) -> EngineFaults:
        """These faults for a session before which `taken` sessions had them."""
        if self.concern(model) and (self.sessions is None or taken < self.sessions):
            return self
        return NO_FAULTS


NO_FAULTS = EngineFaults()


def read(values: dict[str, Any]) -> EngineFaults:
    """Faults from JSON."""
    return EngineFaults.model_validate(values)
