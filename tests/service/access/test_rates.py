from __future__ import annotations

from tests.support.access import Clock

from phony.service.access.rates import Limited, Rates


def test_a_bucket_fills_again() -> None:
    clock = Clock()
    rates = Rates(2, 2, clock)
    assert [rates.take("a") for _ in range(3)] == [0, 0, 0.5]
    assert rates.take("b") == 0
    clock.now += 0.5
    assert rates.take("a") == 0


def test_a_bucket_holds_no_more_than_its_burst() -> None:
    clock = Clock()
    rates = Rates(1, 2, clock)
    clock.now += 1000
    assert [rates.take("a") for _ in range(3)] == [0, 0, 1]


def test_nothing_is_limited_by_a_rate_of_zero() -> None:
    assert {Rates(0, 0, Clock()).take("a") for _ in range(100)} == {0}


def test_names_that_ask_no_more_are_forgotten() -> None:
    rates = Rates(0.001, 1, Clock())
    assert rates.take("first") == 0
    assert rates.take("first") > 0
    for number in range(10_000):
        rates.take(f"n{number}")
    assert rates.take("first") == 0


def test_a_limit_says_when_to_come_back() -> None:
    limited = Limited("Too many requests.", 0.2)
    assert (limited.status, limited.retry_after_s) == (429, 0.2)
    assert limited.cure == "Wait 1 s, then try again."
