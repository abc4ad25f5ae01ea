"""The carrier's signed requests to the product: TwiML fetches and callbacks.

Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides (time limits), and
the signature rules of `wire/signatures.py`.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import ssl
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import httpx

from phony.sandbox.faults import Faults
from phony.wire import signatures

MAX_LOGGED = 500
MAX_SESSIONS = 500
_RETRY_AFTER_S = 0.1
_KEY_SID = "webhooks_sharedkey_" + "5a" * 16
_TWIML_TYPES = ("text/xml", "application/xml", "text/html")


@dataclass(frozen=True, slots=True)
class Retries:
    """What a URL's fragment says of retries; the default is one, of a failed connection only.

    Source: protocols.md B15. `rc` is how often (0 to 5); `rp` after what: `ct` no connection or one
    that broke off, `rt` no answer, `4xx`, `5xx`, `all`.
    """

    count: int = 1
    policy: frozenset[str] = frozenset({"ct"})

    @classmethod
    def of(cls, url: str) -> Retries:
        """Read the fragment; what cannot be read is as if it were not there."""
        given = parse_qs(url.partition("#")[2])
        count, policy = given.get("rc", ["1"])[0], given.get("rp", ["ct"])[0]
        return cls(int(count) if count in set("012345") else 1, frozenset(policy.split(",")))

    def after_error(self, error: httpx.TransportError) -> bool:
        """Whether to try again after this."""
        late = isinstance(error, httpx.ReadTimeout)
        return bool(self.policy & {"rt" if late else "ct", "all"})

    def after_answer(self, status: int) -> bool:
        """Whether to try again although there was an answer."""
        return status >= 400 and bool(self.policy & {f"{status // 100}xx", "all"})


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
        """The request in the sandbox's own API."""
        return asdict(self)


@dataclass(slots=True)
class Failure(Exception):
    """A request that brought no usable answer; `code` as in the carrier's error dictionary."""

    code: int
    message: str
    url: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


def document(response: httpx.Response) -> str:
    """The TwiML that an answer is or means: plain text is read out, a sound is played.

    Source: https://www.twilio.com/docs/voice/twiml (MIME types).

    Raises:
        Failure: another content type (12300).
    """
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _TWIML_TYPES or not response.content.strip():
        return response.text
    if kind == "text/plain":
        return f"<Response><Say>{escape(response.text)}</Say></Response>"
    if kind.startswith("audio/"):
        return f"<Response><Play>{escape(str(response.url))}</Play></Response>"
    raise Failure(
        12300,
        f"content type {kind!r} is not one of {', '.join(_TWIML_TYPES)}, text/plain, audio/*",
        str(response.url),
    )


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
        # The machine's own trust store, as for streams: a private authority counts in both.
        self._transport = httpx.AsyncHTTPTransport(
            verify=ssl.create_default_context(),
            trust_env=False,
            limits=httpx.Limits(max_connections=500, max_keepalive_connections=50),
        )
        self._sessions: OrderedDict[str, httpx.AsyncClient] = OrderedDict()

    async def close(self) -> None:
        """Drop all connections."""
        await self._transport.aclose()

    def _session(self, call_sid: str) -> httpx.AsyncClient:
        """A call's own cookies, over the connections of all."""
        session = self._sessions.get(call_sid)
        if session is None:
            session = httpx.AsyncClient(
                transport=self._transport,
                follow_redirects=True,
                max_redirects=5,
                trust_env=False,
                timeout=httpx.Timeout(15, connect=5),
            )
            if call_sid:
                self._sessions[call_sid] = session
        while len(self._sessions) > MAX_SESSIONS:
            self._sessions.popitem(last=False)
        return session

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
                (11205), a certificate that nobody here trusts (11237), a bad URL (11100) or a body
                that is nothing to say or play (12300).
        """
        response = await self._request(url, method, form)
        if not response.is_success:
            raise Failure(11200, f"HTTP {response.status_code}", url)
        return document(response)

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
                response = await self._send(request, Retries.of(url))
        except TimeoutError as error:
            request.error = "no answer in time"
            raise Failure(11200, request.error, target) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            request.error = f"{type(error).__name__}: {error}"
            untrusted = "CERTIFICATE_VERIFY_FAILED" in str(error)
            raise Failure(11237 if untrusted else 11205, request.error, target) from error
        finally:
            request.took_ms = (time.monotonic() - began) * 1000
        request.status = response.status_code
        request.body = response.text[:20_000]
        return response

    async def _send(self, request: Request, retries: Retries) -> httpx.Response:
        """Send, and again as often as the URL asks for; the last outcome counts."""
        left = retries.count
        while True:
            try:
                response = await self._send_once(request)
                if not left or not retries.after_answer(response.status_code):
                    return response
            except httpx.TransportError as error:
                if not left or not retries.after_error(error):
                    raise
            left -= 1
            await asyncio.sleep(_RETRY_AFTER_S)

    async def _send_once(self, request: Request) -> httpx.Response:
        http = self._session(request.form.get("CallSid", ""))
        if request.method == "GET":
            url = str(httpx.URL(request.url).copy_merge_params(request.form))
            request.headers |= self.signature_headers(url, {})
            return await http.get(url, headers=request.headers)
        request.headers |= self.signature_headers(request.url, request.form)
        return await http.post(request.url, data=request.form, headers=request.headers)
