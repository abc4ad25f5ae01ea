from __future__ import annotations

import pytest

from phony.domain.agents import AgentFields
from phony.service.agents.reach import out_of_reach


def agent(tool: str, engine: str = "") -> AgentFields:
    engines = [{"model": "m"}, {"url": engine}] if engine else []
    return AgentFields.model_validate(
        {
            "name": "A",
            "type": "inbound",
            "tools": {"http": [{"name": "book", "url": tool}]},
            "fallback": {"engines": engines},
        }
    )


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9000/book", "http://booking.internal/", "https://[fd00::1]/"]
)
def test_private_addresses_are_said_to_be_out_of_reach(url: str) -> None:
    (notice,) = out_of_reach(agent(url), allow_private=False)
    assert notice.field == "tools.http.0.url"
    assert "'book' cannot be reached" in notice.message
    assert "PHONY_ALLOW_PRIVATE_URLS" in (notice.cure or "")
    assert list(out_of_reach(agent(url), allow_private=True)) == []


def test_engines_are_looked_at_too() -> None:
    found = agent("https://example.com/book", "ws://10.0.0.7/v1/realtime")
    (notice,) = out_of_reach(found, allow_private=False)
    assert notice.field == "fallback.engines.1.url"
    assert "Fallback engine 2" in notice.message


def test_what_is_no_address_at_all_is_said_anyway() -> None:
    (notice,) = out_of_reach(agent("https://user:secret@example.com/"), allow_private=True)
    assert "password" in notice.message
    assert "secret" not in notice.message
