"""The observer's ear: words out of samples with their moments, and silence as a caller feels it."""

from __future__ import annotations

from array import array

import pytest
from tests.bench.faults.calls import PACE_MS, samples, wav

from phony.bench.faults import ear, far
from phony.domain.audio import LINEAR
from phony.domain.errors import Unavailable
from phony.sandbox import tones, watermark


def test_words_have_their_moments_and_their_end() -> None:
    side = samples((0, "one two"), (2000, "three"))
    assert ear.words(side) == [
        ear.Word("one", 0),
        ear.Word("two", 4 * PACE_MS, last=True),
        ear.Word("three", 2000, last=True),
    ]


def test_any_word_survives_the_way_to_samples() -> None:
    # Some checksums hold a code whose sample two codes share.
    texts = [f"word{number}" for number in range(600)]
    sound = b"".join(watermark.encode(text, ms_per_character=4) for text in texts)
    found = ear.words(array("h", [LINEAR[code] for code in sound]))
    assert [word.text for word in found] == texts


def test_a_word_with_a_hole_in_its_packet_is_not_heard() -> None:
    side = samples((0, "one two three"))
    place = 4 * PACE_MS * 8 + 9
    side[place] = 0
    assert [word.text for word in ear.words(side)] == ["one", "three"]
    assert ear.words(side[:7]) == []


def test_both_sides_of_a_recording_are_told_apart() -> None:
    sides = ear.Sides.of_wav(wav(samples((0, "left")), samples((100, "right"))))
    assert [word.text for word in ear.words(sides.caller)] == ["left"]
    assert ear.words(sides.agent) == [ear.Word("right", 100, last=True)]
    with pytest.raises(Unavailable):
        ear.Sides.of_wav(b"RIFF but mono")


def test_silence_ends_with_what_is_heard_not_with_what_is_said() -> None:
    agent = samples((0, "hello"), (9000, "back"), length_ms=12_000)
    caller = samples((3000, "anybody there"), length_ms=12_000)
    sides = ear.Sides(caller, agent)
    spoken_ms = 13 * PACE_MS
    assert ear.longest_silence(sides, 1000, 12_000) == pytest.approx(8000 - spoken_ms, abs=40)
    # Nothing was wrong before the fault.
    assert ear.longest_silence(sides, 9000, 9100) == 0
    # Without speech of his own it is all silence.
    quiet = ear.Sides(samples(length_ms=12_000), agent)
    assert ear.longest_silence(quiet, 1000, 12_000) == pytest.approx(8000, abs=40)


def test_music_is_not_silence() -> None:
    music = array("h", [LINEAR[code] for code in tones.hold_music()])
    assert len(music) > 8000
    sides = ear.Sides(array("h", bytes(2 * len(music))), music)
    assert ear.longest_silence(sides, 0, len(music) // 8) < 100


@pytest.mark.parametrize(
    ("heard", "written", "missing", "extra"),
    [
        ("a b c", "a b c", [], []),
        ("a b c", "a c", [1], []),
        ("a b c", "a b b c", [], [1, 2]),
        ("a b c", "", [0, 1, 2], []),
        ("", "a", [], [0]),
    ],
)
def test_what_differs_is_found(
    heard: str, written: str, missing: list[int], extra: list[int]
) -> None:
    lost, more = ear.unmatched(heard.split(), written.split())
    assert lost == missing
    assert len(more) == (1 if extra else 0)
    assert set(more) <= set(extra)


def test_of_lines_that_resemble_each_other_whole_ones_are_missing() -> None:
    heard = "what is a code what is b code what is c code".split()
    written = "what is a code what is c code".split()
    begin = frozenset({0, 4, 8})
    assert ear.unmatched(heard, written, begin) == ([4, 5, 6, 7], [])
    assert ear.unmatched(written, heard, frozenset(), begin) == ([], [4, 5, 6, 7])
    again = "what is a code what is a code what is c code".split()
    lost, extra = ear.unmatched(written, again, frozenset(), begin)
    assert lost == []
    assert extra in ([0, 1, 2, 3], [4, 5, 6, 7])
    # A hole that fits nowhere else stays where it is.
    assert ear.unmatched("a b c d".split(), "a d".split(), frozenset({0, 3})) == ([1, 2], [])


def test_every_line_and_every_answer_is_another_one() -> None:
    assert len(set(far.LINES)) == len(set(far.FACTS.values())) == len(far.FACTS) == 24
