from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from phony.domain.agent_input import AgentInput, AgentPatch, merged
from phony.domain.agents import AgentFields
from phony.domain.errors import Invalid
from phony.domain.jsonvalues import MAX_DEPTH, MalformedJson, parse
from phony.domain.phone import e164
from phony.domain.versions import diff

BASE = {"name": "A", "type": "inbound"}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(AgentFields.model_fields)), VALUES)
def test_any_value_of_any_field_is_taken_or_refused_by_name(field: str, value: Any) -> None:
    blamed: set[int | str] = set()
    try:
        agent = AgentInput.model_validate({**BASE, field: value})
    except ValidationError as error:
        blamed = {item["loc"][0] for item in error.errors()}
    else:
        again = AgentInput.model_validate_json(agent.model_dump_json())
        assert again == agent
    assert blamed <= {field}


@given(st.sampled_from(sorted(AgentFields.model_fields)), VALUES)
def test_a_patch_takes_what_an_agent_takes(field: str, value: Any) -> None:
    def taken(model: Any, body: dict[str, Any]) -> bool:
        try:
            model.model_validate(body)
        except ValidationError:
            return False
        return True

    assert taken(AgentPatch, {field: value}) == taken(AgentInput, {**BASE, field: value})


def test_a_patch_changes_only_what_it_names() -> None:
    old = AgentInput.model_validate({**BASE, "context_data": {"a": 1}, "speed": 1.2})
    patch = AgentPatch.model_validate({"silence": {"max_prompts": 5}, "context_data": {"b": 2}})
    new = AgentFields.model_validate(merged(old, patch.changes()))
    assert new.silence == old.silence.model_copy(update={"max_prompts": 5})
    assert (new.context_data, new.speed) == ({"b": 2}, 1.2)


@pytest.mark.parametrize(
    "name", ["Zoë", "日本語", "שלום", "👩‍👩‍👧 family", "a" * 100, "O'Brien & Söhne <b>"]
)
def test_names_of_all_peoples_are_taken(name: str) -> None:
    assert AgentInput.model_validate({**BASE, "name": name}).name == name


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+18578167225", "+18578167225"),
        (" +1 (857) 816-7225 ", "+18578167225"),
        ("+49 30 901820", "+4930901820"),
        ("+15551234567", "+15551234567"),
        ("+1.857.816.7225", "+18578167225"),
        ("+\u0661\u0668\u0665\u0667\u0668\u0661\u0666\u0667\u0662\u0662\u0665", "+18578167225"),
    ],
)
def test_numbers_are_written_as_e164(typed: str, number: str) -> None:
    assert e164(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "8578167225",
        "+",
        "+1",
        "+123",
        "+999999999999999",
        "+1857816722x",
        "+18578167225x",
        "+1 800 FLOWERS",
        "tel:+18578167225",
        "+1 857 816 7225 ext. 5",
        "anonymous",
        "+1" * 50,
        "\x00+18578167225",
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=f"^{re.escape(repr(typed.strip()[:40]))} is not"):
        e164(typed)


@given(st.binary(max_size=60) | VALUES.map(lambda value: json.dumps(value).encode()))
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


def test_a_difference_names_paths() -> None:
    before = {"a": 1, "b": {"c": [1], "d": True}, "gone": None}
    after = {"a": 1, "b": {"c": [1, 2], "d": 1}, "new": {}}
    assert [(c.path, c.kind) for c in diff(before, after)] == [
        ("b.c", "changed"),
        ("b.d", "changed"),
        ("gone", "removed"),
        ("new", "added"),
    ]
