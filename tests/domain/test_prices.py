from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phony.domain.errors import Invalid
from phony.domain.prices import (
    DEFAULT_PRICES,
    STALE_AFTER_DAYS,
    ModelPrice,
    PriceTable,
    override,
)

FIELDS = st.sampled_from(sorted(ModelPrice.model_fields))


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
    assert DEFAULT_PRICES.inbound_minute("+18885550100") == (0.022, True)
    assert DEFAULT_PRICES.inbound_minute("+18578167225") == (0.0085, True)


def test_our_numbers_abroad_are_estimates() -> None:
    assert DEFAULT_PRICES.inbound_minute("+448001111123") == (0.022, False)
    assert DEFAULT_PRICES.inbound_minute("+442079460000") == (0.0085, False)


@pytest.mark.parametrize(
    ("number", "price", "listed"),
    [
        ("+18578167225", 0.014, True),
        ("+14165551234", 0.014, True),  # Canada
        ("+18005551234", 0.014, True),  # toll-free for who is called
        ("+18765551234", 0.25, False),  # Jamaica
        ("+18095551234", 0.25, False),  # the Dominican Republic
        ("+12425551234", 0.25, False),  # the Bahamas
        ("+19005551234", 0.25, False),  # premium
        ("+15550001111", 0.014, False),  # nobody's range
        ("+442079460000", 0.02, True),
        ("+441481256789", 0.25, False),  # Guernsey
        ("+449011234567", 0.25, False),  # premium
        ("+77012345678", 0.25, False),  # Kazakhstan
        ("+74951234567", 0.09, True),
        ("+77123456789", 0.33, True),  # by the longer beginning
        ("+881612345678", 0.25, False),  # a satellite
        ("", 0.25, False),
    ],
)
def test_a_country_code_is_its_main_country_s_price(
    number: str, price: float, listed: bool
) -> None:
    table = override(
        DEFAULT_PRICES, {"carrier": {"outbound": {"+44": 0.02, "+7": 0.09, "+771": 0.33}}}
    )
    assert table.outbound_minute(number) == (price, listed)


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
def test_a_bad_override_names_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        override(DEFAULT_PRICES, changes)
    assert caught.value.field == field


NAMES = st.sampled_from(["gpt-realtime", "gpt-realtime-2.1", "new", "outbound", "recording", "x"])
PRICES = (
    st.none()
    | st.floats(min_value=0, max_value=100)
    | st.sampled_from([-1, "2", "much", float("inf"), float("nan"), True])
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "models": st.none() | st.dictionaries(NAMES, st.none() | st.dictionaries(FIELDS, PRICES)),
        "transcription": st.dictionaries(
            st.sampled_from(["whisper-1", "gpt-realtime-whisper", "new"]),
            st.none() | st.fixed_dictionaries({"per_minute": PRICES}),
        ),
        "carrier": st.dictionaries(st.sampled_from(["recording", "detection", "x"]), PRICES)
        | st.fixed_dictionaries(
            {"outbound": st.dictionaries(st.sampled_from(["+1", "+44"]), PRICES)}
        ),
        "dated": st.sampled_from(["2027-01-31", "yesterday", None, 3]),
        "unlisted_model": NAMES,
        "x": PRICES,
    },
)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no object, with its dotted path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}/{key}" if path else key)
    else:
        yield path, value


@settings(max_examples=100, deadline=None)
@given(CHANGES)
def test_an_override_is_laid_over_the_table_or_refused_by_name(changes: dict[str, Any]) -> None:
    was, table, blamed = DEFAULT_PRICES.model_dump_json(), None, ""
    try:
        table = override(DEFAULT_PRICES, changes)
    except Invalid as error:
        blamed = (error.field or "").split(".", 1)[0]
    assert DEFAULT_PRICES.model_dump_json() == was
    if table is None:
        # A model that is removed may be the one that unlisted models are charged like.
        assert blamed in {*changes, "unlisted_model", "unlisted_transcription"}
        return
    before, after = dict(leaves(json.loads(was))), dict(leaves(table.model_dump(mode="json")))
    asked_for = dict(leaves(changes))
    removed = tuple(f"{path}/" for path, value in asked_for.items() if value is None)
    for path, value in asked_for.items():
        if isinstance(value, float):
            assert after[path] == value  # what was asked for holds
    for path in before.keys() - asked_for.keys():
        if not path.startswith(removed):
            assert after[path] == before[path]  # and all else is as it was
    prices = [value for value in after.values() if isinstance(value, float)]
    assert all(0 <= price < float("inf") for price in prices)
    assert table.unlisted_model in table.models
    assert PriceTable.model_validate_json(table.model_dump_json()) == table
    assert override(table, changes) == table  # laying it over again changes nothing


def test_a_model_of_ones_own_needs_all_prices_and_can_be_the_dear_one() -> None:
    own = dict.fromkeys(("audio_in", "audio_in_cached", "audio_out"), 1.0)
    own |= dict.fromkeys(("text_in", "text_in_cached", "text_out"), 2.0)
    table = override(DEFAULT_PRICES, {"models": {"ours": own}, "unlisted_model": "ours"})
    price, listed = table.model("whatever")
    assert (price.audio_out, price.image_in, listed) == (1, 0, False)
    assert table.model("ours") == (price, True)


