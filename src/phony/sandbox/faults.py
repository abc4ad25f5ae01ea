"""Faults on demand: what tests ask the far ends to do wrong."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Faults(BaseModel):
    """All off by default. `PUT /sandbox/faults` replaces the whole set."""

    model_config = ConfigDict(extra="forbid")

    # ---- carrier: webhooks
    bad_signature: Literal["", "wrong", "missing", "wrong_token"] = ""
    webhook_sha256_key: str = ""  # sign with this shared key and HMAC-SHA256 instead of the token
    webhook_timeout_s: float = Field(15.0, gt=0, le=15)
    callbacks_duplicate: bool = False
    callbacks_shuffle: bool = False
    callbacks_delay_s: float = Field(0.0, ge=0, le=60)
    callbacks_drop: bool = False

    # ---- carrier: media
    stream_drop_after_s: float | None = Field(None, ge=0)  # abrupt end of the TCP connection
    stream_stop_missing: bool = False  # hang-up without `stop`
    stream_frame_bytes: int = Field(160, ge=1, le=4000)  # frames of another size
    stream_garbage: list[str] = Field(default_factory=list)  # texts sent after `start`
    stream_binary: bool = False  # one binary frame after `start`
    stream_parameters: dict[str, str] | None = None  # instead of the TwiML's (stolen token, ...)
    stream_unsigned: bool = False
    stream_keys_lost: bool = False  # tones of keys that the product plays do not arrive

    # ---- carrier: REST
    rest_errors: int = Field(0, ge=0)  # answer this many requests with `rest_status`
    rest_status: Literal[429, 500, 503] = 429
    rest_lost: int = Field(0, ge=0)  # do what this many orders say, but answer with 500
    cps: float = Field(0.0, ge=0)  # calls per second; 0: the sandbox's own setting

    # ---- engine: read by `sandbox/engine`
    engine: dict[str, Any] = Field(default_factory=dict)
