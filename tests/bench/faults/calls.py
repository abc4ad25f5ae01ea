"""Calls as both ends would have them, made by hand: for tests that plant an offence."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Any

from phony.bench.faults.ear import Sides, words
from phony.bench.faults.evidence import FarCall, StoredCall
from phony.domain.audio import LINEAR
from phony.sandbox import watermark
from phony.sandbox.carrier.call import wav_header

PACE_MS = 40
LENGTH_MS = 12_000


def samples(*said: tuple[int, str], length_ms: int = 0) -> array[int]:
    """Sound in which texts begin at their moments."""
    whole: array[int] = array("h", bytes(16 * length_ms))
    for at_ms, text in said:
        sound = watermark.encode(text, ms_per_character=PACE_MS)
        piece = array("h", [LINEAR[code] for code in sound])
        whole.extend(array("h", bytes(2 * max(0, at_ms * 8 + len(piece) - len(whole)))))
        whole[at_ms * 8 : at_ms * 8 + len(piece)] = piece
    return whole


def wav(caller: array[int], agent: array[int]) -> bytes:
    """Both sides as a recording."""
    length = max(len(caller), len(agent))
    both = array("h", bytes(4 * length))
    both[0 : 2 * len(caller) : 2] = caller
    both[1 : 2 * len(agent) : 2] = agent
    return wav_header(2 * length, channels=2) + both.tobytes()


def turn(index: int, role: str, said: str, **more: Any) -> dict[str, Any]:
    """A stored turn."""
    return {
        "index": index,
        "role": role,
        "said": said,
        "heard": said,
        "kind": "speech",
        "item_id": f"item_{index}",
        "final": True,
        "data": {},
        **more,
    }


@dataclass
class Case:
    """A call of two questions, whole at both ends until a test breaks something."""

    caller: list[tuple[int, str]] = field(
        default_factory=lambda: [
            (2000, "What is the alpha code?"),
            (6000, "What is the beta code?"),
        ]
    )
    agent: list[tuple[int, str]] = field(
        default_factory=lambda: [
            (0, "Hello! Can I help you?"),
            (4000, "Our alpha code is amber."),
            (8000, "Our beta code is basil."),
        ]
    )
    events: list[dict[str, Any]] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)
    record: dict[str, Any] = field(default_factory=dict)
    turns: list[dict[str, Any]] = field(default_factory=list)
    recording: Sides | None = None
    fault_ms: int | None = 3000

    def __post_init__(self) -> None:
        both = sorted(
            [(at, "caller", text) for at, text in self.caller]
            + [(at, "agent", text) for at, text in self.agent]
        )
        self.turns = [turn(n, role, text) for n, (_, role, text) in enumerate(both)]
        self.recording = self.sound()

    def sound(self) -> Sides:
        """What both sides said."""
        return Sides(
            samples(*self.caller, length_ms=LENGTH_MS), samples(*self.agent, length_ms=LENGTH_MS)
        )

    def far(self) -> FarCall:
        """As the carrier has it."""
        shown = {
            "sid": "CA1",
            "now_ms": LENGTH_MS,
            "duration_s": 12,
            "ended_by": "party",
            "events": self.events,
            "stats": {"worst_late_ms": 0.0},
            **self.shown,
        }
        return FarCall(shown, self.sound(), self.fault_ms)

    def stored(self) -> StoredCall:
        """As the product has it."""
        record = {
            "status": "completed",
            "outcome": "caller_hung_up",
            "duration_s": 12.2,
            "has_recording": True,
            "transcript_final": True,
            "stats": {"engine_sessions": 1},
            "cost": {
                "final": True,
                "items": [item("model.text_in", 100), item("carrier.minutes", 1)],
            },
            **self.record,
        }
        return StoredCall(record, self.turns, self.recording)


def item(kind: str, quantity: float, description: str = "") -> dict[str, Any]:
    """A line of a bill, at a cent each."""
    return {
        "kind": kind,
        "description": description or kind,
        "source": "usage",
        "quantity": quantity,
        "unit_price_usd": 0.01,
    }


def without(side: array[int], text: str) -> array[int]:
    """The side with silence in place of one word."""
    found = next(word for word in words(side) if word.text == text)
    cut = array("h", side)
    cut[found.at_ms * 8 : found.at_ms * 8 + 320] = array("h", bytes(640))
    return cut
