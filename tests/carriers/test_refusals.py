"""What an error of the carrier's means: ask again, or may it be done already?"""

from __future__ import annotations

import pytest
import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from phony.carriers.refusals import (
    CallGone,
    CarrierBusy,
    CarrierRefused,
    NotReached,
    may_be_done,
    may_pass,
    of_pace,
    of_silence,
)
from phony.domain.errors import Invalid, PhonyError, Unavailable

_NEVER = NewConnectionError(None, "refused")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "again", "done"),
    [
        (Unavailable("no answer"), True, True),
        (NotReached("no connection"), True, False),
        (CarrierRefused("fault", 20500, "", 500), True, True),
        (CarrierRefused("away", 503, "", 503), True, True),
        (CarrierRefused("no", 20003, "", 401), False, False),
        (CarrierBusy("slow down", cure=""), True, False),
        (CallGone("over"), False, False),
        (Invalid("no number"), False, False),
    ],
)
def test_ask_again_and_perhaps_done(error: PhonyError, again: bool, done: bool) -> None:
    assert (may_pass(error), may_be_done(error)) == (again, done)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (requests.ConnectTimeout(), NotReached),
        (requests.ConnectionError(MaxRetryError(None, "/", _NEVER)), NotReached),  # type: ignore[arg-type]
        (requests.ConnectionError(ProtocolError("aborted")), Unavailable),
        (requests.ConnectionError(), Unavailable),
        (requests.ReadTimeout(), Unavailable),
        (TimeoutError(), Unavailable),
    ],
)
def test_only_what_was_never_sent_is_certainly_not_done(
    error: Exception, kind: type[Unavailable]
) -> None:
    assert type(of_silence(error)) is kind


@pytest.mark.parametrize(
    ("text", "after", "code", "after_s"),
    [
        ('{"code": 20429}', "3", "20429", 3.0),
        ("<html>", "Wed, 21 Oct 2026 07:28:00 GMT", "20429", None),
        ('{"code": 22005}', "", "22005", None),
    ],
)
def test_a_429_says_when_to_ask_again(
    text: str, after: str, code: str, after_s: float | None
) -> None:
    busy = of_pace(text, {"Retry-After": after})
    assert code in str(busy)
    assert busy.after_s == after_s
