"""Tools of the operator's: the model calls one, we call its URL; the answer is data, no order."""

from __future__ import annotations

import logging
import re
import time
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import orjson

from phony.domain.calls import Call
from phony.domain.context import held
from phony.domain.errors import Invalid
from phony.domain.ids import new_id, utc_now
from phony.domain.known import values
from phony.domain.templates import insert, plain
from phony.domain.tools import HttpTool
from phony.domain.webhooks import SIGNATURE_HEADERS, signed_headers
from phony.net.http import Answer, OutboundError, OutboundHttp
from phony.service.tools.answers import next_request, output

_log = logging.getLogger(__name__)

MAX_ARGUMENTS = 32 << 10
MAX_ANSWER = 32 << 10
MAX_REDIRECTS = 4  # requests in all
_OWN_HEADERS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", *SIGNATURE_HEADERS}
)

_Request = tuple[str, str, dict[str, str], bytes]  # method, URL, headers, body


class HttpTools:
    """Runs HTTP tools; private addresses are refused where the connection is made."""

    def __init__(self, http: OutboundHttp) -> None:
        """One pool for all calls."""
        self._http = http

    async def run(self, call: Call, name: str, arguments: str) -> tuple[str, bool]:
        """The output for the model as JSON text, and whether the tool worked. Never raises."""
        tool = _find(call, name)
        if tool is None:
            return _failure(f"there is no tool {name[:64]!r}"), False
        if len(arguments) > MAX_ARGUMENTS:
            return _failure("the arguments are too long"), False
        try:
            given = orjson.loads(arguments or "{}")
        except ValueError:
            return _failure("the arguments are not JSON"), False
        if not isinstance(given, dict):
            return _failure("the arguments are not an object"), False
        return await self._ask(call, tool, given)

    async def _ask(self, call: Call, tool: HttpTool, given: dict[str, Any]) -> tuple[str, bool]:
        try:
            url, headers = _filled(call, tool)
        except Invalid as error:
            return _failure(str(error)), False
        headers |= {"Accept": "application/json", "X-Phony-Call-Id": call.id}
        content = b""
        if tool.method == "GET":
            flat = [
                (k, v if isinstance(v, str) else orjson.dumps(v).decode()) for k, v in given.items()
            ]
            if flat:
                url += ("&" if urlsplit(url).query else "?") + urlencode(flat)
        else:
            headers |= {"Content-Type": "application/json"}
            content = orjson.dumps(
                {
                    "call_id": call.id,
                    "agent_id": call.agent_id,
                    "from_number": call.from_number,
                    "to_number": call.to_number,
                    "arguments": given,
                }
            )
            if tool.signing_secret:
                headers |= signed_headers([tool.signing_secret], new_id("req"), utc_now(), content)
        began = time.monotonic()
        request = tool.method, url, headers, content
        try:
            answer = await self._request(request, began + tool.timeout_s)
        except (OutboundError, Invalid, UnicodeError) as error:
            why = str(error)[:300]
            _log.warning("call %s: the tool %s failed: %s", call.id, tool.name, why)
            return _failure(why, took_s=time.monotonic() - began), False
        result, ok = output(answer)
        if not ok:
            _log.warning("call %s: the tool %s failed: %s", call.id, tool.name, result["error"])
        return orjson.dumps(result).decode(), ok

    async def _request(self, request: _Request, deadline: float) -> Answer:
        """The answer after some redirects, all of them before `deadline`."""
        for _ in range(MAX_REDIRECTS):
            method, url, headers, content = request
            answer = await self._http.request(
                method,
                url,
                headers=headers,
                content=content,
                timeout_s=max(0.01, deadline - time.monotonic()),
                max_bytes=MAX_ANSWER,
            )
            following = next_request(*request, answer)
            if following is None:
                break
            request = following
        return answer


def _find(call: Call, name: str) -> HttpTool | None:
    if call.agent is None:
        return None
    return next((tool for tool in call.agent.tools.http if tool.name == name), None)


def _filled(call: Call, tool: HttpTool) -> tuple[str, dict[str, str]]:
    """URL and headers with the call's values, as they are now.

    Raises:
        Invalid: a value is missing, or cannot stand there.
    """
    assert call.agent is not None, "the tool is its agent's"
    known = values(call.agent, held(call), utc_now())
    try:
        url = insert(tool.url, known, _in_url)
        headers = {
            name: insert(value, known, _in_header)
            for name, value in tool.headers.items()
            if name.lower() not in _OWN_HEADERS
        }
    except KeyError as error:
        raise Invalid(f"nothing is known for {{{{{error.args[0]}}}}}") from None
    return url, headers


def _in_url(value: Any) -> str:
    """One part of a path or query: it cannot lead to another place."""
    text = plain(value)
    if {".", ".."} & set(re.split(r"[/\\]", text)):
        raise Invalid(f"{text!r} cannot stand in an address")
    return quote(text, safe="")


def _in_header(value: Any) -> str:
    text = plain(value)
    if not text.isascii() or not text.isprintable():
        raise Invalid("a value has letters that cannot stand in a header")
    return text


def _failure(message: str, **more: Any) -> str:
    return orjson.dumps({"ok": False, "error": message, **more}).decode()
