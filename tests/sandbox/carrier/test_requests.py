"""What the carrier's REST interface takes, beyond the types of its SDK."""

from __future__ import annotations

import pytest

from phony.sandbox.carrier.requests import Form, Refused


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("Method", "GET", "PUT"),
        ("VoiceFallbackMethod", "POST", "post"),
        ("StatusCallbackEvent", "initiated completed", "initiated done"),
        ("RecordingStatusCallbackEvent", "absent", "started"),
        ("RecordingChannels", "dual", "stereo"),
        ("MachineDetection", "DetectMessageEnd", "Maybe"),
        ("Timeout", "60", "-1"),
        ("TimeLimit", "600", "0"),
        ("AsyncAmd", "True", "yes"),
    ],
)
def test_a_value_is_held_against_the_carriers_constraint(name: str, good: str, bad: str) -> None:
    Form([(name, good)]).check()
    with pytest.raises(Refused, match=f"^{name} "):
        Form([("To", "+1"), (name, bad)]).check()


def test_what_has_no_constraint_is_free() -> None:
    Form([("Twiml", "<Response>\n</Response>"), ("FriendlyName", "")]).check()
