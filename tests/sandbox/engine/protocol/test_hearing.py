"""What a turn sounds like, and what of it was said before."""

from __future__ import annotations

from phony.sandbox.engine.protocol.hearing import sounds_unfinished, without_start


def test_unfinished_sentences() -> None:
    for text in ("My name is", "I would like to", "My number is 4, 7,", "And then..."):
        assert sounds_unfinished(text)
    for text in ("My name is Margaret.", "Yes.", ""):
        assert not sounds_unfinished(text)


def test_words_that_were_said_before_are_left_out() -> None:
    assert without_start("My name is Margaret.", "My name is...") == "Margaret."
    assert without_start("Something else", "My name") == "Something else"
    assert without_start("My name is", "My name is") == "My name is"
