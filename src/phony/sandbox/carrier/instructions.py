"""What the product wants of the carrier: TwiML to follow, a call to place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LONGEST_CALL_S = 4 * 3600.0


@dataclass
class Instructions:
    """Where the next document is, or the document itself."""

    url: str = ""
    method: str = "POST"
    twiml: str = ""
    fields: dict[str, str] = field(default_factory=dict)  # sent along when it is fetched


@dataclass
class Order:
    """A call the product wants placed, as its REST request or its `Number` had it."""

    to: str
    from_: str
    instructions: Instructions = field(default_factory=Instructions)
    send_digits: str = ""  # pressed once it is answered
    fallback: Instructions | None = None
    timeout_s: float = 60
    time_limit_s: float = LONGEST_CALL_S
    status_callback: str = ""
    status_method: str = "POST"
    status_events: frozenset[str] = frozenset({"completed"})
    detection: str = ""  # "", Enable, DetectMessageEnd
    detection_async: bool = False  # else the instructions wait for the verdict
    detection_callback: str = ""
    detection_method: str = "POST"
    recording: dict[str, Any] | None = None  # `record`'s arguments, if the call is to be recorded
