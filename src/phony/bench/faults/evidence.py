"""What there is to compare: a call as the far end had it, and as it was stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from phony.bench.faults.ear import Sides

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which the caller could not be heard, in ms of the far end's call."""

    from_ms: int
    to_ms: int

    def near(self, at_ms: int, margin_ms: int) -> bool:
        """Whether a moment is in it, or close to it."""
        return self.from_ms - margin_ms <= at_ms <= self.to_ms + margin_ms


@dataclass(frozen=True, slots=True)
class FarCall:
    """A call as the carrier kept it: what it knows, what happened, and the sound of both sides."""

    shown: Json
    sides: Sides
    # Its clock when the row's fault began; None: the call was not there then.
    fault_ms: int | None = None

    def events(self, kind: str) -> list[Json]:
        """What happened, of one kind, in order."""
        return [event for event in self.shown["events"] if event["type"] == kind]

    @property
    def length_ms(self) -> int:
        """How long it lasted."""
        return int(self.shown["now_ms"])

    def breaks(self, *, at_once: bool, ends: bool = False) -> list[Span]:
        """When its media stream was down; `at_once`: it was deaf from the fault on.

        `ends`: the product may end the call, and what is said after that is said to nobody.
        """
        spans = []
        for stopped in self.events("stream_stopped"):
            gone = stopped["at_ms"]
            again = [e["at_ms"] for e in self.events("stream_started") if e["at_ms"] >= gone]
            if not again and ends:
                again = [self.length_ms]
            if not again:
                continue  # it was the end, or nobody took the call up: no excuse for a loss
            begun = gone
            if at_once and self.fault_ms is not None:
                begun = min(gone, self.fault_ms)
            spans.append(Span(begun, again[0]))
        return spans

    def carrier_said(self) -> str:
        """What the carrier itself said to the caller."""
        return " ".join(event["text"] for event in self.events("carrier_says"))


@dataclass(frozen=True, slots=True)
class StoredCall:
    """The same call as the product stored it."""

    record: Json
    turns: list[Json] = field(default_factory=list)
    recording: Sides | None = None

    @property
    def items(self) -> list[Json]:
        """The lines of its bill."""
        return list(self.record["cost"]["items"])
