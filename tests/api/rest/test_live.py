from __future__ import annotations

import pytest

from phony.api.rest.live import parse_scope
from phony.domain.errors import Invalid
from phony.service.live.subscribers import Scope


def test_a_scope_is_everything_or_one_agent_or_one_call() -> None:
    assert parse_scope("all", "org") == Scope("org")
    assert parse_scope("agent:a", "org") == Scope("org", agent_id="a")
    assert parse_scope("call:c:d", "org") == Scope("org", call_id="c:d")


@pytest.mark.parametrize("text", ["", "all:x", "agent:", "call", "number:+1555", "ALL"])
def test_other_scopes_are_refused(text: str) -> None:
    with pytest.raises(Invalid) as error:
        parse_scope(text, "org")
    assert error.value.field == "scope"
