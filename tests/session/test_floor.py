"""Who may speak, and whose turn it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from phony.session.floor import CallerTurn, Floor


@pytest.mark.parametrize(
    ("silence", "give_back"),
    [
        (Floor.mute, Floor.unmute),
        (Floor.hold, Floor.unhold),
        (Floor.await_beep, Floor.after_beep),
        (lambda floor: floor.take_over("ann"), Floor.hand_back),
    ],
)
def test_whoever_takes_the_floor_silences_the_agent_until_it_is_given_back(
    silence: Callable[[Floor], None], give_back: Callable[[Floor], None]
) -> None:
    floor = Floor()
    assert not floor.silenced
    silence(floor)
    assert floor.silenced
    give_back(floor)
    assert floor == Floor()


def test_one_reason_to_be_silent_does_not_end_another() -> None:
    floor = Floor()
    floor.mute()
    floor.hold()
    floor.unhold()
    assert floor.silenced


def test_protection_silences_nobody() -> None:
    floor = Floor()
    floor.protect()
    assert floor.protected
    assert not floor.silenced
    floor.unprotect()
    assert floor == Floor()


def test_a_turn_is_spoken_then_waits_then_is_answered() -> None:
    turn = CallerTurn()
    turn.begins()
    assert turn.speaking
    turn.pauses()
    turn.waits()
    assert (turn.speaking, turn.unanswered) == (False, True)
    turn.answered()
    assert turn == CallerTurn()


def test_what_a_lost_engine_owed_is_told_once() -> None:
    turn = CallerTurn()
    assert not turn.lost()
    turn.begins()
    assert turn.lost()
    assert turn == CallerTurn()
    turn.waits()
    assert turn.lost()
    assert not turn.lost()
