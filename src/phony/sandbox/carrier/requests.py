"""What a request to the carrier's REST interface holds, and how it is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.responses import JSONResponse

from phony.sandbox.carrier.records import error_body

_YES_OR_NO = r"(?i)true|false"
# What a parameter's values must look like, of every request that has it.
# Source: https://www.twilio.com/docs/voice/api/call-resource and recording-resource.
_VALUES = {
    "StatusCallbackEvent": r"initiated|ringing|answered|completed",
    "RecordingStatusCallbackEvent": r"in-progress|completed|absent",
    "RecordingChannels": r"mono|dual",
    "RecordingTrack": r"inbound|outbound|both",
    "MachineDetection": r"Enable|DetectMessageEnd",
    "Timeout": r"\d+",
    "TimeLimit": r"[1-9]\d*",
    "Record": _YES_OR_NO,
    "AsyncAmd": _YES_OR_NO,
    "VoiceCallerIdLookup": _YES_OR_NO,
}
_METHOD = r"GET|POST"


class Refused(Exception):
    """The request is answered with an error, as this API writes it."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.answer = JSONResponse(error_body(status, code, message), status)


class Form:
    """The fields of a request; some may stand several times."""

    def __init__(self, items: Sequence[tuple[str, str]]) -> None:
        self._items = items
        self.fields = dict(items)

    def check(self) -> None:
        """Hold every value against the carrier's constraints.

        Raises:
            Refused: names the parameter and what it may be.
        """
        for name in self.fields:
            rule = _METHOD if name.endswith("Method") else _VALUES.get(name, r"(?s).*")
            for value in self.all(name):
                if not re.fullmatch(rule, value):
                    raise Refused(400, 20001, f"{name} {value!r} is not valid: {rule}")

    def get(self, name: str, default: str = "") -> str:
        """The last value."""
        return self.fields.get(name, default)

    def flag(self, name: str) -> bool:
        """A boolean value; absent is false."""
        return self.get(name).lower() == "true"

    def all(self, name: str) -> list[str]:
        """Every value; a list in one value counts as several."""
        return [part for key, value in self._items if key == name for part in value.split()]

    def number(self, name: str, default: float) -> float:
        """A numeric value."""
        try:
            return float(self.fields.get(name) or default)
        except ValueError as error:
            raise Refused(400, 20001, f"{name} is not a number") from error
