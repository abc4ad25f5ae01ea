"""Secrets go out as a mask, and a mask that comes back means the secret that was there."""

from __future__ import annotations

import pytest

from phony.domain.agent_input import AgentInput
from phony.domain.errors import Invalid
from phony.domain.secrets import keep_secrets
from phony.domain.tools import MASK

HERE, THERE = "wss://here.example/v1/realtime", "wss://there.example/v1/realtime"


def agent(*engines: tuple[str, str]) -> AgentInput:
    others = [{"url": url, "api_key": key} for url, key in engines]
    return AgentInput.model_validate(
        {"name": "A", "type": "inbound", "fallback": {"engines": others}}
    )


def keys(fields: AgentInput) -> list[str]:
    return [engine.api_key for engine in fields.fallback.engines]


def test_an_engines_key_is_masked_wherever_it_leaves_and_empty_stays_empty() -> None:
    shown = agent((HERE, "sk-1"), (THERE, "")).model_dump(mode="json")
    assert [engine["api_key"] for engine in shown["fallback"]["engines"]] == [MASK, ""]
    assert "sk-1" not in agent((HERE, "sk-1")).model_dump_json()


def test_a_key_stays_with_its_url_in_whatever_order() -> None:
    old = agent((HERE, "sk-1"), (THERE, "sk-2"))
    given = agent((THERE, MASK), (HERE, MASK))
    keep_secrets(given, old)
    assert keys(given) == ["sk-2", "sk-1"]


@pytest.mark.parametrize("old", [None, agent((HERE, "sk-1")), agent((THERE, ""))])
def test_a_mask_never_carries_a_key_to_another_url(old: AgentInput | None) -> None:
    with pytest.raises(Invalid) as refused:
        keep_secrets(agent((THERE, MASK)), old)
    assert refused.value.field == "fallback.engines.0.api_key"
