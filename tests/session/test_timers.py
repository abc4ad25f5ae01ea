"""Deadlines on the call clock."""

from __future__ import annotations

from phony.session.timers import NEVER, Timer, Timers


def test_what_is_due_is_done_earliest_first_and_once() -> None:
    timers = Timers()
    done: list[object] = []
    timers.set(Timer.TAIL, 200, lambda: done.append("tail"))
    timers.set(Timer.OPEN, 100, lambda: done.append("open"))
    timers.run(99)
    assert done == []
    timers.run(300)
    timers.run(300)
    assert done == ["open", "tail"]
    assert timers.soonest == NEVER


def test_a_timer_is_replaced_by_one_of_its_name_and_key_alone() -> None:
    timers = Timers()
    done: list[object] = []
    timers.set(Timer.TOOL, 100, lambda: done.append("a"), key="a")
    timers.set(Timer.TOOL, 100, lambda: done.append("b"), key="b")
    timers.set(Timer.TOOL, 200, lambda: done.append("later"), key="b")
    timers.run(100)
    assert done == ["a"]
    assert timers.soonest == 200
    timers.cancel(Timer.TOOL, key="b")
    timers.cancel(Timer.TOOL, key="never set")
    timers.run(500)
    assert done == ["a"]


def test_what_is_done_may_set_and_clear_timers() -> None:
    timers = Timers()
    done: list[object] = []

    def again() -> None:
        done.append(len(done))
        if len(done) < 3:
            timers.set(Timer.MARKS, 100, again)
        else:
            timers.set(Timer.TAIL, 100, again)
            timers.clear()

    timers.set(Timer.MARKS, 100, again)
    timers.run(100)
    assert done == [0, 1, 2]
