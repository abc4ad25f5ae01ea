"""What is asked of live calls: edits that change something, in words that can be kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from phony.domain.context import apply_edit, before, flatten, merge
from phony.domain.edits import EditMode
from phony.domain.live import ContextChange, EditInput, Moment, ScopedEditInput

BOUNDED = settings(max_examples=60, deadline=None)
NAMES = st.text("abc", min_size=1, max_size=2)
SCALARS = st.integers(-2, 2) | st.text("xy", max_size=2) | st.none() | st.lists(st.integers(0, 2))
# Objects that hold something: an empty one is a value, and takes the place of what was there.
DATA = st.recursive(
    st.dictionaries(NAMES, SCALARS, min_size=1, max_size=3),
    lambda inner: st.dictionaries(NAMES, SCALARS | inner, min_size=1, max_size=3),
    max_leaves=8,
)
ONE_PATH = st.recursive(
    st.dictionaries(st.text("a.", min_size=1, max_size=3), SCALARS, min_size=1, max_size=1),
    lambda inner: st.dictionaries(st.text("a.", max_size=3), inner, min_size=1, max_size=1),
    max_leaves=4,
)


# ---- nested data as dotted keys ---------------------------------------------------------------


@BOUNDED
@given(DATA, DATA)
def test_setting_the_flat_keys_is_merging_the_data(
    base: dict[str, Any], data: dict[str, Any]
) -> None:
    assert apply_edit(base, flatten(data)) == merge(base, data)


@BOUNDED
@given(DATA, ONE_PATH)
def test_names_with_dots_stay_what_they_are(base: dict[str, Any], data: dict[str, Any]) -> None:
    """On top of the context they make no nested objects."""
    assert apply_edit(base, flatten(data)) == merge(base, data)


def test_a_dot_of_a_names_own_has_a_backslash() -> None:
    data = {"plan": {"name": "basic", "limits": {"v1.2": 3, "v2": 4}}, "a.b": 5, "list": [{}]}
    flat = {"plan.name": "basic", "plan.limits.v1\\.2": 3, "plan.limits.v2": 4}
    assert flatten({**data, "empty": {}}) == {**flat, "a\\.b": 5, "list": [{}], "empty": {}}
    undone = before(data, ["a\\.b", "plan.limits.v1\\.2", "new\\.one"], [])
    changed = apply_edit(data, {"a\\.b": 6, "plan.limits.v1\\.2": 7, "new\\.one": 8})
    assert (changed["a.b"], changed["plan"]["limits"]["v1.2"], changed["new.one"]) == (6, 7, 8)
    assert apply_edit(changed, undone["set"], undone["unset"]) == data


def test_set_wins_over_context_data() -> None:
    change = ContextChange(context_data={"a": {"b": 1, "c": 2}}, set={"a.b": 3, "d": 4})
    assert change.flat_set() == {"a.b": 3, "a.c": 2, "d": 4}


# ---- edits ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"set": {"a": None}},
        {"unset": ["a"]},
        {"context_data": {"a": 1}},
        {"notes": ""},  # takes the notes away
        {"system_prompt": ""},
    ],
)
def test_each_of_these_alone_is_an_edit(change: dict[str, Any]) -> None:
    edit = EditInput.model_validate(change)
    assert not edit.changes_nothing
    assert (edit.mode, edit.draft, edit.until) == (EditMode.NOW, False, None)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"set": {}, "unset": [], "context_data": {}},
        {"notes": None},
        {"probe": "hours", "mode": "next_turn", "draft": True},
    ],
)
def test_an_edit_that_changes_nothing_is_refused_with_what_to_give(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="nothing to change: give set, unset, context_data"):
        EditInput.model_validate(change)
    assert ContextChange.model_validate(
        {key: value for key, value in change.items() if key in ContextChange.model_fields}
    ).changes_nothing


@pytest.mark.parametrize(
    ("field", "allowed", "refused"),
    [
        ("set", {"k" * 500: 1}, {"k" * 501: 1}),
        ("set", {"k": 1}, {"": 1}),
        ("set", dict.fromkeys(map(str, range(10_000))), dict.fromkeys(map(str, range(10_001)))),
        ("set", {"k": 2**63 - 1}, {"k": 2**63}),
        ("set", {"k": "x" * 500_000}, {"k": "x" * 525_000}),
        ("unset", ["k" * 500], ["k" * 501]),
        ("unset", ["k"], [""]),
        ("unset", ["k"] * 1000, ["k"] * 1001),
        ("notes", "n" * 20_000, "n" * 20_001),
        ("notes", "a\nb", "a\x00b"),
        ("system_prompt", "p" * 100_000, "p" * 100_001),
        ("context_data", {"k": 1.5}, {"k": float("inf")}),
        ("probe", "p" * 500, "p" * 501),
        ("probe", None, ""),
        ("version", 0, -1),
        ("mode", "after_sentence", "soon"),
        ("until", "2026-05-01T10:00:00Z", "tomorrow"),
    ],
)
def test_every_limit_of_an_edit_holds_at_its_edge(field: str, allowed: Any, refused: Any) -> None:
    something = {"set": {"a": 1}}
    EditInput.model_validate({**something, field: allowed})
    with pytest.raises(ValidationError) as caught:
        EditInput.model_validate({**something, field: refused})
    assert {error["loc"][0] for error in caught.value.errors()} == {field}


def test_an_unknown_field_is_refused_and_not_lost() -> None:
    with pytest.raises(ValidationError) as caught:
        EditInput.model_validate({"set": {"a": 1}, "unsett": ["b"]})
    assert caught.value.errors()[0]["loc"] == ("unsett",)


@pytest.mark.parametrize("scope", ["call", "agent", "number"])
def test_an_edit_of_many_calls_says_whose(scope: str) -> None:
    given_ = {"set": {"a": 1}, "scope": scope}
    assert ScopedEditInput.model_validate({**given_, "id": "x"}).scope == scope
    for wrong in ({}, {"id": ""}, {"id": "x" * 101}, {"id": "x", "scope": "all"}):
        with pytest.raises(ValidationError):
            ScopedEditInput.model_validate({**given_, **wrong})


# ---- until when -------------------------------------------------------------------------------


def until(value: Any) -> datetime | None:
    """The moment as an edit keeps it."""
    return EditInput.model_validate({"set": {"a": 1}, "until": value}).until


def test_times_are_kept_in_utc_and_those_without_a_zone_are_utc() -> None:
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert until("2026-05-01T12:00:00") == noon
    assert until("2026-05-01T14:00:00+02:00") == noon
    kept = until(noon.astimezone(timezone(timedelta(hours=-7))))
    assert kept == noon
    assert kept is not None
    assert kept.utcoffset() == timedelta(0)


@pytest.mark.parametrize("value", ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"])
def test_a_time_beyond_the_calendar_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="beyond the calendar") as caught:
        until(value)
    assert caught.value.errors()[0]["loc"] == ("until",)


@pytest.mark.parametrize("number", [0, 1.5, "1764360000", "0.5", " -3 "])
def test_a_number_is_no_time(number: object) -> None:
    with pytest.raises(ValidationError, match="must be a time such as"):
        TypeAdapter(Moment).validate_python(number)
    assert TypeAdapter(Moment).validate_python("2026-11-28T20:00:00Z").year == 2026
