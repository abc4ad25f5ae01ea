"""The engines of an agent: what each plays, how it is called, and whether two are the same."""

from __future__ import annotations

from tests.session.driver import make_agent

from phony.domain.fallback import engines


def test_the_agents_own_engine_comes_first_and_the_others_play_the_same_agent() -> None:
    agent = make_agent(
        model="gpt-realtime-2.1",
        voice="marin",
        fallback={
            "engines": [
                {"model": "gpt-realtime-2.1-mini"},
                {
                    "url": "wss://voice.example.com/v1/realtime",
                    "api_key": "sk-secret",
                    "voice": "anna",
                    "transcription_model": "whisper-1",
                },
            ]
        },
    )
    own, mini, other = engines(agent)
    assert own.agent is agent
    assert [choice.label for choice in (own, mini, other)] == [
        "gpt-realtime-2.1",
        "gpt-realtime-2.1-mini",
        "gpt-realtime-2.1 at voice.example.com",
    ]
    assert (mini.agent.voice, other.agent.voice) == ("marin", "anna")
    assert other.agent.transcription.model == "whisper-1"
    assert other.agent.system_prompt == agent.system_prompt
    assert agent.transcription.model != "whisper-1"  # the agent itself stays as it is
    assert "sk-secret" not in repr(other).replace(repr(other.agent), "")


def test_engines_are_the_same_if_place_model_and_key_are() -> None:
    def key(**fields: str) -> str:
        return engines(make_agent(fallback={"engines": [fields]}))[1].key

    assert key(model="a") == engines(make_agent(model="a", name="Another"))[0].key
    url = "wss://voice.example.com"
    keys = {key(model="a"), key(model="b"), key(model="a", url=url)}
    assert len(keys | {key(model="a", url=url, api_key="k")}) == 4
