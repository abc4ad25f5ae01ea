"""What things cost, in one dated table that the operator may override. USD throughout.

Sources: OpenAI's model pages and Twilio's US voice price page, as noted in protocols.md A9 and
B17 on the date of the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json

from phony.domain.errors import Invalid
from phony.domain.phone import Zone, is_toll_free, zone_of

STALE_AFTER_DAYS = 90
TOKENS_PER_CALLER_MINUTE = 600  # caller audio: one token per 100 ms
_SNAPSHOT = re.compile(r"-20\d\d-\d\d-\d\d$")

Usd = Annotated[float, Field(allow_inf_nan=False)]


class ModelPrice(BaseModel):
    """Prices of a voice model per million tokens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    audio_in: Usd = Field(
        ge=0, description="USD for a million tokens of sound that the model hears."
    )
    audio_in_cached: Usd = Field(
        ge=0, description="USD for a million tokens of sound that it heard before."
    )
    audio_out: Usd = Field(ge=0, description="USD for a million tokens of sound that it speaks.")
    text_in: Usd = Field(ge=0, description="USD for a million tokens of text that it reads.")
    text_in_cached: Usd = Field(
        ge=0, description="USD for a million tokens of text that it read before."
    )
    text_out: Usd = Field(ge=0, description="USD for a million tokens of text that it writes.")
    image_in: Usd = Field(0, ge=0, description="USD for a million tokens of pictures that it sees.")
    image_in_cached: Usd = Field(
        0, ge=0, description="USD for a million tokens of pictures that it saw before."
    )


class TranscriptionPrice(BaseModel):
    """Price of writing down the caller's words, per minute of audio."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    per_minute: Usd = Field(ge=0, description="USD for a minute of the caller's sound.")


class CarrierPrice(BaseModel):
    """What the carrier charges. Minutes are rounded up, for each leg and stream by itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    inbound_local: Usd = Field(0.0085, ge=0, description="Per minute, calls to a local number.")
    inbound_toll_free: Usd = Field(0.0220, ge=0, description="Per minute, calls to a toll-free.")
    outbound: dict[str, Usd] = Field(
        default_factory=lambda: {"+1": 0.014},
        description="Per minute by beginning of the number called; the longest one counts. A bare "
        "country code is for its main country (+1: the US and Canada) and common numbers only.",
    )
    outbound_other: Usd = Field(
        0.25, ge=0, description="Per minute where no beginning fits; an estimate, set your own."
    )
    media_stream: Usd = Field(0.0044, ge=0, description="Per minute of media stream.")
    recording: Usd = Field(0.0025, ge=0, description="Per minute recorded by the carrier.")
    detection: Usd = Field(0.0075, ge=0, description="Answering machine detection, per call.")


class PriceTable(BaseModel):
    """All prices and the day they were noted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dated: date = Field(description="The day on which the prices were noted.")
    models: dict[str, ModelPrice] = Field(description="Prices of voice models by their names.")
    transcription: dict[str, TranscriptionPrice] = Field(
        description="Prices of transcription models by their names."
    )
    carrier: CarrierPrice = Field(
        default_factory=CarrierPrice, description="What the carrier charges."
    )
    # A model that is not listed is charged like this one, and its lines say "estimate".
    unlisted_model: str = Field(
        "gpt-realtime-2.1", description="The model whose prices hold for one that is not listed."
    )
    unlisted_transcription: str = Field(
        "gpt-realtime-whisper",
        description="The transcription model whose price holds for one that is not listed.",
    )

    def age_days(self, today: date) -> int:
        """Days since the prices were noted."""
        return (today - self.dated).days

    def is_stale(self, today: date) -> bool:
        """Whether somebody should compare the table with the vendors' pages again."""
        return self.age_days(today) > STALE_AFTER_DAYS

    def model(self, name: str) -> tuple[ModelPrice, bool]:
        """The price of a voice model, and whether the table lists it."""
        if (price := self.models.get(name) or self.models.get(_SNAPSHOT.sub("", name))) is not None:
            return price, True
        return self.models[self.unlisted_model], False

    def transcriber(self, name: str) -> tuple[TranscriptionPrice, bool]:
        """The price of a transcription model, and whether the table lists it."""
        known = self.transcription
        if (price := known.get(name) or known.get(_SNAPSHOT.sub("", name))) is not None:
            return price, True
        return known[self.unlisted_transcription], False

    def inbound_minute(self, our_number: str) -> tuple[Usd, bool]:
        """Per minute of a call to one of our numbers, and whether it is of the table's country."""
        toll_free = is_toll_free(our_number)
        price = self.carrier.inbound_toll_free if toll_free else self.carrier.inbound_local
        return price, zone_of(our_number) == (Zone.HOME, "+1")

    def outbound_minute(self, to_number: str) -> tuple[Usd, bool]:
        """Per minute of a call to `to_number`, and whether the table lists where it is.

        A bare country code is the price of its main country: `+1` is not Jamaica's, nor `+1 900`'s.
        """
        zone, code = zone_of(to_number)
        fits = [
            prefix
            for prefix in self.carrier.outbound
            if to_number.startswith(prefix) and (zone is not Zone.AWAY or len(prefix) > len(code))
        ]
        if not fits:
            return self.carrier.outbound_other, False
        longest = max(fits, key=len)
        return self.carrier.outbound[longest], zone is not Zone.UNKNOWN or len(longest) > len(code)


