"""Context data: what dotted keys mean, and that an undo gives back what an edit took."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phony.domain.context import CallContext, apply_edit, before, diff, lookup, merge

BOUNDED = settings(max_examples=40, deadline=None)
NAMES = st.text("abc", min_size=1, max_size=2)
SCALARS = st.integers(-3, 3) | st.text("xy", max_size=2) | st.booleans() | st.none()
# Keys without dots: then a dotted key can only mean a path.
PLAIN = st.recursive(
    st.dictionaries(NAMES, SCALARS, max_size=3),
    lambda inner: st.dictionaries(
        NAMES, SCALARS | inner | st.lists(SCALARS | inner, max_size=2), max_size=3
    ),
    max_leaves=8,
)
# And keys that have them, which people write, too ("v1.2").
ANY_NAMES = st.sampled_from(["a", "b", "a.b", "b.a", "a.b.c"])
TANGLED = st.recursive(
    st.dictionaries(ANY_NAMES, SCALARS, max_size=3),
    lambda inner: st.dictionaries(ANY_NAMES, SCALARS | inner, max_size=3),
    max_leaves=6,
)
PATHS = st.lists(st.sampled_from("abc01"), min_size=1, max_size=3).map(".".join)
SETS = st.dictionaries(PATHS, SCALARS | st.dictionaries(NAMES, SCALARS, max_size=2), max_size=3)
UNSETS = st.lists(PATHS, max_size=3)


def pruned(value: Any) -> Any:
    """Without empty objects, which making a path may leave behind."""
    if not isinstance(value, dict):
        return value
    kept = {key: pruned(item) for key, item in value.items()}
    return {key: item for key, item in kept.items() if item != {}}


# ---- merge ------------------------------------------------------------------------------------


@BOUNDED
@given(PLAIN, PLAIN)
def test_everything_of_the_override_is_in_what_it_was_merged_into(
    base: dict[str, Any], override: dict[str, Any]
) -> None:
    def holds(whole: Any, part: Any) -> bool:
        if isinstance(part, dict) and isinstance(whole, dict):
            return all(key in whole and holds(whole[key], item) for key, item in part.items())
        return bool(whole == part)

    result = merge(base, override)
    assert holds(result, override)
    assert base.keys() | override.keys() == result.keys()
    assert all(result[key] == base[key] for key in base.keys() - override.keys())


@BOUNDED
@given(PLAIN, PLAIN)
def test_merging_again_changes_nothing(base: dict[str, Any], override: dict[str, Any]) -> None:
    once = merge(base, override)
    assert merge(once, override) == once
    assert merge(base, {}) == base
    assert merge({}, override) == override


def test_lists_and_values_are_replaced_and_objects_are_merged() -> None:
    base = {"plan": {"name": "basic", "seats": 3}, "tags": ["old"], "vip": {"since": 2020}}
    override = {"plan": {"seats": 5}, "tags": ["new"], "vip": False}
    assert merge(base, override) == {
        "plan": {"name": "basic", "seats": 5},
        "tags": ["new"],
        "vip": False,
    }


@BOUNDED
@given(PLAIN, PLAIN)
def test_what_is_merged_belongs_to_nobody_else(
    base: dict[str, Any], override: dict[str, Any]
) -> None:
    was = copy.deepcopy((base, override))
    result = merge(base, override)
    for key in override:
        if isinstance(result[key], dict | list):
            result[key].clear()  # a call changes its context
    assert override == was[1]
    assert base == was[0]


# ---- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "Ada"),
        ("order.id", 7),
        ("order.items.1.title", "tea"),
        ("v1.2", "literal"),  # a key that has the dot itself comes before the path
        ("tags.0", "a"),
        ("tags.2", None),
        ("tags.-1", None),
        ("tags.\u0661", None),  # digits of other scripts are no places in a list
        ("name.first", None),
        ("order.", None),
        ("", None),
    ],
)
def test_a_dotted_key_is_looked_up(key: str, value: Any) -> None:
    data = {
        "name": "Ada",
        "order": {"id": 7, "items": [{"title": "cup"}, {"title": "tea"}]},
        "v1.2": "literal",
        "v1": {"2": "path"},
        "tags": ["a", "b"],
    }
    assert lookup(data, key) == value


def test_what_is_null_is_there_and_what_is_absent_is_not() -> None:
    assert lookup({"a": None}, "a", "default") is None
    assert lookup({"a": None}, "a.b", "default") == "default"
    assert lookup({"a": []}, "a.0", "default") == "default"


# ---- edits ------------------------------------------------------------------------------------


@BOUNDED
@given(PLAIN, PATHS, SCALARS)
def test_what_is_set_is_read_back(data: dict[str, Any], key: str, value: Any) -> None:
    assert lookup(apply_edit(data, {key: value}), key, "absent") == value


@BOUNDED
@given(PLAIN | TANGLED, st.sampled_from(["a", "a.b", "b.a", "c"]))
def test_what_is_unset_is_gone(data: dict[str, Any], key: str) -> None:
    changed = apply_edit(data, {}, [key, key])  # the literal key, and then the path
    assert lookup(changed, key, "absent") == "absent"
    assert apply_edit(changed, {}, [key]) == changed


@BOUNDED
@given(PLAIN, SETS, UNSETS)
def test_an_edit_leaves_what_it_was_given_as_it_was(
    data: dict[str, Any], set_: dict[str, Any], unset: list[str]
) -> None:
    was = copy.deepcopy((data, set_))
    changed = apply_edit(data, set_, unset)
    apply_edit(changed, {"a": {"b": "later"}}, ["c"])
    for value in changed.values():
        if isinstance(value, dict | list):
            value.clear()
    assert (data, set_) == was


@BOUNDED
@given(PLAIN, SETS, UNSETS)
def test_the_same_edit_twice_is_the_edit_once(
    data: dict[str, Any], set_: dict[str, Any], unset: list[str]
) -> None:
    once = apply_edit(data, set_, unset)
    for key in set_:
        assert lookup(once, key, "absent") != "absent" or any(
            other != key and key.startswith(f"{other}.") for other in set_
        )
    assert pruned(apply_edit(once, set_, unset)) == pruned(once)


def test_a_key_both_unset_and_set_is_set() -> None:
    assert apply_edit({"a": {"b": 1, "c": 2}}, {"a.b": 3}, ["a"]) == {"a": {"b": 3}}


@pytest.mark.parametrize("key", ["opening.hours.sat", "opening.hours.week.mon"])
def test_what_is_inside_a_literal_key_changes_there(key: str) -> None:
    """And comes back there: no nested object is made beside it."""
    data = {"opening.hours": {"sat": 1, "week": {"mon": 2}}, "opening": {"door": 3}}
    assert lookup(data, key) in (1, 2)
    changed = apply_edit(data, {key: 9})
    assert changed["opening"] == {"door": 3}
    assert lookup(changed, key) == 9
    assert [found.key for found in diff(data, changed)] == [key]
    back = before(data, [key], [])
    assert apply_edit(changed, back["set"], back["unset"]) == data
    assert lookup(apply_edit(data, {}, [key]), key) is None
    assert apply_edit(data, {"opening.hours.sun": 4})["opening.hours"]["sun"] == 4


def test_a_literal_key_with_a_dot_is_the_one_that_changes() -> None:
    data = {"v1.2": 1, "v1": {"2": 2}}
    assert apply_edit(data, {"v1.2": 3}) == {"v1.2": 3, "v1": {"2": 2}}
    assert apply_edit(data, {}, ["v1.2"]) == {"v1": {"2": 2}}


def test_unsetting_what_is_not_there_does_nothing() -> None:
    data = {"a": {"b": 1}, "tags": ["x"], "text": "y"}
    assert apply_edit(data, {}, ["z", "a.z", "a.b.z", "tags.0", "text.0", ""]) == data


# ---- undo -------------------------------------------------------------------------------------


@BOUNDED
@given(PLAIN, SETS, UNSETS)
def test_an_undo_gives_back_every_value(
    data: dict[str, Any], set_: dict[str, Any], unset: list[str]
) -> None:
    old = before(data, set_, unset)
    changed = apply_edit(data, set_, unset)
    assert pruned(apply_edit(changed, old["set"], old["unset"])) == pruned(data)


@BOUNDED
@given(TANGLED, st.dictionaries(ANY_NAMES, SCALARS, max_size=1))
def test_an_undo_gives_back_what_stood_beside_literal_keys(
    data: dict[str, Any], set_: dict[str, Any]
) -> None:
    old = before(data, set_, ())
    changed = apply_edit(data, set_)
    assert pruned(apply_edit(changed, old["set"], old["unset"])) == pruned(data)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"customer": "Ada"}, "customer.name"),
        ({"tags": ["a", "b"]}, "tags.0"),
        ({"a": {"b": 5}}, "a.b.c.d"),
        ({"a": {"b": "text"}, "a.b": 1}, "a.b.c"),
        ({"a": None}, "a.b"),
    ],
)
def test_an_undo_gives_back_what_an_object_took_the_place_of(
    data: dict[str, Any], key: str
) -> None:
    changed = apply_edit(data, {key: "new"})
    assert changed != data
    old = before(data, [key], ())
    assert apply_edit(changed, old["set"], old["unset"]) == data


def test_an_undo_names_the_keys_that_were_new() -> None:
    assert before({"a": {"b": 1}}, ["a.b", "a.c", "x.y"], ["a.b", "gone"]) == {
        "set": {"a.b": 1},
        "unset": ["a.c", "x.y", "gone"],
    }


def test_an_undo_holds_values_of_its_own() -> None:
    data: dict[str, Any] = {"a": {"b": [1]}}
    old = before(data, ["a"], ())
    data["a"]["b"].append(2)
    assert old["set"] == {"a": {"b": [1]}}


# ---- differences ------------------------------------------------------------------------------


@BOUNDED
@given(PLAIN, PLAIN)
def test_differences_lead_from_one_state_to_the_other(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    found = diff(old, new)
    set_ = {each.key: each.new for each in found if each.change != "removed"}
    unset = [each.key for each in found if each.change == "removed"]
    assert apply_edit(old, set_, unset) == new


@BOUNDED
@given(PLAIN, PLAIN)
def test_differences_read_backwards(old: dict[str, Any], new: dict[str, Any]) -> None:
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(each.key, turned[each.change], each.new, each.old) for each in diff(old, new)] == [
        (each.key, each.change, each.old, each.new) for each in diff(new, old)
    ]


@BOUNDED
@given(PLAIN)
def test_equals_do_not_differ_in_whatever_order_their_keys_stand(data: dict[str, Any]) -> None:
    assert diff(data, dict(reversed(copy.deepcopy(data).items()))) == []


@pytest.mark.parametrize(
    ("old", "new"), [(1, True), (1, 1.0), (0, None), ("1", 1), ([1], [True]), ([{"a": 1}], [{}])]
)
def test_values_that_python_takes_for_equal_differ(old: Any, new: Any) -> None:
    (found,) = diff({"k": old}, {"k": new})
    assert (found.key, found.change, found.old, found.new) == ("k", "changed", old, new)


def test_differences_come_by_key() -> None:
    found = diff({"b": 1, "a": {"z": 1}}, {"c": 1, "a": {"y": 1}})
    assert [(each.key, each.change) for each in found] == [
        ("a.y", "added"),
        ("a.z", "removed"),
        ("b", "removed"),
        ("c", "added"),
    ]


# ---- the call's context -----------------------------------------------------------------------


def test_a_copy_of_the_context_is_independent() -> None:
    context = CallContext(context_data={"a": {"b": 1}}, notes="n")
    other = context.copy()
    other.context_data["a"]["b"] = 2
    assert context.context_data == {"a": {"b": 1}}
    assert other.notes == "n"


def test_wall_times_stand_on_the_call_clock() -> None:
    start = datetime(2026, 5, 1, 12, tzinfo=UTC)
    context = CallContext(started_at=start)
    assert context.position_ms(start + timedelta(seconds=1.5)) == 1500
    assert context.position_ms(start - timedelta(seconds=1)) == -1000  # over before it began
    assert CallContext().position_ms(start) == float("inf")
