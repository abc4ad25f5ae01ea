"""Silence of the caller: asked about, then the end."""

from __future__ import annotations

from tests.session.driver import greeted, of, only

from phony.domain.actions import (
    Ask,
    EndCall,
)
from phony.domain.calls import CallOutcome


def test_silence_is_asked_about_then_ends_the_call_with_a_goodbye() -> None:
    d = greeted(silence={"prompt_after_s": 5, "max_prompts": 1})
    asked = only(d.wait(5100), Ask)
    assert "Are you still there?" in asked.instructions
    d.play(d.respond(asked))
    bye = only(d.wait(5100), Ask)
    assert "hang up now" in bye.instructions
    ended = d.play(d.respond(bye))
    assert only(ended, EndCall).outcome is CallOutcome.SILENCE


def test_a_sign_of_life_starts_the_silence_anew() -> None:
    d = greeted(silence={"prompt_after_s": 5, "max_prompts": 1})
    d.wait(4000)
    d.caller_says("I am here")
    d.play(d.respond())
    assert not of(d.wait(4500), Ask)
