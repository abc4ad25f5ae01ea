"""Text as sound, and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from phony.domain.audio import FRAME_BYTES
from phony.sandbox import tones, watermark

words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=40
).filter(lambda word: word.split() == [word])


sentences = st.lists(words, min_size=1, max_size=6).map(" ".join)


def read(sound: bytes, decoder: watermark.Decoder | None = None, step: int = 160) -> list[str]:
    decoder = decoder or watermark.Decoder()
    pieces = [sound[start : start + step] for start in range(0, len(sound), step)]
    return [text for piece in pieces if (text := decoder.feed(piece)) is not None]


@given(sentences, st.integers(0, 400), st.integers(1, 400))
def test_any_text_survives_any_framing(text: str, offset: int, step: int) -> None:
    sound = bytes([0xFF]) * offset + watermark.encode(text, ms_per_character=15)
    assert read(sound, step=step) == [text]


def test_lasts_as_long_as_speaking() -> None:
    text = "What are your business hours?"
    assert abs(len(watermark.encode(text)) / 8 - len(text) * 60) <= 20
    assert watermark.encode("") == b""


def test_sounds_loud_all_along() -> None:
    sound = watermark.encode("What are your business hours?")
    assert all(tones.rms(frame) > 1000 for frame in list(tones.frames(sound))[:-1])


def test_two_utterances_are_two_texts() -> None:
    pause = tones.silence(300)
    sound = watermark.encode("Hello there.") + pause + watermark.encode("Good bye.")
    assert read(sound) == ["Hello there.", "Good bye."]


def test_a_cut_utterance_was_heard_as_far_as_it_went() -> None:
    decoder = watermark.Decoder()
    sound = watermark.encode("one two three four")
    assert read(sound[: len(sound) // 2], decoder) == []
    assert decoder.partial == "one two three"
    assert decoder.reset() == "one two three"
    assert read(watermark.encode("five six"), decoder) == ["five six"]
    assert decoder.reset() == ""


def test_a_new_utterance_replaces_a_cut_one() -> None:
    decoder = watermark.Decoder()
    read(watermark.encode("one two three four")[:1600], decoder)
    assert read(watermark.encode("Stop it."), decoder) == ["Stop it."]


@given(st.binary(max_size=3000))
def test_noise_is_not_text_and_does_not_pile_up(noise: bytes) -> None:
    decoder = watermark.Decoder()
    for start in range(0, len(noise), FRAME_BYTES):
        assert decoder.feed(noise[start : start + FRAME_BYTES]) is None
    assert read(watermark.encode("still here"), decoder) in (["still here"], [])


def test_a_damaged_packet_is_skipped() -> None:
    sound = bytearray(watermark.encode("hello"))
    sound[9] ^= 1
    assert read(bytes(sound)) == []
