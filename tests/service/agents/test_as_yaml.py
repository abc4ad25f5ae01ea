from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from phony.domain.agents import Agent
from phony.domain.errors import Invalid
from phony.domain.ids import utc_now
from phony.domain.tools import MASK
from phony.service.agents.as_yaml import export, filled_in, read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "agents",
        "agents: {}",
        "- a list",
        "agents: []\nmore: 1",
        "agents: [1]",
        "agents: [{name: A}]",
        "agents: [{name: A, type: inbound}, {name: A, type: outbound}]",
        "agents: [{name: A, type: inbound, colour: red}]",
        "agents: [{name: A, type: inbound, context_data: {d: 2026-01-01, e: !!binary aGk=}}]",
        "agents: !!python/object/apply:os.system [echo]",
        "agents: [&a {name: A, type: inbound}, *a]",
        "agents: [{name: A, type: inbound, context_data: {n: 99999999999999999999}}]",
        "agents: [{name: A, type: inbound, context_data: {n: .inf}}]",
        'agents: [{name: "A\\0", type: inbound}]',
        "agents: [{name: A, type: inbound, context_data: {? [a] : 1}}]",
        "\tagents: []",
        "agents: [" + "[" * 2000 + "]" * 2000 + "]",
        "%YAML 9.9\n---\nagents: []",
    ],
)
def test_bad_files_are_refused_whole(text: str) -> None:
    try:
        contents = read(text.encode())
    except Invalid:
        return
    assert contents.mistakes
    assert contents.agents == {} or "twice" in contents.mistakes[0].message


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Invalid):
        read(b"\xff\xfeagents: \x00")


def test_dates_and_yes_stay_text() -> None:
    (agent,) = read(
        b"agents: [{name: A, type: inbound, context_data: {d: 2026-01-01, y: yes, t: true}}]"
    ).agents.values()
    assert agent.context_data == {"d": "2026-01-01", "y": "yes", "t": True}


def agent_of(**fields: Any) -> Agent:
    now = utc_now()
    values = {"id": "agent_1", "org_id": "org_default", "created_at": now, "updated_at": now}
    return Agent.model_validate({"name": "Trattoria", "type": "inbound", **values, **fields})


TOOL = {
    "name": "book_table",
    "url": "https://${PLACE}/book",
    "headers": {"Authorization": "Bearer ${BOOKING_TOKEN}", "Accept": "a/b"},
}


def file_of(*agents: dict[str, Any]) -> bytes:
    return yaml.safe_dump({"agents": list(agents)}).encode()


def test_every_mistake_is_named_with_its_agent_and_place() -> None:
    contents = read(
        file_of(
            {"name": "Trattoria", "type": "inbnd", "tools": {"transfer_target": {}}},
            {"name": "Fine", "type": "inbound"},
            {"type": "inbound", "silence": {"prompt_after_s": 1}},
            {
                "name": "Bistro",
                "type": "inbound",
                "tools": {
                    "http": [
                        {"name": "a b", "url": "x", "parameters": {"type": "objekt"}},
                        {"name": "c", "url": "https://c.example", "headers": {"a b": "c"}},
                    ],
                    "transfer_targets": {"kitchen": "911"},
                },
            },
        )
    )
    assert [agent.name for agent in contents.agents.values()] == ["Fine"]
    said = [mistake.message for mistake in contents.mistakes]
    assert said[:4] == [
        "Trattoria: type must be 'inbound' or 'outbound'",
        "Trattoria: tools.transfer_target is an unknown field",
        "Agent 3 of the file: name is missing",
        "Agent 3 of the file: silence.prompt_after_s must be greater than or equal to 2",
    ]
    assert {re.split(" must| is| '", text)[0] for text in said[4:]} == {
        "Bistro: tools.http[0].name",
        "Bistro: tools.http[0].url",
        "Bistro: tools.http[0].parameters",
        "Bistro: tools.http[1].headers",
        "Bistro: tools.transfer_targets.kitchen",
    }
    assert contents.mistakes[1].cure == "Did you mean 'transfer_targets'?"
    assert contents.mistakes[1].field == "agents.0.tools.transfer_target"


def test_variables_are_filled_in_where_secrets_and_addresses_stand() -> None:
    known = {"PLACE": "booking.example", "BOOKING_TOKEN": "s3: cret #${x}", "GREETED": "no"}
    text = file_of(
        {
            "name": "Trattoria",
            "type": "inbound",
            "greeting_message": "That is ${GREETED}, ${NOBODY}.",
            "phone_number": "${NUMBER:-+18578167225}",
            "tools": {"http": [TOOL]},
        }
    )
    (agent,) = read(filled_in(text, known.get)).agents.values()
    (tool,) = agent.tools.http
    assert tool.url == "https://booking.example/book"
    assert tool.headers == {"Authorization": "Bearer s3: cret #${x}", "Accept": "a/b"}
    assert agent.greeting_message == "That is ${GREETED}, ${NOBODY}."
    assert agent.phone_number == "+18578167225"


def test_a_variable_without_a_value_is_named() -> None:
    text = file_of({"name": "Trattoria", "type": "inbound", "tools": {"http": [TOOL]}})
    contents = read(filled_in(text, {"PLACE": "booking.example"}.get))
    (missing,) = contents.mistakes
    assert missing.field == "agents.0.tools.http.0.headers.Authorization"
    assert "Trattoria" in missing.message
    assert "BOOKING_TOKEN" in missing.message
    assert "BOOKING_TOKEN" in (missing.cure or "")


def test_what_is_exported_is_what_is_taken() -> None:
    secret = {"headers": {"Authorization": "Bearer 1"}, "signing_secret": "whsec_" + "A" * 32}
    agent = agent_of(
        tools={
            "builtin": [],
            "http": [
                {"name": "book", "url": "https://a.example/${x}", **secret},
                {"name": "book-", "url": "https://b.example", **secret},
            ],
        },
        fallback={"engines": [{"url": "wss://x.example", "api_key": "sk-1"}]},
    )
    text = export([agent, agent_of(name="Übung 7", tools={"http": [TOOL]})])
    assert "Bearer" not in text
    assert "sk-1" not in text
    assert "${TRATTORIA_BOOK_AUTHORIZATION:-********}" in text
    assert "${TRATTORIA_BOOK_AUTHORIZATION_2:-********}" in text
    # On an account that has them: as they are. Elsewhere: from the variables.
    known, new = read(text.encode()).agents.values()
    assert known.tools.http[0].url == "https://a.example/${x}"
    assert known.tools.http[0].signing_secret == known.fallback.engines[0].api_key == MASK
    assert new.tools.http[0].headers["Authorization"] == MASK
    filled, _ = read(
        filled_in(text.encode(), {"TRATTORIA_FALLBACK_API_KEY": "sk-2"}.get)
    ).agents.values()
    assert filled.fallback.engines[0].api_key == "sk-2"
    assert filled.tools.builtin == []


def test_what_has_its_default_is_left_out_at_every_depth() -> None:
    agent = agent_of(
        silence={"max_prompts": 5}, tools={"http": [{"name": "a", "url": "https://a.b"}]}
    )
    (item,) = yaml.safe_load(export([agent]))["agents"]
    assert item == {
        "name": "Trattoria",
        "type": "inbound",
        "silence": {"max_prompts": 5},
        "tools": {"http": [{"name": "a", "url": "https://a.b"}]},
    }


def test_a_file_that_cannot_be_read_is_not_filled_in() -> None:
    assert filled_in(b"agents: [*x]", str) == b"agents: [*x]"
