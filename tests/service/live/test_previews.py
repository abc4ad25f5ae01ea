"""A preview is what the edit does: nothing more is told, nothing less."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.calls import make_call, make_edit
from tests.support.records import make_agent

from phony.domain.context import apply_edit
from phony.domain.errors import Invalid
from phony.domain.live import ContextChange
from phony.service.live.previews import applied, compared, context_view, overlap

KEYS = st.sampled_from(["a", "b", "a.x", "a.y", "c"])
CONTEXTS = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.integers(0, 3) | st.dictionaries(st.sampled_from(["x", "y"]), st.integers(0, 3)),
)


@settings(deadline=None)
@given(CONTEXTS, st.dictionaries(KEYS, st.integers(0, 3)), st.lists(KEYS, max_size=2))
def test_the_changes_shown_make_the_one_context_of_the_other(
    held: dict[str, Any], set_: dict[str, int], unset: list[str]
) -> None:
    call = make_call(context_data=held)
    change = ContextChange.model_construct(
        set=set_, unset=unset, context_data=None, notes=None, system_prompt=None
    )
    try:
        shown = compared(call, [], change)
    except Invalid:
        return
    assert shown.context_data == applied(call, change) == apply_edit(held, set_, unset)
    put = {one.key: one.new for one in shown.changes if one.change != "removed"}
    gone = [one.key for one in shown.changes if one.change == "removed"]
    assert apply_edit(held, put, gone) == shown.context_data
    assert (shown.told_as == ["system_item"]) == (shown.context_data != held)
    assert call.context_data == held  # looked at, not changed


def test_prompt_and_notes_are_told_anew_facts_are_told_as_facts() -> None:
    call = make_call(context_data={"a": 1}, notes="n", system_prompt="p {{a}} {{b}}")
    shown = compared(call, [], ContextChange(set={"a": 1}, notes="n"))
    assert (shown.told_as, shown.changes, shown.notes) == ([], [], None)
    shown = compared(call, [], ContextChange(notes="m"))
    assert shown.told_as == ["session_update"]
    assert shown.notes is not None
    assert (shown.notes.old, shown.notes.new) == ("n", "m")
    shown = compared(call, [], ContextChange(set={"b": 2}, system_prompt="q {{c}}"))
    assert shown.told_as == ["system_item", "session_update"]
    assert shown.missing == ["c"]


def test_what_could_not_be_kept_is_refused_before_it_is_sent() -> None:
    call = make_call(context_data={"a": "x" * 300_000})
    for change in (
        ContextChange(set={"b": "x" * 300_000}),
        ContextChange(set={".".join("abcdefghijklmnopqrstuvwxyz" * 4): 1}),
    ):
        with pytest.raises(Invalid) as refused:
            compared(call, [], change)
        assert refused.value.field == "context_data"


def test_a_view_names_what_is_on_its_way_and_what_is_missing() -> None:
    agent = make_agent(system_prompt="agent's own")
    call = make_call(agent=agent, system_prompt="Ask {{who}}.", notes="{{who}} {{when}}")
    edit = make_edit(call.id)
    view = context_view(call, [edit], live=True)
    assert (view.pending, view.missing, view.live) == ([edit], ["who", "when"], True)
    assert "Ask." in view.instructions  # the call's prompt, not the agent's of today
    assert "agent's own" not in view.instructions
    assert context_view(make_call(), [], live=False).instructions == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"set": {"a": 1}}, {"set": {"a": 2}}, True),
        ({"set": {"a": 1}}, {"set": {"ab": 2}}, False),
        ({"set": {"a.x": 1}}, {"unset": ["a"]}, True),
        ({"unset": ["a"]}, {"set": {"a.x.y": 1}}, True),
        ({"set": {"a.x": 1}}, {"set": {"a.y": 1}}, False),
        ({"notes": "n"}, {"notes": "m"}, True),
        ({"notes": "n"}, {"system_prompt": "p"}, False),
        ({"notes": ""}, {"notes": "m"}, True),
        ({"set": {}}, {"set": {"a": 1}}, False),
    ],
)
def test_edits_overlap_where_they_touch_the_same(
    one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    first, second = (make_edit("c", **{"set": {}, **fields}) for fields in (one, other))
    assert overlap(first, second) is same
    assert overlap(second, first) is same
