"""The bill of one call: usage in, cost items, running total and limit stages out. Pure.

The ledger counts quantities (tokens, seconds, minutes) and multiplies when asked, so no sum ever
drifts, and a bill read back from the database goes on where it stopped.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from phony.domain.actions import UsageReported
from phony.domain.agents import SpendLimits
from phony.domain.bills import CallCost, CostItem, Leg
from phony.domain.calls import Direction
from phony.domain.events import LimitNear
from phony.domain.prices import TOKENS_PER_CALLER_MINUTE, PriceTable

# How much of a limit is spent when its stage begins.
STAGES = (("stop", 1.0), ("wrap_up", 0.9), ("warn", 0.75))
# A call that was told to stop and still runs after this is to be cut.
STOP_GRACE_S = 20.0

LimitName = Literal["call", "agent", "day"]
_MILLION = 1_000_000
_WORDS = {
    "text_in": "text in",
    "text_in_cached": "text in, cached",
    "audio_in": "audio in",
    "audio_in_cached": "audio in, cached",
    "image_in": "images in",
    "image_in_cached": "images in, cached",
    "text_out": "text out",
    "audio_out": "audio out",
}
_MODEL_KINDS = tuple(_WORDS)
_HEARD = {
    "transcription": "transcription",
    "transcription.operator": "transcription of the operator",
}

_LEGS = {"transfer": "transferred leg", "warm": "call to a colleague"}


def _count(value: object) -> int:
    """A token count as sent, 0 for whatever is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(value) if 0 < value < 1e15 else 0


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def response_tokens(usage: Mapping[str, Any] | None) -> dict[str, int]:
    """Tokens of a `response.done` by kind, cached ones apart. Source: protocols.md A9.

    Any field may be missing. Totals without details count as text; cached tokens without details
    are taken to be text first, for the prompt is what is cached most.
    """
    usage = _mapping(usage)
    details, out = usage.get("input_token_details"), usage.get("output_token_details")
    given = {
        kind: _count(_mapping(details).get(f"{kind}_tokens")) for kind in ("text", "audio", "image")
    }
    if not isinstance(details, Mapping):
        given["text"] = _count(usage.get("input_tokens"))
    cached_details = _mapping(details).get("cached_tokens_details")
    if isinstance(cached_details, Mapping):
        cached = {kind: _count(cached_details.get(f"{kind}_tokens")) for kind in given}
    else:
        left, cached = _count(_mapping(details).get("cached_tokens")), {}
        for kind, tokens in given.items():
            cached[kind] = min(tokens, left)
            left -= cached[kind]
    tokens_by_kind: dict[str, int] = {}
    for kind, tokens in given.items():
        hit = min(tokens, cached[kind])
        tokens_by_kind[f"{kind}_in"] = tokens - hit
        tokens_by_kind[f"{kind}_in_cached"] = hit
    tokens_by_kind["text_out"] = _count(_mapping(out).get("text_tokens"))
    tokens_by_kind["audio_out"] = _count(_mapping(out).get("audio_tokens"))
    if not isinstance(out, Mapping):
        tokens_by_kind["text_out"] = _count(usage.get("output_tokens"))
    return tokens_by_kind


def model_item(
    prices: PriceTable, model: str, kind: str, tokens: int, purpose: str = ""
) -> CostItem:
    """The line of a bill for tokens of one kind; `purpose`: what for, if not for the talk."""
    price, listed = prices.model(model)
    per_million = getattr(price, kind)
    return CostItem(
        kind=f"model.{kind}",
        description=f"{model}, {_WORDS[kind]}{purpose and f', {purpose}'}",
        quantity=tokens,
        unit="token",
        unit_price_usd=per_million / _MILLION,
        amount_usd=round(tokens * per_million / _MILLION, 12),
        source="usage" if listed else "estimate",
    )


def response_items(
    prices: PriceTable, model: str, usage: Mapping[str, Any] | None, purpose: str
) -> list[CostItem]:
    """The lines for one response beside the call, from its `usage` (protocols.md A9)."""
    return [
        model_item(prices, model, kind, tokens, purpose)
        for kind, tokens in response_tokens(usage).items()
        if tokens
    ]


