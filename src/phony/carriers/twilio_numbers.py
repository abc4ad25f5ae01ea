"""The account's phone numbers over the carrier's REST interface.

Source: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urljoin

import httpx

from phony.domain.errors import Unavailable, UpstreamError
from phony.domain.numbers import CarrierNumber, CarrierVoiceConfig

API = "https://api.twilio.com"
_PAGE_SIZE = 200
_AGAIN_AFTER_S = (0.0, 0.4, 1.0)
_CONFIG = {
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
}


class TwilioNumbers:
    """Lists the account's numbers and changes what a call to them meets."""

    def __init__(
        self, account_sid: str, auth_token: str, *, api_base: str = "", timeout_s: float = 8
    ) -> None:
        """`api_base` replaces Twilio's own address (a clone, or the sandbox)."""
        self._base = (api_base or API).rstrip("/")
        self._path = f"/2010-04-01/Accounts/{account_sid}"
        self._client = httpx.AsyncClient(
            auth=(account_sid, auth_token),
            timeout=timeout_s,
            headers={"User-Agent": "phony", "Accept": "application/json"},
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def numbers(self) -> AsyncIterator[list[CarrierNumber]]:
        """All numbers, page by page.

        Raises:
            UpstreamError: the carrier refuses; Unavailable: it does not answer.
        """
        url: str | None = f"{self._path}/IncomingPhoneNumbers.json?PageSize={_PAGE_SIZE}"
        while url:
            page = await self._request("GET", url)
            yield [_number(item) for item in page.get("incoming_phone_numbers", [])]
            url = page.get("next_page_uri")

    async def number(self, phone_number: str) -> CarrierNumber | None:
        """One number as it is now; None if the account does not have it."""
        page = await self._request(
            "GET", f"{self._path}/IncomingPhoneNumbers.json", params={"PhoneNumber": phone_number}
        )
        items = page.get("incoming_phone_numbers", [])
        return next((_number(it) for it in items if it.get("phone_number") == phone_number), None)

    async def set_number(self, sid: str, config: CarrierVoiceConfig) -> CarrierNumber:
        """Write what a call to the number meets.

        A trunk or an application makes Twilio ignore the webhook, and setting one clears the
        other: so only the one that is wanted is sent, after clearing what must go.
        """
        form = {name: getattr(config, field) for name, field in _CONFIG.items()}
        if config.trunk_sid:
            form["TrunkSid"] = config.trunk_sid
        else:
            form |= {"TrunkSid": "", "VoiceApplicationSid": config.voice_application_sid}
        item = await self._request("POST", f"{self._path}/IncomingPhoneNumbers/{sid}.json", form)
        return _number(item)

    async def account(self) -> dict[str, Any]:
        """The account itself, with its `status` and the carrier's `date` header."""
        response = await self._send("GET", f"{self._path}.json", None, None)
        return {**_body(response), "date": response.headers.get("date", "")}

    async def _request(
        self,
        method: str,
        path: str,
        form: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        return _body(await self._send(method, path, form, params))

    async def _ask(
        self,
        method: str,
        url: str,
        form: Mapping[str, str] | None,
        params: Mapping[str, str] | None,
    ) -> httpx.Response:
        for wait_s in _AGAIN_AFTER_S:
            try:
                return await self._client.request(method, url, data=form, params=params)
            except (httpx.RemoteProtocolError, httpx.ConnectError):
                # An idle connection that was just being closed, or nobody there for a moment; all
                # that we ask may be repeated.
                await asyncio.sleep(wait_s)
        return await self._client.request(method, url, data=form, params=params)

    async def _send(
        self,
        method: str,
        path: str,
        form: Mapping[str, str] | None,
        params: Mapping[str, str] | None,
    ) -> httpx.Response:
        url = urljoin(self._base + "/", path)
        try:
            response = await self._ask(method, url, form, params)
        except httpx.HTTPError as error:
            raise Unavailable(
                f"The carrier does not answer ({type(error).__name__}).",
                cure="Check the network, and PHONY_TWILIO_API_BASE if it is set.",
            ) from error
        if response.is_success:
            return response
        try:
            code = response.json().get("code")
        except ValueError:
            code = None
        cure = f"See https://www.twilio.com/docs/api/errors/{code}." if code else None
        if response.status_code in (401, 403):
            cure = "Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."
        raise UpstreamError(
            f"The carrier refused with status {response.status_code}"
            + (f", error {code}." if code else "."),
            cure=cure,
        )


def _body(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError as error:
        raise UpstreamError("The carrier's answer is not JSON.") from error
    if not isinstance(body, dict):
        raise UpstreamError("The carrier's answer is not an object.")
    return body


def _number(item: Mapping[str, Any]) -> CarrierNumber:
    names = CarrierVoiceConfig.model_fields
    return CarrierNumber(
        sid=str(item.get("sid", "")),
        phone_number=str(item.get("phone_number", "")),
        friendly_name=str(item.get("friendly_name") or ""),
        capabilities={
            str(name): bool(able) for name, able in (item.get("capabilities") or {}).items()
        },
        config=CarrierVoiceConfig(**{name: str(item[name]) for name in names if item.get(name)}),
    )
