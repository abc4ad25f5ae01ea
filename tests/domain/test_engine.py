"""What a session of an engine is told to be, from the agent's own fields."""

from __future__ import annotations

from typing import Any

import pytest

from phony.domain.agents import Agent, AgentType, Transcription, TurnDetection
from phony.domain.engine import (
    OfferedTool,
    ScribeSettings,
    TurnTaking,
    scribe_settings,
    session_settings,
    waited_ms,
)
from phony.domain.ids import utc_now


def agent(**fields: Any) -> Agent:
    made = utc_now()
    values: dict[str, Any] = {"name": "Reception", "type": AgentType.INBOUND} | fields
    return Agent(id="agent_1", org_id="org_1", created_at=made, updated_at=made, **values)


def test_a_session_has_all_that_its_agent_says_about_it() -> None:
    one = agent(voice="nova", speed=1.25, language="de-DE", model="gpt-realtime-1.5")
    tools = [OfferedTool("end_call", "Hang up.", {})]
    turns = TurnTaking(TurnDetection(), replies=False)
    settings = session_settings(one, "Be kind.", tools, turns)
    for name in ("model", "voice", "speed", "language", "transcription"):
        assert getattr(settings, name) == getattr(one, name)
    assert (settings.instructions, settings.tools, settings.turns) == ("Be kind.", tools, turns)


def test_where_a_turn_ends_includes_the_silence_that_was_waited_for() -> None:
    assert waited_ms(TurnDetection(silence_duration_ms=700)) == 700
    assert waited_ms(TurnDetection(type="semantic_vad", silence_duration_ms=700)) == 0


def test_nobody_writes_down_what_is_not_to_be_kept() -> None:
    assert scribe_settings(agent(transcription=Transcription(enabled=False))) is None


@pytest.mark.parametrize(
    ("model", "used"),
    [
        ("whisper-1", "whisper-1"),
        ("gpt-transcribe", "gpt-transcribe"),
        ("gpt-realtime-whisper", "gpt-transcribe"),  # it would find no turns
        ("gpt-live-transcribe", "gpt-transcribe"),
    ],
)
def test_an_operators_words_are_written_down_by_a_model_that_finds_turns(
    model: str, used: str
) -> None:
    heard = Transcription(model=model, keywords=["Example Dental"])
    settings = scribe_settings(agent(transcription=heard, language="de"))
    expected = Transcription(model=used, keywords=["Example Dental"])
    assert settings == ScribeSettings(expected, "de", silence_ms=500)
    assert heard.model == model  # the agent's own