def transcription_seconds(usage: Mapping[str, Any] | None) -> float:
    """Seconds of audio transcribed, from either kind of usage."""
    usage = _mapping(usage)
    seconds = usage.get("seconds")
    if isinstance(seconds, int | float) and not isinstance(seconds, bool):
        return float(seconds) if 0 < seconds < 1e9 else 0.0
    details = usage.get("input_token_details")
    if isinstance(details, Mapping) and "audio_tokens" in details:
        tokens = _count(details["audio_tokens"])
    else:
        tokens = _count(usage.get("input_tokens"))
    return tokens * 60 / TOKENS_PER_CALLER_MINUTE


def billed_minutes(seconds: float) -> int:
    """Minutes as the carrier bills them: every one that began, and at least one."""
    # Float noise below a millisecond must not begin a minute.
    return max(1, math.ceil(round(seconds, 3) / 60))


def _sum(amounts: Any) -> float:
    return round(math.fsum(amounts), 10)


@dataclass(slots=True)
class _Span:
    """Something the carrier bills by the minute: the caller's leg or a stream."""

    kind: str
    description: str
    price: float
    start_s: float
    end_s: float | None = None

    def minutes(self, now_s: float) -> int:
        end = self.end_s if self.end_s is not None else now_s
        return billed_minutes(max(0.0, end - self.start_s))


@dataclass(slots=True)
class _Limit:
    """A limit of money, what others have spent of it, and the last stage announced."""

    what: LimitName
    usd: float
    others_usd: float = 0.0
    stage: str | None = None


