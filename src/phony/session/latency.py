"""The silence before an agent's turn as the caller felt it, split into parts that sum to it."""

from __future__ import annotations

from dataclasses import dataclass

from phony.domain.turns import TurnLatency


@dataclass(slots=True)
class _Reply:
    item_id: str
    silence_from_ms: float
    decided_ms: float
    arrived_ms: float


class LatencyMeter:
    """Follows one silence at a time: last sound, decision, first audio, playing."""

    def __init__(self) -> None:
        """Nothing is being waited for."""
        self._silence_from_ms: float | None = None
        self._decided_ms: float | None = None
        self._reply: _Reply | None = None

    def caller_stopped(self, last_sound_ms: float, now_ms: float) -> None:
        """The engine heard the caller's last sound."""
        self._silence_from_ms = min(last_sound_ms, now_ms)
        self._decided_ms = None

    def decided(self, now_ms: float) -> None:
        """The caller's turn is over: the engine committed it, or we did."""
        if self._silence_from_ms is None:
            self._silence_from_ms = now_ms
        if self._decided_ms is None:
            self._decided_ms = now_ms

    def caller_started(self) -> None:
        """The caller speaks again: that silence is over without a reply."""
        self._silence_from_ms = self._decided_ms = None

    def audio_arrived(self, item_id: str, now_ms: float, begins_ms: float) -> TurnLatency | None:
        """First audio of an agent's item, to be played from `begins_ms` as far as we know."""
        if self._silence_from_ms is None:
            return None
        decided_ms = now_ms if self._decided_ms is None else self._decided_ms
        self._reply = _Reply(item_id, self._silence_from_ms, decided_ms, now_ms)
        self._silence_from_ms = self._decided_ms = None
        return self._measure(self._reply, begins_ms)

    def playback_known(self, item_id: str, begins_ms: float) -> TurnLatency | None:
        """The carrier's first mark tells when the item really began to play."""
        reply = self._reply
        if reply is None or reply.item_id != item_id:
            return None
        self._reply = None
        return self._measure(reply, begins_ms)

    def _measure(self, reply: _Reply, begins_ms: float) -> TurnLatency:
        decide = max(0.0, reply.decided_ms - reply.silence_from_ms)
        think = max(0.0, reply.arrived_ms - reply.decided_ms)
        play = max(0.0, begins_ms - reply.arrived_ms)
        parts = [round(part, 1) for part in (decide, think, play)]
        return TurnLatency(
            decide=parts[0], think=parts[1], play=parts[2], total=round(sum(parts), 1)
        )
