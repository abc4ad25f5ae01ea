"""JSON is taken as it is or refused with the field and what to do about it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phony.domain.errors import Invalid
from phony.domain.jsonvalues import (
    MAX_DEPTH,
    MalformedJson,
    _can_be_kept,
    _find_fault,
    check,
    parse,
    same,
)

BOUNDED = settings(max_examples=40, deadline=None)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
INT64 = st.integers(-(2**63), 2**63 - 1)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | INT64 | FINITE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"k": value}
    return value


@BOUNDED
@given(VALUES, st.booleans())
def test_what_can_be_kept_comes_through_unchanged(value: Any, ascii_only: bool) -> None:
    read = parse(json.dumps(value, ensure_ascii=ascii_only).encode())
    assert same(read, value)


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_64_bits_are_taken(number: int) -> None:
    assert parse(str(number).encode()) == number


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        (b'{"a": {"b": [0, 9223372036854775808]}}', "a.b.1", "beyond 64 bits"),
        (b'{"a": -9223372036854775809}', "a", "beyond 64 bits"),
        (b'{"price": 1e999}', "price", "too large"),
        (b'{"a": ["x\\u0000"]}', "a.0", "the text holds a NUL"),
        (b'{"a": {"k\\u0000": 1}}', "a", "the key holds a NUL"),
        (b'{"name": "\\ud83d"}', "name", "half of a surrogate pair"),
        (b'{"\\udc00": 1}', None, "the key holds half"),
        (b'"\\u0000"', None, "^body: the text"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_path(
    text: bytes, field: str | None, reason: str
) -> None:
    with pytest.raises(Invalid, match=reason) as caught:
        parse(text)
    assert caught.value.field == field
    assert caught.value.cure
    assert caught.value.status == 422


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b"[1] [2]",
        b"NaN",
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'"\xff"',
        b'"tab\there"',
        b"\xff\xfe{\x00}\x00",
        b"1" * 5000,  # more digits than Python reads
    ],
)
def test_what_is_not_json_is_malformed(text: bytes) -> None:
    with pytest.raises(MalformedJson) as caught:
        parse(text)
    assert (caught.value.status, caught.value.code) == (400, "malformed_json")
    assert caught.value.cure


def test_a_mistake_is_shown_with_line_and_column() -> None:
    with pytest.raises(MalformedJson, match=r"line 2, column 8"):
        parse(b'{"a": 1,\n "b":  }')


def test_whole_pairs_of_surrogates_are_characters() -> None:
    assert parse(b'"\\ud83d\\ude00"') == "\U0001f600"


def test_depth_is_counted_through_objects_and_lists() -> None:
    check(nested(MAX_DEPTH))
    with pytest.raises(Invalid, match=f"more than {MAX_DEPTH} levels") as caught:
        check({"agent": nested(MAX_DEPTH)})
    assert (caught.value.field, caught.value.cure) == ("agent", "Flatten it.")
    with pytest.raises(Invalid, match="levels deep"):
        check([[nested(MAX_DEPTH - 1)]])


@pytest.mark.parametrize("levels", [1000, 200_000])
def test_a_bomb_of_brackets_is_refused_and_not_a_crash(levels: int) -> None:
    with pytest.raises(Invalid, match="levels deep"):
        parse(b"[" * levels + b"]" * levels)


def test_many_keys_are_no_depth() -> None:
    check({str(key): [{}] for key in range(5000)})


def test_a_path_too_long_to_show_is_cut() -> None:
    with pytest.raises(Invalid) as caught:
        check({"k" * 5000: float("inf")})
    assert caught.value.field is not None
    assert len(caught.value.field) < 250
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, object()])
def test_what_json_has_no_word_for_is_refused(value: Any) -> None:
    with pytest.raises(Invalid, match="is not a JSON value") as caught:
        check({"context_data": {"x": value}})
    assert caught.value.field == "context_data.x"


def test_the_root_begins_the_path() -> None:
    with pytest.raises(Invalid) as caught:
        check({"a": 2**64}, root="tools.http")
    assert caught.value.field == "tools.http.a"


# ---- the same ---------------------------------------------------------------------------------


@BOUNDED
@given(VALUES)
def test_a_value_is_the_same_as_its_copy(value: Any) -> None:
    assert same(value, json.loads(json.dumps(value)))


@BOUNDED
@given(VALUES, VALUES)
def test_values_are_the_same_when_their_json_is(one: Any, other: Any) -> None:
    def text(value: Any) -> str:
        return json.dumps(value, sort_keys=True).replace("-0.0", "0.0")

    assert same(one, other) == same(other, one) == (text(one) == text(other))


@pytest.mark.parametrize(
    ("one", "other"), [(1, True), (0, False), (1, 1.0), ([1], [True]), ({"a": [0]}, {"a": [0.0]})]
)
def test_numbers_and_truth_are_told_apart_at_every_depth(one: Any, other: Any) -> None:
    assert one == other  # what Python says
    assert not same(one, other)


def test_other_encodings_are_not_taken_and_a_byte_order_mark_is() -> None:
    assert parse('\ufeff{"a": "é"}'.encode()) == {"a": "é"}
    for encoding in ("utf-16", "utf-32", "latin-1"):
        with pytest.raises(MalformedJson, match="not valid JSON"):
            parse('{"a": "é"}'.encode(encoding))


@BOUNDED
@given(st.binary(max_size=60) | ANYTHING.map(lambda value: json.dumps(value).encode()))
def test_json_is_read_strictly_or_refused_as_ours(text: bytes) -> None:
    try:
        value = parse(text)
    except (MalformedJson, Invalid):
        return
    assert json.loads(json.dumps(value, allow_nan=False)) == value
    json.dumps(value, ensure_ascii=False).encode()  # nothing that UTF-8 cannot carry


def test_depth_is_limited_exactly() -> None:
    assert parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    with pytest.raises(Invalid):
        parse(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))


@given(ANYTHING)
def test_much_is_judged_as_little_is(value: Any) -> None:
    # By the text first, and value by value only in order to name the fault.
    try:
        _find_fault(value, "")
    except Invalid:
        assert not _can_be_kept(value)
    else:
        assert _can_be_kept(value)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("\\u0000", True),
        ("\\\\u0000", True),
        ("\\\x00", False),
        ({"null": "null"}, True),
        ([None, 1.5], True),
        ([None, float("nan")], False),
        (float("-inf"), False),
        (2**63, False),
        (["9223372036854775808", 1e19, 0.12345678901234567], True),
        ("[" * 500, True),
        (nested(MAX_DEPTH), True),
        (nested(MAX_DEPTH + 1), False),
        ([[]] * 1000, True),
        (date(2026, 1, 1), False),
    ],
)
def test_the_judgement_by_text_is_exact(value: Any, kept: bool) -> None:
    assert _can_be_kept(value) is kept
