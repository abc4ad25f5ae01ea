"""What an update leaves of the session before it."""

from __future__ import annotations

from typing import Any

import pytest

from phony.sandbox.engine.protocol.config import defaults, updated
from phony.sandbox.engine.protocol.shapes import Refused

SESSION = defaults("gpt-realtime-2.1", "sess_1", 0)


def test_noise_reduction_keeps_what_an_update_leaves_out() -> None:
    def after(*values: Any) -> Any:
        session = SESSION
        for value in values:
            session = updated(session, {"audio": {"input": {"noise_reduction": value}}})
        return session["audio"]["input"]["noise_reduction"]

    far = {"type": "far_field"}
    assert after(far) == far | {"strength": 1}
    assert after(far, {"strength": 0.5}) == far | {"strength": 0.5}
    assert after({"strength": 0.5}, far) == far | {"strength": 0.5}
    assert after(far, None) is None
    assert after({"strength": 0.25}, None, {"strength": 0.5})["strength"] == 0.5
    assert after({"strength": 0.25}, None, far)["strength"] == 1


def test_the_speed_changes_between_turns_only() -> None:
    faster = {"audio": {"output": {"speed": 1.25}}}
    assert updated(SESSION, faster)["audio"]["output"]["speed"] == 1.25
    with pytest.raises(Refused) as refusal:
        updated(SESSION, faster, responding=True)
    assert refusal.value.param == "session.audio.output.speed"
    same = {"audio": {"output": {"speed": SESSION["audio"]["output"]["speed"]}}}
    updated(SESSION, same, responding=True)
