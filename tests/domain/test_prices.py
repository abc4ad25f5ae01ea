import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phony.domain.errors import Invalid
from phony.domain.prices import DEFAULT_PRICES, STALE_AFTER_DAYS, override


def test_snapshots_cost_what_their_model_costs() -> None:
    price, listed = DEFAULT_PRICES.model("gpt-realtime-mini-2025-10-06")
    assert listed
    assert price == DEFAULT_PRICES.models["gpt-realtime-mini"]


def test_an_unlisted_model_is_charged_like_the_dear_one_and_says_so() -> None:
    price, listed = DEFAULT_PRICES.model("somebody-elses-model")
    assert not listed
    assert price == DEFAULT_PRICES.models["gpt-realtime-2.1"]


def test_the_longest_beginning_counts() -> None:
    table = override(DEFAULT_PRICES, {"carrier": {"outbound": {"+1809": 0.2, "+44": 0.02}}})
    assert table.outbound_minute("+18095550100") == (0.2, True)
    assert table.outbound_minute("+18578167225") == (0.014, True)
    assert table.outbound_minute("+442079460000") == (0.02, True)
    assert table.outbound_minute("+81312345678") == (table.carrier.outbound_other, False)


def test_toll_free_numbers_cost_more() -> None:
    assert DEFAULT_PRICES.inbound_minute("+18885550100") == 0.022
    assert DEFAULT_PRICES.inbound_minute("+18578167225") == 0.0085


def test_an_override_changes_one_price_and_keeps_the_rest() -> None:
    table = override(DEFAULT_PRICES, {"models": {"gpt-realtime-2.1": {"audio_out": 50}}})
    assert table.models["gpt-realtime-2.1"].audio_out == 50
    assert table.models["gpt-realtime-2.1"].audio_in == 32
    assert table.models["gpt-realtime-2.1-mini"] == DEFAULT_PRICES.models["gpt-realtime-2.1-mini"]


def test_null_removes_an_entry() -> None:
    table = override(DEFAULT_PRICES, {"models": {"gpt-realtime": None}})
    assert "gpt-realtime" not in table.models
    table = override(DEFAULT_PRICES, {"carrier": {"outbound": {"+1": None, "+44": 0.02}}})
    assert table.carrier.outbound == {"+44": 0.02}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"models": {"gpt-realtime-2.1": {"audio_out": -1}}}, "models.gpt-realtime-2.1.audio_out"),
        ({"models": {"new": {"audio_out": 1}}}, "models.new.audio_in"),
        ({"carier": {}}, "carier"),
        ({"dated": "yesterday"}, "dated"),
        ({"models": {"gpt-realtime-2.1": None}}, "unlisted_model"),
        ({"models": {"gpt-realtime-2.1": {"audio_in": None}}}, "models.gpt-realtime-2.1.audio_in"),
        ({"carrier": {"outbound": {"+1": -1}}}, "carrier.outbound"),
        ({"carrier": {"media_stream": "much"}}, "carrier.media_stream"),
        ({"models": 3}, "models"),
        ({"models": None}, "models"),
    ],
)
def test_a_bad_override_names_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        override(DEFAULT_PRICES, changes)
    assert caught.value.field == field


@given(
    st.recursive(
        st.none() | st.integers() | st.text() | st.floats(),
        lambda inner: st.dictionaries(
            st.sampled_from(["models", "carrier", "dated", "outbound", "+1", "x"]), inner
        ),
    )
)
def test_any_override_is_taken_or_refused(changes: object) -> None:
    if isinstance(changes, dict):
        with contextlib.suppress(Invalid):
            override(DEFAULT_PRICES, changes)


def test_a_table_is_stale_after_ninety_days() -> None:
    noted = DEFAULT_PRICES.dated
    assert not DEFAULT_PRICES.is_stale(noted + timedelta(days=STALE_AFTER_DAYS))
    assert DEFAULT_PRICES.is_stale(noted + timedelta(days=STALE_AFTER_DAYS + 1))
    assert DEFAULT_PRICES.age_days(date(2026, 10, 13)) == 10