def _model(audio: tuple[Usd, Usd, Usd], text: tuple[Usd, Usd, Usd], *image: Usd) -> ModelPrice:
    """In, cached in, out for audio and for text; in and cached in for images."""
    image_in, image_in_cached = image if image else (0.0, 0.0)
    return ModelPrice(
        audio_in=audio[0],
        audio_in_cached=audio[1],
        audio_out=audio[2],
        text_in=text[0],
        text_in_cached=text[1],
        text_out=text[2],
        image_in=image_in,
        image_in_cached=image_in_cached,
    )


_FULL = _model((32, 0.40, 64), (4, 0.40, 24), 5, 0.50)
_FULL_1_5 = _model((32, 0.40, 64), (4, 0.40, 16), 5, 0.50)
_MINI = _model((10, 0.30, 20), (0.60, 0.06, 2.40), 0.80, 0.08)

DEFAULT_PRICES = PriceTable(
    dated=date(2026, 10, 3),
    models={
        "gpt-realtime-2.1": _FULL,
        "gpt-realtime-2": _FULL,
        "gpt-realtime-2.1-mini": _MINI,
        "gpt-realtime-1.5": _FULL_1_5,
        "gpt-realtime": _FULL_1_5,
        "gpt-realtime-mini": _model((10, 0.30, 20), (0.60, 0.06, 2.40)),
    },
    transcription={
        "gpt-transcribe": TranscriptionPrice(per_minute=0.0045),
        "gpt-realtime-whisper": TranscriptionPrice(per_minute=0.017),
        "gpt-live-transcribe": TranscriptionPrice(per_minute=0.017),
        "whisper-1": TranscriptionPrice(per_minute=0.006),
        "gpt-4o-mini-transcribe": TranscriptionPrice(per_minute=0.003),
    },
)


def override(table: PriceTable, changes: Mapping[str, Any]) -> PriceTable:
    """`table` with an operator's changes laid over it, level by level.

    Raises:
        Invalid: an unknown field or a price that is none; `field` is its dotted path.
    """
    merged = _merged(table.model_dump(mode="json"), changes)
    try:
        # As JSON has them: no text and no switch is a price.
        result = PriceTable.model_validate_json(to_json(merged), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"])
        raise Invalid(
            f"price table: {path}: {first['msg']}",
            field=path,
            cure="GET /prices shows the table's form; prices are USD, numbers from 0.",
        ) from error
    if result.unlisted_model not in result.models:
        raise Invalid("unlisted_model is not a listed model", field="unlisted_model")
    if result.unlisted_transcription not in result.transcription:
        raise Invalid(
            "unlisted_transcription is not a listed model", field="unlisted_transcription"
        )
    if any(not 0 <= price < float("inf") for price in result.carrier.outbound.values()):
        raise Invalid("prices are numbers from 0", field="carrier.outbound")
    return result


# Where people add and remove entries of their own.
_OPEN = {("models",), ("transcription",), ("carrier", "outbound")}


def _merged(
    base: Mapping[str, Any], changes: Mapping[str, Any], path: tuple[str, ...] = ()
) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        old = merged.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            merged[key] = _merged(old, value, (*path, key))
        elif value is None and (key in merged or path in _OPEN):
            # Null removes an entry, or goes back to a field's default. A kept override may
            # remove what a later table has no more.
            merged.pop(key, None)
        else:
            merged[key] = value
    return merged
