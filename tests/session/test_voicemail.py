"""A machine answers a call that we placed."""

from __future__ import annotations

from tests.session.driver import audio, greeted, of, only

from phony.domain.actions import (
    Ask,
    EndCall,
    Reconfigure,
    Tell,
)
from phony.domain.calls import CallOutcome
from phony.domain.events import (
    AgentAudio,
    CallerSpeechStarted,
    CallerSpeechStopped,
    InputCommitted,
    MachineDetected,
    ResponseStarted,
)
from phony.sandbox.engine.protocol.responder import unfenced


def test_a_machine_is_hung_up_on() -> None:
    d = greeted(type="outbound")
    assert only(d.feed(MachineDetected("machine_start")), EndCall).outcome is CallOutcome.VOICEMAIL


def test_a_message_is_left_after_the_beep_and_nothing_interrupts_it() -> None:
    d = greeted(voicemail={"action": "leave_message", "message": "Please call {{company}}."})
    d.feed(ResponseStarted("r"), AgentAudio("r", "i", audio(1000)))
    quiet = d.feed(MachineDetected("machine_start"))
    detection = only(quiet, Reconfigure).turns
    assert detection is not None
    assert detection.replies is False
    request = only(d.feed(MachineDetected("machine_end_beep")) + d.end_response("r"), Ask)
    assert "Say exactly: Please call Example Dental." in unfenced(request.instructions)
    spoken = d.respond(request)
    assert not of(d.feed(CallerSpeechStarted("c")), EndCall)
    assert only(d.play(spoken), EndCall).outcome is CallOutcome.VOICEMAIL


def test_without_a_beep_the_message_is_left_after_a_silence() -> None:
    d = greeted(voicemail={"action": "leave_message", "message": "Call us."})
    d.feed(MachineDetected("machine_start"), CallerSpeechStarted("c"))
    assert not of(d.wait(5000), Ask)
    d.feed(CallerSpeechStopped("c"), InputCommitted("c"))
    assert of(d.wait(2600), Ask)


def test_a_person_or_a_policy_to_go_on_changes_little() -> None:
    d = greeted(voicemail={"action": "continue"})
    assert not of(d.feed(MachineDetected("human")), Tell)
    told = d.feed(MachineDetected("machine_start"))
    assert "answering machine" in only(told, Tell).text
