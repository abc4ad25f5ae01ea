"""How the engine hears and speaks without models."""

from __future__ import annotations

from phony.sandbox import tones
from phony.sandbox.engine.voices import Energy, PartsVoice, ScriptedParts
from phony.sandbox.voice import CALLER, Voice

# What the sandbox's people are given: mypy holds the two interfaces against each other.
VOICE: Voice = PartsVoice(ScriptedParts())


async def test_people_share_the_engine_s_voice() -> None:
    sound = await VOICE.speak("Hello there", CALLER)
    assert await VOICE.recognise(tones.silence(500) + sound) == "Hello there"
    assert await VOICE.recognise(tones.silence(2000)) == ""


async def test_words_of_a_cut_off_sentence_are_heard() -> None:
    parts = ScriptedParts()
    sound = await parts.speak("One two three four", "marin", 1.0)
    heard = await parts.recognise(sound[: len(sound) // 2], "en")
    assert "One two" in heard
    assert "four" not in heard


def test_loudness_gate() -> None:
    assert Energy()(tones.silence(20)) == 0
    assert Energy()(tones.tone((300,), 20, 0.3)) == 1
    assert Energy()(tones.tone((300,), 20, 0.003)) == 0
