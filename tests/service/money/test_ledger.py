import math
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phony.domain.actions import UsageReported
from phony.domain.agents import SpendLimits
from phony.domain.bills import CallCost, Leg
from phony.domain.calls import Direction
from phony.domain.events import LimitNear
from phony.domain.ids import utc_now
from phony.domain.prices import DEFAULT_PRICES, override
from phony.service.money.ledger import (
    STOP_GRACE_S,
    Ledger,
    billed_minutes,
    corrected,
    response_items,
    response_tokens,
    transcription_seconds,
    with_legs,
)

MODEL = "gpt-realtime-2.1"
USAGE: dict[str, Any] = {
    "total_tokens": 544,
    "input_tokens": 384,
    "output_tokens": 160,
    "input_token_details": {
        "text_tokens": 310,
        "audio_tokens": 74,
        "image_tokens": 0,
        "cached_tokens": 296,
        "cached_tokens_details": {"text_tokens": 256, "audio_tokens": 40, "image_tokens": 0},
    },
    "output_token_details": {"text_tokens": 42, "audio_tokens": 118},
}
LONG_USAGE: dict[str, Any] = {
    "input_token_details": {
        "text_tokens": 1400,
        "audio_tokens": 900,
        "cached_tokens_details": {"text_tokens": 1280, "audio_tokens": 640},
    },
    "output_token_details": {"text_tokens": 60, "audio_tokens": 240},
}


def ledger(direction: Direction = Direction.BROWSER, **more: Any) -> Ledger:
    return Ledger(DEFAULT_PRICES, direction, **more)


def response(usage: dict[str, Any], model: str = MODEL) -> UsageReported:
    return UsageReported("response", model, usage)


def response_cost(usage: dict[str, Any] | None, model: str = MODEL) -> float:
    """USD of one response, line by line."""
    items = response_items(DEFAULT_PRICES, model, usage, "")
    return round(sum(item.amount_usd for item in items), 12)


def amounts(cost: CallCost) -> dict[str, float]:
    return {item.kind: item.amount_usd for item in cost.items}


@pytest.mark.parametrize(
    ("usage", "model", "usd"),
    [
        (USAGE, "gpt-realtime-2.1", 0.0099824),
        (USAGE, "gpt-realtime-2.1-mini", 0.00286056),
        (LONG_USAGE, "gpt-realtime-2.1", 0.026368),
        (LONG_USAGE, "gpt-realtime-2.1-mini", 0.0078848),
        (None, "gpt-realtime-2.1", 0.0),
        ({}, "gpt-realtime-2.1", 0.0),
    ],
)
def test_check_values_hold_exactly(usage: dict[str, Any] | None, model: str, usd: float) -> None:
    assert response_cost(usage, model) == usd
    bill = ledger()
    bill.usage(UsageReported("response", model, usage or {}))
    assert bill.cost.total_usd == usd


def test_totals_without_details_are_not_free() -> None:
    assert response_tokens({"input_tokens": 10, "output_tokens": 3})["text_in"] == 10
    assert response_tokens({"input_tokens": 10, "output_tokens": 3})["text_out"] == 3


def test_cached_tokens_without_details_are_text_first() -> None:
    details = {"text_tokens": 100, "audio_tokens": 50, "cached_tokens": 120}
    tokens = response_tokens({"input_token_details": details})
    assert (tokens["text_in"], tokens["text_in_cached"]) == (0, 100)
    assert (tokens["audio_in"], tokens["audio_in_cached"]) == (30, 20)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.dictionaries(
        st.sampled_from(
            [
                "input_tokens",
                "output_tokens",
                "seconds",
                "input_token_details",
                "output_token_details",
                "text_tokens",
                "audio_tokens",
                "image_tokens",
                "cached_tokens",
                "cached_tokens_details",
            ]
        ),
        inner,
    ),
    max_leaves=12,
)


@given(junk, st.sampled_from(["response", "transcription"]))
def test_no_usage_breaks_the_bill(usage: Any, kind: str) -> None:
    bill = ledger()
    bill.usage(UsageReported(kind, MODEL, usage))
    assert 0 <= bill.cost.total_usd < float("inf")


def counts() -> st.SearchStrategy[int]:
    return st.integers(0, 100_000)


@given(counts(), counts(), counts(), counts(), counts(), counts())
def test_cached_tokens_never_cost_more_and_none_are_lost(
    text: int, audio: int, cached_text: int, cached_audio: int, out_text: int, out_audio: int
) -> None:
    details = {
        "text_tokens": text,
        "audio_tokens": audio,
        "cached_tokens_details": {"text_tokens": cached_text, "audio_tokens": cached_audio},
    }
    out = {"text_tokens": out_text, "audio_tokens": out_audio}
    usage = {"input_token_details": details, "output_token_details": out}
    tokens = response_tokens(usage)
    assert sum(tokens.values()) == text + audio + out_text + out_audio
    uncached = {
        "input_token_details": {**details, "cached_tokens_details": {}},
        "output_token_details": out,
    }
    assert response_cost(usage) <= response_cost(uncached)


