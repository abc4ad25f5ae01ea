"""What is told about an agent before it costs a call."""

from __future__ import annotations

from typing import Any

import pytest

from phony.domain.agents import AgentFields
from phony.domain.errors import Invalid
from phony.domain.notices import about, missing_in, refuse
from phony.domain.prices import DEFAULT_PRICES, override
from phony.domain.size import size_of

NUMBER = "+18578167225"


def agent(**fields: Any) -> AgentFields:
    return AgentFields.model_validate({"name": "A", "type": "inbound", **fields})


def told(**fields: Any) -> dict[str, str]:
    one = agent(**fields)
    found = about(one, DEFAULT_PRICES, size_of(one, one.context_data, DEFAULT_PRICES))
    assert all(notice.cure for notice in found)
    return {notice.code: notice.field for notice in found}


def refused(before: AgentFields | None = None, **fields: Any) -> Invalid | None:
    one = agent(**fields)
    try:
        refuse(one, before, size_of(one, one.context_data, DEFAULT_PRICES))
    except Invalid as error:
        return error
    return None


def tool(**fields: Any) -> dict[str, Any]:
    return {"http": [{"name": "look_up", "url": "https://a.example/", **fields}]}


TEXTS: list[tuple[str, dict[str, Any]]] = [
    ("system_prompt", {"system_prompt": "{{n}}"}),
    ("greeting_message", {"greeting_message": "{{n}}"}),
    ("notes", {"notes": "{{n}}"}),
    ("voicemail.message", {"type": "outbound", "voicemail": {"message": "{{n}}"}}),
    ("silence.prompt", {"silence": {"prompt": "{{n}}"}}),
    ("silence.goodbye", {"silence": {"goodbye": "{{n}}"}}),
    ("fallback.wait_message", {"fallback": {"wait_message": "{{n}}"}}),
    ("fallback.apology", {"fallback": {"apology": "{{n}}"}}),
    ("sentences.busy", {"sentences": {"busy": "{{n}}"}}),
    ("tools.http.0.url", {"tools": tool(url="https://a.example/{{n}}")}),
    ("tools.http.0.headers.X-N", {"tools": tool(headers={"X-N": "{{n}}"})}),
]


@pytest.mark.parametrize(("field", "fields"), TEXTS, ids=[field for field, _ in TEXTS])
def test_a_missing_value_is_told_wherever_it_is_named(field: str, fields: dict[str, Any]) -> None:
    assert told(**fields) == {"missing_variables": field}
    assert told(**fields, context_data={"n": "Ada"}) == {}
    assert missing_in(agent(**fields), {"n": "Ada"}) == {}


def test_what_every_call_knows_is_not_missing() -> None:
    text = "{{from_number}} {{caller_number}} {{now}} {{weekday}} {{call_id}} {{n | default: x}}"
    assert told(greeting_message=text) == {}


def test_other_template_languages_are_told_and_json_is_not() -> None:
    assert told(system_prompt="{{#if vip}} x {{/if}}") == {"not_a_variable": "system_prompt"}
    assert told(greeting_message="{{n | there}}") == {"not_a_variable": "greeting_message"}
    assert told(system_prompt='Answer like {{"a": 1}}.') == {}


def test_languages() -> None:
    assert told(language="xx") == {"unknown_language": "language"}
    assert told(language="cs") == told(language="auto") == {"no_sentences": "language"}
    assert [told(language=code) for code in ("tr", "hi", "ar")] == [{}, {}, {}]
    error = refused(language="xx")
    assert error is not None
    assert (error.field, "pt-BR" in (error.cure or "")) == ("language", True)
    assert refused(before=agent(language="xx"), language="xx", name="B") is None


def test_models() -> None:
    assert told(model="gpt-4o") == {"unknown_model": "model"}
    assert told(model="gpt-realtime-2.1-2026-07-01") == {}
    assert told(model="gpt-realtime") == {"model_ends": "model"}
    other = {"engines": [{"model": "gpt-4o"}, {"model": "own", "url": "wss://e.example"}]}
    assert told(fallback=other) == {"unknown_model": "fallback.engines.0.model"}
    mine = agent(model="mine")
    price = DEFAULT_PRICES.models["gpt-realtime"].model_dump()
    listed = override(DEFAULT_PRICES, {"models": {"mine": price}})
    assert about(mine, listed, size_of(mine, {}, listed)) == []


def test_a_tools_description_that_the_engine_refuses() -> None:
    error = refused(tools=tool(description="d" * 1025))
    assert error is not None
    assert error.field == "tools.http.0.description"
    assert "1024" in str(error)
    assert refused(tools=tool(description="d" * 1024)) is None
    old = {"tools": tool(description="d" * 1198)}
    assert refused(before=agent(**old), **old, name="B") is None
    assert told(**old) == {"tool_description": "tools.http.0.description"}


def test_size() -> None:
    data = {"faq": "q" * 500_000}
    error = refused(context_data=data)
    assert error is not None
    assert (error.field, "116,000" in str(error)) == ("context_data", True)
    assert refused(before=agent(context_data=data), context_data=data, name="B") is None
    assert refused(context_data=data, model="my-own") is None
    assert told(context_data=data) == {"too_large": "context_data"}
    assert told(context_data={"faq": "q" * 60_000}) == {"large": "context_data"}
    assert told(system_prompt="p" * 60_000) == {"large": "system_prompt"}
    prompt = refused(system_prompt="p" * 99_000, model="gpt-realtime-1.5")
    assert prompt is not None
    assert prompt.field == "system_prompt"


def test_an_agent_that_sends_callers_to_itself() -> None:
    targets = {"transfer_targets": {"sales": NUMBER}}
    assert told(phone_number=NUMBER, tools=targets) == {"calls_itself": "tools.transfer_targets"}
    last = {"transfer_to": NUMBER}
    assert told(phone_number=NUMBER, fallback=last) == {"calls_itself": "fallback.transfer_to"}
    assert told(phone_number="+15550001111", tools=targets) == {}
