"""The caller's leg: Twilio's REST calls through the official SDK, in threads, with a timeout.

Source: protocols.md B7, B10, B13. The account's numbers are in `twilio_numbers.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from phony.carriers import refusals
from phony.carriers.patience import until_told
from phony.carriers.refusals import CallGone, CarrierBusy, CarrierRefused, NotReached

T = TypeVar("T")

# A phone that shall not ring, or a caller who shall go elsewhere: asked for until it is done.
PERSIST_S = 600.0
# An order that was not taken for the pace may wait as long as somebody waits for our answer.
PLACE_WITHIN_S = 8.0
_LOOK_BACK = timedelta(seconds=120)  # its clock and ours may differ


@dataclass(frozen=True, slots=True)
class OutboundCall:
    """A call to place; all URLs absolute.

    `call_token` is of a caller whose number is shown as `from_`. Digits to press exclude `amd_url`.
    """

    to: str
    from_: str
    answer_url: str
    status_url: str
    fallback_url: str = ""
    amd_url: str = ""
    ring_timeout_s: int = 30
    time_limit_s: int = 1800
    detect_message_end: bool = False
    send_digits: str = ""
    call_token: str = ""


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
        self,
        account_sid: str,
        auth_token: str,
        *,
        api_base: str = "",
        timeout_s: float = 10,
        place_within_s: float = PLACE_WITHIN_S,
    ) -> None:
        """`api_base` replaces Twilio's own address (a clone, or the sandbox)."""
        # The async client ignores its timeout (9.13), so the sync one runs in threads.
        self._client = Client(account_sid, auth_token, http_client=_Http(timeout=timeout_s))
        if api_base:
            self._client.api.base_url = api_base.rstrip("/")
        self._timeout_s = timeout_s
        self._place_within_s = place_within_s
        self.account_sid = account_sid

    async def place(self, call: OutboundCall) -> CarrierCall:
        """Dial. The callbacks may come before this returns.

        What the carrier certainly did not take is asked for again, for seconds; after an error for
        which `refusals.may_be_done` holds a phone may ring all the same.
        """
        more: dict[str, Any] = {}
        if call.amd_url:
            more = {
                "machine_detection": "DetectMessageEnd" if call.detect_message_end else "Enable",
                "async_amd": "true",
                "async_amd_status_callback": call.amd_url,
                "async_amd_status_callback_method": "POST",
            }
        if call.send_digits:
            more |= {"send_digits": call.send_digits}
        if call.call_token:
            more |= {"call_token": call.call_token}
        if call.fallback_url:
            more |= {"fallback_url": call.fallback_url, "fallback_method": "POST"}

        def order() -> Any:
            return self._client.calls.create(
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

        return await until_told(
            lambda: self._run(lambda: _call(order())),
            within_s=self._place_within_s,
            again=lambda error: isinstance(error, CarrierBusy | NotReached),
        )

    async def fetch(self, sid: str) -> CarrierCall | None:
        """The call as it is now; None if the carrier does not know it."""
        try:
            return await self._run(lambda: _call(self._client.calls(sid).fetch()))
        except CarrierRefused as error:
            if error.not_found:
                return None
            raise

    async def recent(self, to: str, from_: str, since: datetime) -> list[CarrierCall]:
        """The calls that we placed from one number to another since about then, newest first."""

        def look() -> list[CarrierCall]:
            found = self._client.calls.list(to=to, from_=from_, limit=20)
            return [
                _call(made)
                for made in found
                if made.direction == "outbound-api"
                and made.date_created is not None
                and made.date_created >= since - _LOOK_BACK
            ]

        return await self._run(look)

    async def hang_up(self, sid: str, within_s: float = PERSIST_S) -> None:
        """End the call in whatever state it is, and return once the carrier has confirmed it.

        Raises:
            PhonyError: it did not, however often it was asked.
        """
        try:
            await self._update(sid, within_s, status="completed")
        except CallGone:
            pass  # so it is over

    async def run_twiml(self, sid: str, twiml: str, within_s: float = PERSIST_S) -> None:
        """Make the live call do something else; its stream ends.

        Raises:
            CallGone: it has ended.
        """
        await self._update(sid, within_s, twiml=twiml)

    async def let_last(self, sid: str, time_limit_s: int) -> None:
        """Let the call last so long from its answer on, whatever was ordered."""
        await self._update(sid, PERSIST_S, time_limit=time_limit_s)

    async def _update(self, sid: str, within_s: float, **change: Any) -> None:
        try:
            await until_told(
                lambda: self._run(lambda: self._client.calls(sid).update(**change)),
                within_s=within_s,
            )
        except CarrierRefused as error:
            if error.not_found:
                raise CallGone("The carrier does not know the call any more.") from error
            raise

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            async with asyncio.timeout(self._timeout_s + 2):
                return await asyncio.to_thread(work)
        except TwilioRestException as error:
            raise refusals.of_answer(error) from error
        except (TwilioException, requests.RequestException, ValueError, OSError) as error:
            raise refusals.of_silence(error) from error


class _Http(TwilioHttpClient):  # type: ignore[misc]  # the SDK has no types
    """Keeps what the SDK would drop: when to ask again after a 429."""

    def request(self, *args: Any, **kwargs: Any) -> Any:
        """One request."""
        answer = super().request(*args, **kwargs)
        if answer.status_code == 429:
            raise refusals.of_pace(answer.text, answer.headers or {})
        return answer


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