@given(st.lists(st.tuples(counts(), counts()), max_size=40))
def test_the_bill_is_the_sum_of_its_responses_and_of_its_items(
    responses: list[tuple[int, int]],
) -> None:
    bill, total = ledger(), 0.0
    for text, audio in responses:
        usage = {"output_token_details": {"text_tokens": text, "audio_tokens": audio}}
        bill.usage(response(usage))
        total += response_cost(usage)
    assert bill.cost.total_usd == pytest.approx(total, abs=1e-9)
    assert bill.cost.total_usd == pytest.approx(sum(i.amount_usd for i in bill.cost.items))


def test_transcription_of_both_kinds() -> None:
    assert transcription_seconds({"type": "duration", "seconds": 2.4}) == 2.4
    tokens = {"type": "tokens", "input_tokens": 30, "input_token_details": {"audio_tokens": 24}}
    assert transcription_seconds(tokens) == 2.4
    assert transcription_seconds({"type": "tokens", "input_tokens": 24}) == 2.4
    assert transcription_seconds(None) == 0
    bill = ledger()
    bill.usage(UsageReported("transcription", "gpt-transcribe", {"seconds": 60}))
    bill.usage(UsageReported("transcription", "gpt-transcribe", tokens))
    assert bill.cost.total_usd == pytest.approx(0.0045 * 62.4 / 60)
    assert [item.source for item in bill.cost.items] == ["usage"]


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 1), (0.4, 1), (60, 1), (60.0004, 1), (61, 2), (119, 2), (121, 3)]
)
def test_minutes_are_rounded_up(seconds: float, minutes: int) -> None:
    assert billed_minutes(seconds) == minutes


def test_inbound_call_pays_its_leg_and_its_stream() -> None:
    bill = ledger(Direction.INBOUND, our_number="+18578167225")
    bill.stream_started(0.2)
    assert bill.tick(1) is True
    assert bill.tick(30) is False
    assert bill.tick(60.1) is True
    assert bill.cost.items[0].final is False
    cost = bill.finish(61)
    assert amounts(cost) == {"carrier.minutes": 0.017, "carrier.stream": 0.0088}
    assert cost.final
    assert all(item.final for item in cost.items)


def test_outbound_call_pays_detection_once() -> None:
    bill = ledger(Direction.OUTBOUND, other_number="+15551234567", detection=True)
    bill.detected()
    bill.stream_started(0)
    cost = bill.finish(20)
    assert amounts(cost) == {
        "carrier.minutes": 0.014,
        "carrier.stream": 0.0044,
        "carrier.detection": 0.0075,
    }


def test_a_transferred_call_pays_both_legs() -> None:
    bill = ledger(Direction.INBOUND, our_number="+18578167225")
    bill.stream_started(0)
    bill.stream_ended(50)
    over, sales = utc_now(), "+18575550100"
    legs = [
        Leg(kind="transfer", to_number=sales, lasted_s=140),
        Leg(kind="warm", to_number=sales, answered_at=over - timedelta(seconds=61)),
        Leg(kind="warm", to_number=sales, lasted_s=5),
        Leg(kind="warm", to_number=sales),  # nobody picked up
    ]
    cost = with_legs(bill.finish(200), legs, DEFAULT_PRICES, over)
    lines = {i.description: i.quantity for i in cost.items if i.kind == "carrier.transfer"}
    assert lines == {"transferred leg": 3, "call to a colleague": 3}
    assert cost.total_usd == pytest.approx(sum(i.amount_usd for i in cost.items))
    again = with_legs(cost, legs, DEFAULT_PRICES, over)
    assert again == cost  # however often it is told


def test_a_call_costs_nothing_at_the_carrier_until_it_is_answered() -> None:
    bill = ledger(Direction.OUTBOUND, other_number="+15551234567", detection=True, answered=False)
    assert bill.cost.items == []
    bill.stream_started(0)
    assert set(amounts(bill.cost)) == {"carrier.minutes", "carrier.stream", "carrier.detection"}


def test_the_carrier_s_recording_is_paid_only_when_it_records() -> None:
    bill = ledger(Direction.INBOUND, our_number="+18885550100", carrier_recording=True)
    assert amounts(bill.finish(30)) == {"carrier.minutes": 0.022, "carrier.recording": 0.0025}


def test_a_browser_call_has_no_carrier() -> None:
    bill = ledger()
    bill.stream_started(0)
    assert bill.tick(500) is True or bill.cost.total_usd == 0
    assert bill.finish(500).items == []


