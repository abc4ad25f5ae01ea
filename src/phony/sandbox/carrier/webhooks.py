"""The carrier's signed requests to the product: TwiML fetches and callbacks.

Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides (time limits), and
the signature rules of `wire/signatures.py`.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx

from phony.sandbox.faults import Faults
from phony.wire import signatures

MAX_LOGGED = 500
_KEY_SID = "webhooks_sharedkey_" + "5a" * 16


@dataclass
class Request:
    """One request made to the product, for tests to look at."""

    url: str
    method: str
    form: dict[str, str]
    headers: dict[str, str]
    status: int | None = None  # None: no answer
    error: str = ""
    body: str = ""
    took_ms: float = 0
    at: float = field(default_factory=time.time)

    def show(self) -> dict[str, Any]:
        """The request in the control API."""
        return asdict(self)


@dataclass(slots=True)
class Failure(Exception):
    """A request that brought no usable answer; `code` as in the carrier's error dictionary."""

    code: int
    message: str
    url: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Webhooks:
    """Makes signed requests; `spawn` owns the tasks of callbacks nobody waits for."""

    def __init__(
        self,
        auth_token: str,
        faults: Callable[[], Faults],
        spawn: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self.auth_token = auth_token
        self.log: deque[Request] = deque(maxlen=MAX_LOGGED)
        self._faults = faults
        self._spawn = spawn
        self._http = httpx.AsyncClient(
            follow_redirects=True,
            max_redirects=5,
            trust_env=False,
            timeout=httpx.Timeout(15, connect=5),
            limits=httpx.Limits(max_connections=500, max_keepalive_connections=50),
        )

    async def close(self) -> None:
        """Drop all connections."""
        await self._http.aclose()

    def signature_headers(self, url: str, form: dict[str, str]) -> dict[str, str]:
        """What proves that the request is the carrier's, or with a fault, does not."""
        faults = self._faults()
        if faults.bad_signature == "missing":
            return {}
        if key := faults.webhook_sha256_key:
            return {
                signatures.SIGNATURE_HEADER: signatures.sign(url, form, key, "HMAC_SHA256"),
                signatures.SETTINGS_HEADER: signatures.settings_header(_KEY_SID),
            }
        token = self.auth_token
        if faults.bad_signature == "wrong_token":
            token += "-other"
        signature = signatures.sign(url, form, token)
        if faults.bad_signature == "wrong":
            signature = signatures.sign(url + "/", form, token)
        return {signatures.SIGNATURE_HEADER: signature}

    async def fetch(self, url: str, method: str, form: dict[str, str]) -> str:
        """TwiML from `url`.

        Raises:
            Failure: no answer in time (11200), an answer outside 2xx (11200), no connection
                (11205), a bad URL (11100) or a body that is not XML (12300).
        """
        response = await self._request(url, method, form)
        if not response.is_success:
            raise Failure(11200, f"HTTP {response.status_code}", url)
        kind = response.headers.get("content-type", "")
        if "xml" not in kind and response.content.strip():
            raise Failure(12300, f"content type {kind!r} is not XML", url)
        return response.text

    def callback(self, url: str, method: str, form: dict[str, str]) -> None:
        """Tell the product something; the answer does not matter."""
        if url:
            self._spawn(self.notify(url, method, form))

    async def deliver(self, url: str, method: str, form: dict[str, str]) -> None:
        """Tell the product something and wait for the answer, whatever it is."""
        try:
            await self._request(url, method, form)
        except Failure:
            return  # it is in the log

    async def notify(self, url: str, method: str, form: dict[str, str]) -> None:
        """Tell the product something, with the faults that callbacks are to have."""
        faults = self._faults()
        if faults.callbacks_drop:
            return
        delay_s = faults.callbacks_delay_s
        if faults.callbacks_shuffle:
            delay_s += random.random()
        if delay_s:
            await asyncio.sleep(delay_s)
        for _ in range(2 if faults.callbacks_duplicate else 1):
            await self.deliver(url, method, form)

    async def _request(self, url: str, method: str, form: dict[str, str]) -> httpx.Response:
        target = url.partition("#")[0]
        if not target.startswith(("http://", "https://")):
            raise Failure(11100, "invalid URL", url)
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": secrets.token_hex(16),
        }
        request = Request(target, method.upper(), form, headers)
        self.log.append(request)
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._faults().webhook_timeout_s):
                response = await self._send(request)
        except TimeoutError as error:
            request.error = "no answer in time"
            raise Failure(11200, request.error, target) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            request.error = f"{type(error).__name__}: {error}"
            raise Failure(11205, request.error, target) from error
        finally:
            request.took_ms = (time.monotonic() - began) * 1000
        request.status = response.status_code
        request.body = response.text[:20_000]
        return response

    async def _send(self, request: Request) -> httpx.Response:
        """Send; once more when the connection could not be made."""
        for attempt in (1, 2):
            try:
                if request.method == "GET":
                    url = str(httpx.URL(request.url).copy_merge_params(request.form))
                    request.headers |= self.signature_headers(url, {})
                    return await self._http.get(url, headers=request.headers)
                request.headers |= self.signature_headers(request.url, request.form)
                return await self._http.post(
                    request.url, data=request.form, headers=request.headers
                )
            except (httpx.ConnectError, httpx.RemoteProtocolError):
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")
