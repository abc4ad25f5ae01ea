"""Versions of an agent: what differs between two, and what was kept before goes on loading."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phony.domain.agent_input import AgentInput
from phony.domain.agents import AgentFields, AgentType
from phony.domain.prices import DEFAULT_PRICES
from phony.domain.size import size_of
from phony.domain.versions import AgentVersion, AgentView, Change, Template, diff

BOUNDED = settings(max_examples=60, deadline=None)
NAMES = st.text("abc", min_size=1, max_size=2)
SCALARS = st.integers(-2, 2) | st.booleans() | st.none() | st.text("xy", max_size=2)
OBJECTS = st.recursive(
    st.dictionaries(NAMES, SCALARS, max_size=3),
    lambda inner: st.dictionaries(
        NAMES, SCALARS | inner | st.lists(SCALARS, max_size=2), max_size=3
    ),
    max_leaves=8,
)


def applied(before: dict[str, Any], changes: list[Change]) -> dict[str, Any]:
    """`before` with the changes made, by their paths alone."""
    result = copy.deepcopy(before)
    for change in changes:
        *path, last = change.path.split(".")
        place = result
        for part in path:
            place = place[part]
        if change.kind == "removed":
            del place[last]
        else:
            place[last] = change.after
    return result


def test_a_difference_names_paths() -> None:
    before = {"a": 1, "b": {"c": [1], "d": True}, "gone": None}
    after = {"a": 1, "b": {"c": [1, 2], "d": 1}, "new": {}}
    assert [(c.path, c.kind) for c in diff(before, after)] == [
        ("b.c", "changed"),
        ("b.d", "changed"),
        ("gone", "removed"),
        ("new", "added"),
    ]


@BOUNDED
@given(OBJECTS, OBJECTS)
def test_the_differences_make_the_one_of_the_other(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert applied(before, diff(before, after)) == after
    assert applied(after, diff(after, before)) == before


@BOUNDED
@given(OBJECTS, OBJECTS)
def test_a_comparison_reads_both_ways(before: dict[str, Any], after: dict[str, Any]) -> None:
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    there = {c.path: (c.kind, c.before, c.after) for c in diff(before, after)}
    back = {c.path: (turned[c.kind], c.after, c.before) for c in diff(after, before)}
    assert there == back


@BOUNDED
@given(OBJECTS)
def test_nothing_differs_from_itself(value: dict[str, Any]) -> None:
    assert diff(value, copy.deepcopy(value)) == []


@pytest.mark.parametrize(
    ("before", "after"), [(1, True), ([0], [False]), ([{"n": 1}], [{"n": 1.0}]), (None, "")]
)
def test_values_that_python_takes_for_equal_are_a_change(before: Any, after: Any) -> None:
    (change,) = diff({"context_data": {"k": before}}, {"context_data": {"k": after}})
    assert (change.path, change.kind) == ("context_data.k", "changed")
    assert (change.before, change.after) == (before, after)


def test_an_object_that_becomes_a_text_is_one_change() -> None:
    (change,) = diff({"a": {"b": 1, "c": 2}}, {"a": "none"})
    assert (change.path, change.before, change.after) == ("a", {"b": 1, "c": 2}, "none")


def test_two_agents_differ_where_somebody_wrote() -> None:
    one = AgentInput.model_validate({"name": "A", "type": "inbound", "context_data": {"h": "9-5"}})
    other = one.model_copy(update={"speed": 1.2, "context_data": {"h": "9-6", "new": 1}})
    changes = diff(one.model_dump(mode="json"), other.model_dump(mode="json"))
    assert [change.path for change in changes] == ["context_data.h", "context_data.new", "speed"]


# ---- kept by versions of Phony before this one --------------------------------------------------


def test_a_version_kept_before_summaries_existed_still_loads() -> None:
    kept = {
        "id": "agent_1:3",
        "org_id": "org_default",
        "agent_id": "agent_1",
        "version": 3,
        "author": "phk_ab12",
        "created_at": "2026-03-01T10:00:00Z",
        "changed": ["voice"],
        "fields": {"name": "Desk", "type": "inbound", "voice": "nova", "recording": False},
    }
    version = AgentVersion.model_validate(kept)
    assert (version.version, version.note, version.changed) == (3, "", ["voice"])
    assert version.fields.voice == "nova"
    assert version.fields.recording is False
    assert version.fields.summary is True  # what did not exist then has its default


def test_a_built_in_template_belongs_to_nobody() -> None:
    template = Template.model_validate(
        {"id": "tpl_1", "name": "Desk", "fields": {"type": "inbound"}}
    )
    assert (template.builtin, template.created_at, template.created_by) == (False, None, "")


def test_what_is_shown_of_an_agent_hides_its_secrets() -> None:
    view = AgentView.model_validate(
        {
            "id": "agent_1",
            "org_id": "org_default",
            "name": "Desk",
            "type": "inbound",
            "voice": "nova",
            "effective_voice": "marin",
            "size": size_of(AgentFields(name="Desk", type=AgentType.INBOUND), {}, DEFAULT_PRICES),
            "created_at": "2026-03-01T10:00:00Z",
            "updated_at": "2026-03-01T10:00:00Z",
            "tools": {
                "http": [
                    {
                        "name": "crm",
                        "url": "https://example.com",
                        "headers": {"Authorization": "Bearer hush", "Accept": "text/plain"},
                    }
                ]
            },
            "warnings": [{"code": "other_voice", "message": "marin will speak"}],
        }
    )
    shown = view.model_dump(mode="json")
    assert shown["tools"]["http"][0]["headers"] == {
        "Authorization": "********",
        "Accept": "text/plain",
    }
    assert "hush" not in view.model_dump_json()
    assert view.warnings[0].cure is None
