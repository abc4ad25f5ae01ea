"""Voices: whatever is accepted, a Realtime voice speaks; the operator is told when another does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phony.domain.errors import Invalid
from phony.domain.voices import REALTIME_VOICES, STAND_INS, effective_voice, voice_warning

BOUNDED = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("voice", REALTIME_VOICES)
def test_realtime_voices_speak_for_themselves(voice: str) -> None:
    assert effective_voice(voice) == voice
    assert voice_warning(voice) is None


@pytest.mark.parametrize("voice", ["nova", "onyx", "fable"])
def test_voices_that_realtime_lacks_are_spoken_for(voice: str) -> None:
    spoken = effective_voice(voice)
    assert spoken in REALTIME_VOICES
    warning = voice_warning(voice)
    assert warning is not None
    assert repr(voice) in warning
    assert repr(spoken) in warning


def test_whoever_stands_in_for_another_can_speak() -> None:
    assert set(STAND_INS.values()) <= set(REALTIME_VOICES)
    assert not set(STAND_INS) & set(REALTIME_VOICES)


@pytest.mark.parametrize("voice", ["", "Nova", " alloy", "alloy ", "robot", "voice-1234"])
def test_an_unknown_voice_is_refused_with_the_list(voice: str) -> None:
    with pytest.raises(Invalid) as caught:
        effective_voice(voice)
    assert caught.value.field == "voice"
    assert caught.value.cure is not None
    listed = caught.value.cure.removeprefix("use one of: ").split(", ")
    assert listed == [*REALTIME_VOICES, *STAND_INS]
    for known in listed:  # the cure works
        effective_voice(known)


def test_the_operator_allows_more_names_and_custom_ones_pass() -> None:
    assert effective_voice("quartz", frozenset({"quartz"})) == "quartz"
    assert effective_voice("voice_1234") == "voice_1234"
    # Allowed by name, it is not stood in for: the operator knows that the service has it now.
    assert effective_voice("nova", frozenset({"nova"})) == "nova"


@BOUNDED
@given(st.text(max_size=12) | st.sampled_from([*REALTIME_VOICES, *STAND_INS, "voice_x"]))
def test_what_speaks_speaks_for_itself(voice: str) -> None:
    try:
        spoken = effective_voice(voice)
    except Invalid:
        return
    assert effective_voice(spoken) == spoken
    assert voice_warning(spoken) is None
    assert (spoken != voice) == (voice_warning(voice) is not None)