@dataclass(slots=True, weakref_slot=True)
class Ledger:
    """The running bill of one call. Seconds count from the moment the carrier answered.

    `our_number` is the number of ours the call uses, `other_number` the other side's. `limits`
    are the agent's; `day_limit_usd` is the whole organization's. A browser call has no carrier.
    """

    prices: PriceTable
    direction: Direction
    our_number: str = ""
    other_number: str = ""
    limits: SpendLimits = field(default_factory=SpendLimits)
    day_limit_usd: float | None = None
    detection: bool = False
    carrier_recording: bool = False
    answered: bool = True  # until somebody answers, the carrier asks for nothing
    _tokens: dict[tuple[str, str], int] = field(init=False, default_factory=dict)
    _seconds: dict[tuple[str, str], float] = field(init=False, default_factory=dict)
    _spans: list[_Span] = field(init=False, default_factory=list)
    _limits: list[_Limit] = field(init=False, default_factory=list)
    _elapsed_s: float = field(init=False, default=0.0)
    _next_minute_s: float = field(init=False, default=0.0)
    _final: bool = field(init=False, default=False)
    _cost: CallCost | None = field(init=False, default=None)
    _stop_at_s: float | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        given: tuple[tuple[LimitName, float | None], ...] = (
            ("call", self.limits.per_call_usd),
            ("agent", self.limits.per_day_usd),
            ("day", self.day_limit_usd),
        )
        self._limits = [_Limit(what, usd) for what, usd in given if usd is not None]
        if self.direction is Direction.INBOUND:
            price, _ = self.prices.inbound_minute(self.our_number)
            self._spans.append(_Span("carrier.minutes", "inbound leg", price, 0.0))
        elif self.direction is Direction.OUTBOUND:
            price, _ = self.prices.outbound_minute(self.other_number)
            self._spans.append(_Span("carrier.minutes", "outbound leg", price, 0.0))
        if self.carrier_recording and self._spans:
            rate = self.prices.carrier.recording
            self._spans.append(_Span("carrier.recording", "recorded by the carrier", rate, 0.0))

    @classmethod
    def resume(cls, cost: CallCost, **arguments: Any) -> Ledger:
        """The ledger of a call that another worker began: counts go on from its stored bill."""
        ledger = cls(**arguments)
        for item in cost.items:
            model = item.description.split(", ", 1)[0]
            if item.kind.startswith("model."):
                key = item.kind.removeprefix("model."), model
                if key[0] in _MODEL_KINDS:
                    ledger._tokens[key] = ledger._tokens.get(key, 0) + int(item.quantity)
            elif item.kind in _HEARD:
                ledger._add_seconds((item.kind, model), item.quantity * 60)
            elif item.kind == "carrier.stream":
                span = _Span(item.kind, item.description, item.unit_price_usd, 0.0)
                span.end_s = item.quantity * 60
                ledger._spans.append(span)
        return ledger

    # ---- what happens in the call --------------------------------------------------------

    def usage(self, report: UsageReported) -> bool:
        """Count what the engine reported; whether the bill changed."""
        if report.kind in _HEARD:
            key = report.kind, report.model
            return self._add_seconds(key, transcription_seconds(report.usage))
        changed = False
        for kind, tokens in response_tokens(report.usage).items():
            if tokens:
                key = kind, report.model
                self._tokens[key] = self._tokens.get(key, 0) + tokens
                self._cost, changed = None, True
        return changed

    def _add_seconds(self, key: tuple[str, str], seconds: float) -> bool:
        if seconds <= 0:
            return False
        self._seconds[key] = self._seconds.get(key, 0.0) + seconds
        self._cost = None
        return True

    def stream_started(self, at_s: float) -> None:
        """The media stream opened (again, after a resume)."""
        if self.direction is Direction.BROWSER:
            return
        self.answered = True
        self.stream_ended(at_s)
        rate = self.prices.carrier.media_stream
        self._begin(_Span("carrier.stream", "media stream", rate, at_s))

    def stream_ended(self, at_s: float) -> None:
        """The media stream closed; the caller's leg may go on."""
        for span in self._spans:
            if span.kind == "carrier.stream" and span.end_s is None:
                span.end_s = max(at_s, span.start_s)
                self._cost = None

    def detected(self) -> None:
        """Answering machine detection was asked for."""
        if not self.detection:
            self.detection, self._cost = True, None

    def _begin(self, span: _Span) -> None:
        self._spans.append(span)
        self._elapsed_s = max(self._elapsed_s, span.start_s)
        self._next_minute_s = 0.0
        self._cost = None

    def tick(self, elapsed_s: float) -> bool:
        """Time passed; whether the bill changed, which it does when a minute begins."""
        if elapsed_s <= self._elapsed_s or self._final:
            return False
        self._elapsed_s = elapsed_s
        if elapsed_s <= self._next_minute_s:
            return False
        running = [span for span in self._spans if span.end_s is None]
        self._next_minute_s = min(
            (span.start_s + 60 * span.minutes(elapsed_s) for span in running), default=math.inf
        )
        self._cost = None
        return True

    def finish(self, duration_s: float) -> CallCost:
        """The call is over after `duration_s`."""
        for span in self._spans:
            if span.end_s is None or span.end_s > duration_s > span.start_s:
                span.end_s = max(duration_s, span.start_s)
        self._elapsed_s = duration_s
        self._final, self._cost = True, None
        return self.cost

    def others_spent(self, *, agent_usd: float, day_usd: float) -> None:
        """What the agent's, and all, other calls of today have cost so far."""
        for limit in self._limits:
            if limit.what == "agent":
                limit.others_usd = agent_usd
            elif limit.what == "day":
                limit.others_usd = day_usd

    def set_day_limit(self, usd: float | None) -> None:
        """The organization's limit of a day was set, changed or lifted while the call runs."""
        known = next((limit for limit in self._limits if limit.what == "day"), None)
        if known is None:
            if usd is not None:
                self._limits.append(_Limit("day", usd))
        elif usd is None:
            self._limits.remove(known)
        elif known.usd != usd:
            known.usd, known.stage = usd, None

    # ---- what follows from it ------------------------------------------------------------

    @property
    def watches_day(self) -> bool:
        """Whether `others_spent` matters to this call."""
        return any(limit.what != "call" for limit in self._limits)

    @property
    def cost(self) -> CallCost:
        """The bill so far."""
        if self._cost is None:
            items = [*self._model_items(), *self._transcription_items(), *self._carrier_items()]
            self._cost = CallCost(
                items=items,
                total_usd=_sum(item.amount_usd for item in items),
                final=self._final,
                prices_dated=self.prices.dated.isoformat(),
            )
        return self._cost

    def due_limit(self) -> LimitNear | None:
        """The furthest stage that has been reached and not been announced, if any."""
        if not self._limits:
            return None
        total = self.cost.total_usd
        order = [stage for stage, _ in STAGES]
        best: LimitNear | None = None
        for limit in self._limits:
            spent = total + limit.others_usd
            stage = next((name for name, part in STAGES if spent >= part * limit.usd), None)
            if stage is None:
                continue
            if limit.stage is not None and order.index(stage) >= order.index(limit.stage):
                continue
            limit.stage = stage
            if best is None or order.index(stage) < order.index(best.stage):
                best = LimitNear(stage, limit.what)
        if best is not None and best.stage == "stop" and self._stop_at_s is None:
            self._stop_at_s = self._elapsed_s
        return best

    @property
    def overdue(self) -> bool:
        """The call was told to stop, had time to say goodbye, and still runs: cut it."""
        return self._stop_at_s is not None and self._elapsed_s >= self._stop_at_s + STOP_GRACE_S

    # ---- lines of the bill ---------------------------------------------------------------

    def _model_items(self) -> list[CostItem]:
        return [
            model_item(self.prices, model, kind, tokens)
            for (kind, model), tokens in self._tokens.items()
        ]

    def _transcription_items(self) -> list[CostItem]:
        items = []
        for (kind, model), seconds in self._seconds.items():
            price, listed = self.prices.transcriber(model)
            items.append(
                CostItem(
                    kind=kind,
                    description=f"{model}, {_HEARD[kind]}",
                    quantity=round(seconds / 60, 9),
                    unit="minute",
                    unit_price_usd=price.per_minute,
                    amount_usd=round(seconds * price.per_minute / 60, 12),
                    source="usage" if listed else "estimate",
                )
            )
        return items

    def _carrier_items(self) -> list[CostItem]:
        if not self.answered:
            return []
        items: dict[tuple[str, str, float], CostItem] = {}
        for span in self._spans:
            minutes = span.minutes(self._elapsed_s)
            key = span.kind, span.description, span.price
            if (line := items.get(key)) is not None:
                line.quantity += minutes
                line.amount_usd = round(line.quantity * span.price, 12)
                line.final = line.final and (self._final or span.end_s is not None)
                continue
            items[key] = CostItem(
                kind=span.kind,
                description=span.description,
                quantity=minutes,
                unit="minute",
                unit_price_usd=span.price,
                amount_usd=round(minutes * span.price, 12),
                source="estimate",
                final=self._final or span.end_s is not None,
            )
        lines = list(items.values())
        if self.detection and self.direction is not Direction.BROWSER:
            price = self.prices.carrier.detection
            lines.append(
                CostItem(
                    kind="carrier.detection",
                    description="answering machine detection",
                    quantity=1,
                    unit="call",
                    unit_price_usd=price,
                    amount_usd=price,
                    source="estimate",
                )
            )
        return lines


