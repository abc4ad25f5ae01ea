from __future__ import annotations

import subprocess
import sys

from phony.domain.audio import LINEAR
from phony.sandbox import tones
from phony.sandbox.engine.protocol.formats import InputFormat, from_mulaw
from phony.sandbox.engine.protocol.hearing import sounds_unfinished, without_start
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


def test_formats_there_and_back() -> None:
    every = bytes(code for code in range(256) if code != 0x7F)  # 0x7F is a second zero
    for kind in ("audio/pcmu", "audio/pcm"):
        assert InputFormat(kind).to_mulaw(from_mulaw(kind, every)) == every
    pcm = from_mulaw("audio/pcm", every)
    one = InputFormat("audio/pcm")
    pieces = b"".join(one.to_mulaw(pcm[at : at + 7]) for at in range(0, len(pcm), 7))
    assert pieces == every
    there_and_back = InputFormat("audio/pcma").to_mulaw(from_mulaw("audio/pcma", every))
    for code, again in zip(every, there_and_back, strict=True):
        assert abs(LINEAR[code] - LINEAR[again]) <= 8 + abs(LINEAR[code]) // 16


def test_unfinished_sentences() -> None:
    for text in ("My name is", "I would like to", "My number is 4, 7,", "And then..."):
        assert sounds_unfinished(text)
    for text in ("My name is Margaret.", "Yes.", ""):
        assert not sounds_unfinished(text)


def test_words_that_were_said_before_are_left_out() -> None:
    assert without_start("My name is Margaret.", "My name is...") == "Margaret."
    assert without_start("Something else", "My name") == "Something else"
    assert without_start("My name is", "My name is") == "My name is"


def test_scripted_speech_loads_no_model_and_no_vendor_code() -> None:
    code = (
        "import asyncio, sys, phony.sandbox.app\n"
        "from phony.sandbox.engine.build import build\n"
        "asyncio.run(build(speech=False).start())\n"
        "heavy = {'numpy', 'onnxruntime', 'ctranslate2', 'hibari', 'openai', 'pymongo'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
