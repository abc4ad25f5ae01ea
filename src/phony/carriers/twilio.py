"""The caller's leg: Twilio's REST calls through the official SDK, in threads, with a timeout.

Source: protocols.md B7, B10, B13. The account's numbers are in `twilio_numbers.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from phony.domain.errors import Invalid, TooManyRequests, Unavailable, UpstreamError

T = TypeVar("T")

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


@dataclass(frozen=True, slots=True)
class OutboundCall:
    """A call to place; all URLs absolute."""

    to: str
    from_: str
    answer_url: str
    status_url: str
    fallback_url: str = ""
    amd_url: str = ""
    ring_timeout_s: int = 30
    time_limit_s: int = 1800
    detect_message_end: bool = False


@dataclass(frozen=True, slots=True)
class CarrierCall:
    """A call as the carrier sees it; `price` once it is known, negative means we pay."""

    sid: str
    status: str
    duration_s: int | None = None
    price: float | None = None
    price_unit: str = ""


class TwilioCarrier:
    """Places, ends and moves calls. Every method raises `UpstreamError` with the carrier's code."""

    def __init__(
        self, account_sid: str, auth_token: str, *, api_base: str = "", timeout_s: float = 10
    ) -> None:
        """`api_base` replaces Twilio's own address (a clone, or the sandbox)."""
        # The async client ignores its timeout (9.13), so the sync one runs in threads.
        self._client = Client(
            account_sid, auth_token, http_client=TwilioHttpClient(timeout=timeout_s)
        )
        if api_base:
            self._client.api.base_url = api_base.rstrip("/")
        self._timeout_s = timeout_s
        self.account_sid = account_sid

    async def place(self, call: OutboundCall) -> CarrierCall:
        """Dial. The callbacks may come before this returns."""
        more: dict[str, Any] = {}
        if call.amd_url:
            more = {
                "machine_detection": "DetectMessageEnd" if call.detect_message_end else "Enable",
                "async_amd": "true",
                "async_amd_status_callback": call.amd_url,
                "async_amd_status_callback_method": "POST",
            }
        if call.fallback_url:
            more |= {"fallback_url": call.fallback_url, "fallback_method": "POST"}
        made = await self._run(
            lambda: self._client.calls.create(
                to=call.to,
                from_=call.from_,
                url=call.answer_url,
                method="POST",
                status_callback=call.status_url,
                status_callback_event=["initiated", "ringing", "answered", "completed"],
                status_callback_method="POST",
                timeout=call.ring_timeout_s,
                time_limit=call.time_limit_s,
                **more,
            )
        )
        return _call(made)

    async def fetch(self, sid: str) -> CarrierCall | None:
        """The call as it is now; None if the carrier does not know it."""
        try:
            return _call(await self._run(lambda: self._client.calls(sid).fetch()))
        except UpstreamError as error:
            if getattr(error, "carrier_code", None) == _NOT_FOUND:
                return None
            raise

    async def hang_up(self, sid: str) -> None:
        """End the call in whatever state it is.

        Raises:
            CallGone: it has ended already.
        """
        await self._run(lambda: self._client.calls(sid).update(status="completed"))

    async def run_twiml(self, sid: str, twiml: str) -> None:
        """Make the live call do something else; its stream ends.

        Raises:
            CallGone: it has ended.
        """
        await self._run(lambda: self._client.calls(sid).update(twiml=twiml))

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            async with asyncio.timeout(self._timeout_s + 2):
                return await asyncio.to_thread(work)
        except TwilioRestException as error:
            raise _mapped(error) from error
        except (TwilioException, requests.RequestException, TimeoutError, OSError) as error:
            raise Unavailable(
                f"The carrier does not answer ({type(error).__name__}).",
                cure="Check the network, and PHONY_TWILIO_API_BASE if it is set.",
            ) from error


class CarrierRefused(UpstreamError):
    """The carrier refused; `carrier_code` is its own error number."""

    code = "carrier_refused"

    def __init__(self, message: str, carrier_code: int, cure: str) -> None:
        """`cure` links to the carrier's own page about the code."""
        super().__init__(message, cure=cure)
        self.carrier_code = carrier_code


def _mapped(error: TwilioRestException) -> Exception:
    number = int(error.code or 0)
    cure = f"See {ERRORS_URL}{number}." if number else "See the carrier's console."
    text = f"The carrier refused: error {number or error.status}."
    if number == _NOT_IN_PROGRESS:
        return CallGone("The call has already ended.")
    if error.status in (401, 403) and number in (0, 20003):
        return CarrierRefused(text, number, "Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.")
    if number in _TOO_MANY or error.status == 429:
        return TooManyRequests(text, cure=cure)
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
    return CarrierRefused(text, number, cure)


def _call(made: Any) -> CarrierCall:
    price = getattr(made, "price", None)
    duration = getattr(made, "duration", None)
    return CarrierCall(
        sid=str(made.sid),
        status=str(getattr(made.status, "value", made.status)),
        duration_s=int(duration) if duration not in (None, "") else None,
        price=float(price) if price not in (None, "") else None,
        price_unit=str(getattr(made, "price_unit", "") or ""),
    )
