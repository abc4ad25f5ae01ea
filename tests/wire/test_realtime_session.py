"""The `session` object of both kinds of session, held against the vendor's own classes."""

from __future__ import annotations

from typing import Any, get_args

import orjson
import pytest
from openai.types.realtime.realtime_session_create_request import RealtimeSessionCreateRequest
from tests.support import realtime_contract

from phony.domain.actions import (
    Action,
    Configure,
    Reconfigure,
)
from phony.domain.agents import Agent, AgentType, Transcription, TurnDetection
from phony.domain.engine import (
    OfferedTool,
    SessionSettings,
    TurnTaking,
    scribe_settings,
    session_settings,
)
from phony.domain.ids import utc_now
from phony.wire import realtime

TOOLS = [OfferedTool("end_call", "Hang up.", {"type": "object", "properties": {}})]


def agent(**fields: Any) -> Agent:
    made = utc_now()
    values: dict[str, Any] = {"name": "Reception", "type": AgentType.INBOUND} | fields
    return Agent(id="agent_1", org_id="org_1", created_at=made, updated_at=made, **values)


VAD = {
    "type": "server_vad",
    "threshold": 0.5,
    "prefix_padding_ms": 300,
    "silence_duration_ms": 500,
    "create_response": True,
    "interrupt_response": True,
    "idle_timeout_ms": None,
}


AGENTS = [
    agent(),
    agent(voice="nova", language="de-DE", speed=1.25),
    agent(model="gpt-realtime-1.5", voice="voice_123"),
    agent(turn_detection=TurnDetection(type="semantic_vad", eagerness="low")),
    agent(transcription=Transcription(keywords=["Example Dental"])),
    agent(transcription=Transcription(model="whisper-1", keywords=["Example Dental"])),
    agent(transcription=Transcription(enabled=False)),
]


def settings_of(one: Agent, instructions: str = "Be kind.") -> SessionSettings:
    return session_settings(one, instructions, TOOLS, TurnTaking(one.turn_detection))


def written(action: Action) -> dict[str, Any]:
    event: dict[str, Any] = orjson.loads(realtime.encode(action))
    return event


@pytest.mark.parametrize("one", AGENTS)
def test_the_whole_configuration_is_acceptable(one: Agent) -> None:
    event = written(Configure(settings_of(one), "su-1"))
    realtime_contract.check_client(event, one.model)
    audio = event["session"]["audio"]
    assert audio["input"]["format"] == audio["output"]["format"]


def test_the_whole_configuration_says_all_that_an_agent_wants() -> None:
    one = agent(model="gpt-realtime-1.5", voice="voice_123", language="de-DE", speed=1.25)
    event = written(Configure(settings_of(one), "su-1"))
    assert event == {
        "type": "session.update",
        "event_id": "su-1",
        "session": {
            "type": "realtime",
            "instructions": "Be kind.",
            "output_modalities": ["audio"],
            "max_output_tokens": "inf",
            "audio": {
                "input": {
                    "format": {"type": "audio/pcmu"},
                    "noise_reduction": None,
                    "transcription": {"model": "gpt-transcribe", "language": "de"},
                    "turn_detection": VAD,
                },
                "output": {
                    "format": {"type": "audio/pcmu"},
                    "voice": {"id": "voice_123"},
                    "speed": 1.25,
                },
            },
            "tools": [
                {
                    "type": "function",
                    "name": "end_call",
                    "description": "Hang up.",
                    "parameters": {"type": "object", "properties": {}},
                }
            ],
            "tool_choice": "auto",
            "truncation": {
                "type": "retention_ratio",
                "retention_ratio": 0.8,
                "token_limits": {"post_instructions": 8000},
            },
        },
    }


@pytest.mark.parametrize(
    ("change", "session"),
    [
        (Reconfigure("su", "Be brief."), {"instructions": "Be brief."}),
        (
            Reconfigure("su", turns=TurnTaking(TurnDetection(), False, False)),
            {
                "audio": {
                    "input": {
                        "turn_detection": VAD
                        | {"create_response": False, "interrupt_response": False}
                    }
                }
            },
        ),
        (
            Reconfigure("su", turns=TurnTaking(TurnDetection(type="semantic_vad"))),
            {
                "audio": {
                    "input": {
                        "turn_detection": {
                            "type": "semantic_vad",
                            "eagerness": "auto",
                            "create_response": True,
                            "interrupt_response": True,
                        }
                    }
                }
            },
        ),
        (
            Reconfigure("su", turns=TurnTaking(None)),
            {"audio": {"input": {"turn_detection": None}}},
        ),
    ],
)
def test_a_change_carries_what_changes_and_no_more(
    change: Reconfigure, session: dict[str, Any]
) -> None:
    event = written(change)
    realtime_contract.check_client(event)
    assert event["session"] == {"type": "realtime", **session}


@pytest.mark.parametrize("one", AGENTS[:-1])
def test_a_session_that_writes_down_is_acceptable(one: Agent) -> None:
    settings = scribe_settings(one)
    assert settings is not None
    event = written(Configure(settings, "su-1"))
    realtime_contract.check_client(event, "")
    session = event["session"]
    assert session["type"] == "transcription"
    assert session["audio"]["input"]["turn_detection"]["silence_duration_ms"] == settings.silence_ms


# Of all models that the vendor names for a session: "reasoning Realtime models such as
# gpt-realtime-2" (`RealtimeSessionCreateRequest`). A new name in the package wants a decision here.
REASONING = {"gpt-realtime-2", "gpt-realtime-2.1", "gpt-realtime-2.1-mini"}
NAMED = set(
    get_args(
        next(
            kind
            for kind in get_args(RealtimeSessionCreateRequest.model_fields["model"].annotation)
            if get_args(kind)
        )
    )
)


@pytest.mark.parametrize("model", sorted(NAMED | {"gpt-realtime-3", "gpt-realtime-2-2026-05-01"}))
def test_each_model_that_the_vendor_names_gets_what_it_takes(model: str) -> None:
    later = model in ("gpt-realtime-3", "gpt-realtime-2-2026-05-01")
    event = written(Configure(settings_of(agent(model=model)), "su"))
    fields = {"reasoning", "parallel_tool_calls"} & event["session"].keys()
    assert bool(fields) == (model in REASONING or later)


def test_reasoning_fields_only_for_models_that_reason() -> None:
    assert written(Configure(settings_of(agent()), "su"))["session"]["reasoning"] == {
        "effort": "low"
    }
    old = written(Configure(settings_of(agent(model="gpt-realtime-1.5")), "su"))["session"]
    assert "reasoning" not in old
    assert "parallel_tool_calls" not in old
