"""Agents: secrets that never leave as JSON, and agents kept by versions before this one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from phony.domain.agents import Agent, AgentFields
from phony.domain.tools import MASK, OPEN_HEADERS, HttpTool, ToolSettings

BOUNDED = settings(max_examples=60, deadline=None)
# An agent as the first version wrote it: no `summary`, and only what that version knew.
OLDEST: dict[str, Any] = {
    "id": "agent_4f0c0b8e9a1d2c3b4a5f6e7d",
    "org_id": "org_default",
    "name": "Customer Service Agent",
    "type": "inbound",
    "phone_number": "+18578167225",
    "system_prompt": "You are a friendly customer service representative.",
    "voice": "nova",
    "greeting_message": "Hello! How can I help you today?",
    "greeting_interruptible": True,
    "context_data": {"business_hours": "9 AM - 6 PM EST", "support_email": "help@company.com"},
    "notes": "",
    "model": "gpt-realtime-2.1",
    "language": "en",
    "speed": 1.0,
    "turn_detection": {
        "type": "server_vad",
        "threshold": 0.5,
        "prefix_padding_ms": 300,
        "silence_duration_ms": 500,
        "eagerness": "auto",
        "interrupt_response": True,
    },
    "transcription": {"enabled": True, "model": "gpt-transcribe", "keywords": ["Phony"]},
    "recording": True,
    "voicemail": {"action": "leave_message", "message": "Please call us back."},
    "silence": {
        "prompt_after_s": 10.0,
        "max_prompts": 2,
        "prompt": "Are you still there?",
        "goodbye": "I cannot hear you, so I will hang up now. Goodbye.",
    },
    "max_duration_s": 1800,
    "tools": {
        "builtin": ["end_call", "transfer_call", "send_dtmf", "update_context"],
        "transfer_targets": {"sales": "+18578167226"},
        "http": [
            {
                "name": "look_up",
                "description": "Finds an order.",
                "parameters": {"type": "object", "properties": {"id": {"type": "string"}}},
                "url": "https://example.com/orders",
                "method": "POST",
                "headers": {"Authorization": "Bearer hush"},
                "timeout_s": 10.0,
            }
        ],
    },
    "limits": {"per_call_usd": 1.5, "per_day_usd": None},
    "retention_days": None,
    "enabled": True,
    "version": 3,
    "created_at": "2026-03-01T10:00:00Z",
    "updated_at": "2026-03-02T10:00:00Z",
}


def test_the_oldest_agent_loads_with_all_that_was_written() -> None:
    agent = Agent.model_validate(OLDEST)
    kept = agent.model_dump(mode="json")
    headers = kept["tools"]["http"][0]["headers"]
    assert headers == {"Authorization": MASK}
    headers["Authorization"] = "Bearer hush"
    assert kept["tools"]["http"][0].pop("signing_secret") == ""
    told = OLDEST | {"turn_detection": kept["turn_detection"] | OLDEST["turn_detection"]}
    assert {key: kept[key] for key in OLDEST} == told
    assert agent.summary is True  # what came later has its default


def test_an_agent_of_a_later_version_loads_without_what_is_not_known() -> None:
    agent = Agent.model_validate({**OLDEST, "mood": "sunny"})
    assert agent == Agent.model_validate(OLDEST)


def test_what_a_store_writes_it_reads() -> None:
    agent = Agent.model_validate(OLDEST)
    assert Agent.model_validate(agent.model_dump()) == agent  # Python values: secrets are whole
    assert agent.model_dump()["tools"]["http"][0]["headers"] == {"Authorization": "Bearer hush"}


@BOUNDED
@given(
    st.dictionaries(
        st.sampled_from(["Authorization", "X-Api-Key", "ACCEPT", "Content-Type", "user-agent"]),
        st.text("abc123", min_size=12),
    )
)
def test_no_secret_leaves_as_json(headers: dict[str, str]) -> None:
    tool = HttpTool(name="t", url="https://example.com", headers=headers)
    shown = json.loads(tool.model_dump_json())["headers"]
    assert shown.keys() == headers.keys()
    for name, value in headers.items():
        assert shown[name] == (value if name.lower() in OPEN_HEADERS else MASK)


def test_no_header_that_could_hold_a_secret_is_open() -> None:
    assert all(name == name.lower() for name in OPEN_HEADERS)  # compared so
    assert not OPEN_HEADERS & {"authorization", "cookie", "x-api-key", "proxy-authorization"}


def test_agents_share_no_settings() -> None:
    one = AgentFields.model_validate({"name": "A", "type": "inbound"})
    other = AgentFields.model_validate({"name": "B", "type": "outbound"})
    one.tools.builtin.remove("end_call")
    one.context_data["a"] = 1
    one.tools.transfer_targets["sales"] = "+18578167225"
    assert other.context_data == {}
    assert other.tools == ToolSettings()


def test_an_agent_can_do_everything_built_in_unless_told_otherwise() -> None:
    assert set(ToolSettings().builtin) == {
        "end_call",
        "transfer_call",
        "send_dtmf",
        "update_context",
    }


@pytest.mark.parametrize("kind", ["Inbound", "browser", ""])
def test_an_agent_goes_one_of_two_ways(kind: str) -> None:
    with pytest.raises(ValidationError):
        AgentFields.model_validate({"name": "A", "type": kind})
