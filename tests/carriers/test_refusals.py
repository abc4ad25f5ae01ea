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
    may_pass,
    of_pace,
    of_silence,
)
from phony.domain.errors import Invalid, PhonyError, Unavailable

_NEVER = NewConnectionError(None, "refused")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (Unavailable("no answer"), True),
        (NotReached("no connection"), True),
        (CarrierRefused("fault", 20500, "", 500), True),
        (CarrierRefused("away", 503, "", 503), True),
        (CarrierRefused("no", 20003, "", 401), False),
        (CarrierBusy("slow down", cure=""), True),
        (CallGone("over"), False),
        (Invalid("no number"), False),
    ],
)
def test_whether_to_ask_again(error: PhonyError, again: bool) -> None:
    assert may_pass(error) is again


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