def test_another_country_is_an_estimate() -> None:
    bill = ledger(Direction.OUTBOUND, other_number="+81312345678")
    assert bill.cost.items[0].unit_price_usd == DEFAULT_PRICES.carrier.outbound_other


def test_the_operator_s_table_is_used_and_dated() -> None:
    table = override(
        DEFAULT_PRICES, {"dated": "2026-11-01", "models": {MODEL: {"audio_out": 1000}}}
    )
    bill = Ledger(table, Direction.BROWSER)
    bill.usage(response({"output_token_details": {"audio_tokens": 1000}}))
    assert bill.cost.total_usd == 1.0
    assert bill.cost.prices_dated == "2026-11-01"


def spend(bill: Ledger, usd: float) -> None:
    tokens = math.ceil(usd / 64 * 1e6)  # audio out: 64 USD a million
    bill.usage(response({"output_token_details": {"audio_tokens": tokens}}))


def test_limits_react_in_stages_each_once() -> None:
    bill = ledger(limits=SpendLimits(per_call_usd=1.0))
    seen = []
    for _ in range(12):
        spend(bill, 0.1)
        if (limit := bill.due_limit()) is not None:
            seen.append((round(bill.cost.total_usd, 2), limit.stage, limit.what))
    assert seen == [(0.8, "warn", "call"), (0.9, "wrap_up", "call"), (1.0, "stop", "call")]


def test_a_jump_skips_to_the_furthest_stage() -> None:
    bill = ledger(limits=SpendLimits(per_call_usd=0.5))
    spend(bill, 0.6)
    assert bill.due_limit() == LimitNear("stop", "call")
    assert bill.due_limit() is None


def test_other_calls_count_for_the_agent_s_and_the_day_s_limit() -> None:
    bill = ledger(limits=SpendLimits(per_call_usd=5, per_day_usd=10), day_limit_usd=100)
    assert bill.watches_day
    spend(bill, 0.5)
    bill.others_spent(agent_usd=7.4, day_usd=20)
    assert bill.due_limit() == LimitNear("warn", "agent")
    bill.others_spent(agent_usd=8, day_usd=99.6)
    assert bill.due_limit() == LimitNear("stop", "day")


def test_a_call_that_ignores_its_limit_becomes_overdue() -> None:
    bill = ledger(Direction.INBOUND, limits=SpendLimits(per_call_usd=0.02))
    bill.tick(100)
    assert bill.due_limit() == LimitNear("warn", "call")
    bill.tick(121)
    assert bill.due_limit() == LimitNear("stop", "call")
    assert not bill.overdue
    bill.tick(121 + STOP_GRACE_S)
    assert bill.overdue


def test_a_bill_taken_over_by_another_worker_goes_on() -> None:
    arguments: dict[str, Any] = {"prices": DEFAULT_PRICES, "direction": Direction.INBOUND}
    first = Ledger(**arguments)
    first.stream_started(0)
    first.usage(response(USAGE))
    first.usage(UsageReported("transcription", "gpt-transcribe", {"seconds": 2.4}))
    first.tick(70)
    second = Ledger.resume(first.cost, **arguments)
    second.stream_started(72)
    second.usage(response(USAGE))
    cost = second.finish(90)
    by_kind = amounts(cost)
    assert sum(v for k, v in by_kind.items() if k.startswith("model.")) == pytest.approx(
        2 * 0.0099824
    )
    assert by_kind["transcription"] == pytest.approx(0.0045 * 2.4 / 60)
    assert by_kind["carrier.minutes"] == pytest.approx(2 * 0.0085)
    assert by_kind["carrier.stream"] == pytest.approx(3 * 0.0044)  # two streams: 2 + 1


def test_the_carrier_s_own_price_replaces_the_estimate_and_shows_the_error() -> None:
    bill = ledger(Direction.INBOUND)
    bill.stream_started(0)
    bill.usage(response(USAGE))
    cost = bill.finish(61)
    fixed = corrected(cost, 0.0255)
    assert fixed.carrier_price_usd == 0.0255
    assert fixed.carrier_error_usd == pytest.approx(0.0255 - 0.017)
    assert fixed.total_usd == pytest.approx(cost.total_usd + 0.0085)
    assert [i.source for i in fixed.items if i.kind == "carrier.minutes"] == ["carrier"]
    again = corrected(fixed, 0.0255)
    assert again.carrier_error_usd == fixed.carrier_error_usd
    assert again.total_usd == fixed.total_usd


def test_nothing_changes_after_the_end() -> None:
    bill = ledger(Direction.INBOUND)
    final = bill.finish(59)
    assert bill.tick(500) is False
    assert bill.cost == final