@pytest.mark.parametrize("price", [float("inf"), float("-inf"), float("nan"), -0.01, "much"])
def test_no_price_is_negative_or_without_end(price: Any) -> None:
    for changes in (
        {"models": {"gpt-realtime": {"audio_in": price}}},
        {"transcription": {"whisper-1": {"per_minute": price}}},
        {"carrier": {"recording": price}},
        {"carrier": {"outbound": {"+49": price}}},
    ):
        with pytest.raises(Invalid) as caught:
            override(DEFAULT_PRICES, changes)
        assert caught.value.field is not None
        assert caught.value.field.startswith(next(iter(changes)))


def test_removing_what_is_not_there_is_no_mistake() -> None:
    kept = {"models": {"gone": None}, "carrier": {"outbound": {"+9": None}}}
    assert override(DEFAULT_PRICES, kept) == DEFAULT_PRICES
    with pytest.raises(Invalid) as caught:  # a field that no table has is one
        override(DEFAULT_PRICES, {"carrier": {"fax": None}})
    assert caught.value.field == "carrier.fax"


def test_null_brings_back_a_fields_default() -> None:
    dear = override(DEFAULT_PRICES, {"carrier": {"recording": 9}})
    back = override(dear, {"carrier": {"recording": None}})
    assert back.carrier.recording == DEFAULT_PRICES.carrier.recording


# ---- reading the table ------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(DEFAULT_PRICES.models))
def test_every_listed_model_and_its_snapshots_have_their_own_price(name: str) -> None:
    price = (DEFAULT_PRICES.models[name], True)
    assert DEFAULT_PRICES.model(name) == DEFAULT_PRICES.model(f"{name}-2026-08-01") == price


@pytest.mark.parametrize(
    "name",
    ["gpt-realtime-2.1-2026-8-1", "gpt-realtime-2.1-preview", "gpt-realtime-3", "", "GPT-REALTIME"],
)
def test_what_only_looks_like_a_snapshot_is_an_estimate(name: str) -> None:
    assert DEFAULT_PRICES.model(name) == (DEFAULT_PRICES.models["gpt-realtime-2.1"], False)


def test_transcription_has_snapshots_and_a_dear_one_too() -> None:
    listed = DEFAULT_PRICES.transcription
    assert DEFAULT_PRICES.transcriber("gpt-transcribe-2026-05-01") == (
        listed["gpt-transcribe"],
        True,
    )
    assert DEFAULT_PRICES.transcriber("else") == (listed["gpt-realtime-whisper"], False)
    assert max(price.per_minute for price in listed.values()) == 0.017  # never an estimate too low


def test_a_snapshot_can_have_a_price_of_its_own() -> None:
    snapshot = "gpt-realtime-2026-08-01"
    own = {**DEFAULT_PRICES.models["gpt-realtime"].model_dump(), "audio_in": 1}
    table = override(DEFAULT_PRICES, {"models": {snapshot: own}})
    assert table.model(snapshot)[0].audio_in == 1
    assert table.model("gpt-realtime-2026-09-01")[0].audio_in == 32


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.text("123", min_size=1, max_size=3).map("+1".__add__), st.floats(0, 9), max_size=5
    ),
    st.text("123", min_size=1, max_size=6).map("+1".__add__),
)
def test_no_longer_beginning_fits_than_the_one_that_counts(
    outbound: dict[str, float], number: str
) -> None:
    table = override(
        DEFAULT_PRICES, {"carrier": {"outbound": {"+1": None, **outbound}, "outbound_other": 7}}
    )
    longest = max(
        (number[:end] for end in range(len(number) + 1) if number[:end] in outbound),
        key=len,
        default=None,
    )
    if longest is None:
        assert table.outbound_minute(number) == (7, False)
    else:
        assert table.outbound_minute(number) == (outbound[longest], True)


def test_cached_input_is_never_dearer_than_fresh() -> None:
    for price in DEFAULT_PRICES.models.values():
        assert price.audio_in_cached < price.audio_in
        assert price.text_in_cached < price.text_in
        assert price.image_in_cached <= price.image_in


@pytest.mark.parametrize(
    ("model", "usage", "usd"),
    [
        # text, cached text, audio, cached audio, text out, audio out
        ("gpt-realtime-2.1", (1400, 1280, 900, 640, 60, 240), 0.026368),
        ("gpt-realtime-2.1-mini", (1400, 1280, 900, 640, 60, 240), 0.0078848),
    ],
)
def test_the_table_prices_a_response_as_published(
    model: str, usage: tuple[int, ...], usd: float
) -> None:
    price, _ = DEFAULT_PRICES.model(model)
    text, text_cached, audio, audio_cached, text_out, audio_out = usage
    cost = (
        (text - text_cached) * price.text_in
        + text_cached * price.text_in_cached
        + (audio - audio_cached) * price.audio_in
        + audio_cached * price.audio_in_cached
        + text_out * price.text_out
        + audio_out * price.audio_out
    ) / 1_000_000
    assert cost == pytest.approx(usd)


def test_a_table_from_the_future_is_not_stale() -> None:
    assert not DEFAULT_PRICES.is_stale(DEFAULT_PRICES.dated - timedelta(days=400))


def test_a_table_is_stale_after_ninety_days() -> None:
    noted = DEFAULT_PRICES.dated
    assert not DEFAULT_PRICES.is_stale(noted + timedelta(days=STALE_AFTER_DAYS))
    assert DEFAULT_PRICES.is_stale(noted + timedelta(days=STALE_AFTER_DAYS + 1))
    assert DEFAULT_PRICES.age_days(date(2026, 10, 13)) == 10
