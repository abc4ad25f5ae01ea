"""The silence before the agent speaks, and the parts that sum to it."""

from __future__ import annotations

from tests.session.driver import FRAME, greeted, of

from phony.domain.actions import (
    SendMark,
)
from phony.domain.events import (
    CallerAudio,
    CallerSpeechStarted,
    CallerSpeechStopped,
    InputCommitted,
    MarkReached,
)
from phony.session.latency import LatencyMeter


def test_a_silence_is_measured_once() -> None:
    meter = LatencyMeter()
    assert meter.audio_arrived("i", 100, 100) is None
    meter.caller_stopped(1000, 1500)
    meter.decided(1510)
    latency = meter.audio_arrived("i", 1900, 1950)
    assert latency is not None
    assert (latency.decide, latency.think, latency.play, latency.total) == (510, 390, 50, 950)
    assert meter.audio_arrived("j", 2000, 2000) is None


def test_latency_parts_sum_to_the_silence() -> None:
    d = greeted()
    d.feed(*[CallerAudio(FRAME)] * 100)  # two seconds of the engine's input clock
    d.feed(CallerSpeechStarted("c1"))
    d.now_ms += 520
    d.feed(*[CallerAudio(FRAME)] * 26)
    d.feed(CallerSpeechStopped("c1", audio_end_ms=2500))  # silence of 500 ms included
    d.now_ms += 40
    d.feed(InputCommitted("c1"))
    d.now_ms += 300
    spoken = d.respond(ms=1000)
    d.now_ms += 480
    d.feed(MarkReached(of(spoken, SendMark)[0].name))  # at 400 ms: it began to play 80 ms late
    latency = d.session.history()[-1].latency
    assert latency is not None
    assert (latency.decide, latency.think, latency.play) == (560, 300, 80)
    assert latency.total == latency.decide + latency.think + latency.play
