"""What an error of the carrier's means: whose fault it is, and whether to ask again.

Source: https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson
import requests
from twilio.base.exceptions import TwilioRestException
from urllib3.exceptions import NewConnectionError

from phony.domain.errors import Invalid, PhonyError, TooManyRequests, Unavailable, UpstreamError

ERRORS_URL = "https://www.twilio.com/docs/api/errors/"
_NOT_IN_PROGRESS = 21220
_NOT_FOUND = 20404
_TOO_MANY = frozenset({20429, 22005, 10004})
# Errors whose cause is a number that was given to us.
_TO_ERRORS = frozenset(
    {21201, 21211, 21214, 21215, 21216, 21217, 21219, 13224, 13225, 13226, 13227}
)
_FROM_ERRORS = frozenset({21210, 21212, 13214})


class CallGone(UpstreamError):
    """The call is no longer in the state the request needs: it has ended."""

    code = "call_gone"
    status = 409


class CarrierRefused(UpstreamError):
    """The carrier refused; `carrier_code` is its own error number."""

    code = "carrier_refused"

    def __init__(self, message: str, carrier_code: int, cure: str, http_status: int = 400) -> None:
        """`cure` links to the carrier's own page about the code."""
        super().__init__(message, cure=cure)
        self.carrier_code = carrier_code
        self.http_status = http_status

    @property
    def not_found(self) -> bool:
        """The carrier knows nothing of that name."""
        return self.carrier_code == _NOT_FOUND or self.http_status == 404


class CarrierBusy(TooManyRequests):
    """Too many requests; nothing was done. `after_s` is when to ask again, if the carrier said."""

    def __init__(self, message: str, *, cure: str, after_s: float | None = None) -> None:
        super().__init__(message, cure=cure)
        self.after_s = after_s


class NotReached(Unavailable):
    """No connection to the carrier: it has not seen the request."""


def may_pass(error: PhonyError) -> bool:
    """Whether the same request may well go better in a moment."""
    return isinstance(error, Unavailable | TooManyRequests) or _its_own(error)


def may_be_done(error: PhonyError) -> bool:
    """Whether the carrier may have done what it was asked, although it did not say so."""
    return (isinstance(error, Unavailable) and not isinstance(error, NotReached)) or _its_own(error)


def _its_own(error: PhonyError) -> bool:
    return isinstance(error, CarrierRefused) and error.http_status >= 500


def of_answer(error: TwilioRestException) -> PhonyError:
    """Our error for an answer of the carrier's that is one."""
    number = int(error.code or 0)
    cure = f"See {ERRORS_URL}{number}." if number else "See the carrier's console."
    text = f"The carrier refused: error {number or error.status}."
    if number == _NOT_IN_PROGRESS:
        return CallGone("The call has already ended.")
    if error.status in (401, 403) and number in (0, 20003):
        cure = "Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."
        return CarrierRefused(text, number, cure, error.status)
    if number in _TOO_MANY or error.status == 429:
        return CarrierBusy(text, cure=cure)
    if number in _TO_ERRORS:
        return Invalid(
            f"The carrier cannot call this number: error {number}.", field="to_number", cure=cure
        )
    if number in _FROM_ERRORS:
        return Invalid(
            f"The carrier does not let you call from this number: error {number}.",
            field="from_number",
            cure=cure,
        )
    return CarrierRefused(text, number, cure, error.status)


def of_silence(error: Exception) -> Unavailable:
    """Our error for no answer at all."""
    kind = NotReached if _never_sent(error) else Unavailable
    return kind(
        f"The carrier does not answer ({type(error).__name__}).",
        cure="Check the network, and PHONY_TWILIO_API_BASE if it is set.",
    )


def of_pace(text: str, headers: Mapping[str, str]) -> CarrierBusy:
    """Our error for a 429, whose headers the SDK would drop."""
    try:
        number = int(orjson.loads(text)["code"])
    except (ValueError, KeyError, TypeError):
        number = 20429
    after = headers.get("Retry-After", "")
    return CarrierBusy(
        f"The carrier refused: error {number}.",
        cure=f"See {ERRORS_URL}{number}.",
        after_s=float(after) if after.isascii() and after.isdigit() else None,
    )


def _never_sent(error: Exception) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if isinstance(error, requests.ConnectionError) and error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)