def with_legs(cost: CallCost, legs: Iterable[Leg], prices: PriceTable, until: datetime) -> CallCost:
    """`cost` with the other calls that the carrier made for this one; all are over at `until`."""
    lines: dict[tuple[str, float], int] = {}
    for leg in legs:
        if (seconds := leg.seconds(until)) > 0:
            key = _LEGS[leg.kind], prices.outbound_minute(leg.to_number)[0]
            lines[key] = lines.get(key, 0) + billed_minutes(seconds)
    if not lines:
        return cost
    items = [item for item in cost.items if item.kind != "carrier.transfer"]
    items += [
        CostItem(
            kind="carrier.transfer",
            description=description,
            quantity=minutes,
            unit="minute",
            unit_price_usd=price,
            amount_usd=round(minutes * price, 12),
            source="estimate",
        )
        for (description, price), minutes in lines.items()
    ]
    total_usd = _sum(item.amount_usd for item in items)
    return cost.model_copy(update={"items": items, "total_usd": total_usd})


def corrected(cost: CallCost, carrier_usd: float) -> CallCost:
    """`cost` with the carrier's own price of the leg in place of our estimate of it.

    The carrier's price covers the connection only, never stream, detection or recording; and not
    the second leg of a transfer, which is a call of its own to the carrier. The error is theirs
    less ours, so positive when we had estimated too little.
    """
    ours = [item for item in cost.items if item.kind == "carrier.minutes"]
    rest = [item for item in cost.items if item.kind != "carrier.minutes"]
    if any(item.source == "carrier" for item in ours):
        estimate = (cost.carrier_price_usd or 0.0) - (cost.carrier_error_usd or 0.0)
    else:
        estimate = math.fsum(item.amount_usd for item in ours)
    minutes = sum(item.quantity for item in ours) or 1
    line = CostItem(
        kind="carrier.minutes",
        description="as billed by the carrier",
        quantity=minutes,
        unit="minute",
        unit_price_usd=round(carrier_usd / minutes, 12),
        amount_usd=carrier_usd,
        source="carrier",
    )
    items = [*rest, line]
    return CallCost(
        items=items,
        total_usd=_sum(item.amount_usd for item in items),
        final=True,
        carrier_price_usd=carrier_usd,
        carrier_error_usd=round(carrier_usd - estimate, 10),
        prices_dated=cost.prices_dated,
    )
