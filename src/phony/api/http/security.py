"""Access, body and header rules in front of every router, for HTTP and ASGI WebSockets."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from itertools import chain
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from phony.api.http.errors import of_error, problem
from phony.api.http.rights import Declared
from phony.aside import LARGE, Aside
from phony.domain import jsonvalues
from phony.domain.errors import PhonyError
from phony.domain.rights import Right
from phony.net.neighbours import Line
from phony.service.access.access import Access
from phony.service.access.requests import SAFE, WEBSOCKET, RequestFacts

MAX_BODY = 1 << 20  # of who has a key
MAX_FORM = 64 << 10  # of the carrier's: forms, whose signature is checked once they are read
MAX_STRANGERS_BODY = 4 << 10  # of who has shown nothing yet: a key to sign in with
MAX_HEADERS, MAX_HEADER_FIELDS, MAX_PATH = 32 << 10, 128, 8 << 10
_OTHERS = (Right.SIGNED, Right.TOKEN)  # bodies that are not ours: size only
_YAML = re.compile(r"^/agents/import/?$")
_YAML_TYPES = ("application/yaml", "application/x-yaml", "text/yaml", "text/plain")
# Mantine writes style elements; recordings and worklets come as blobs. `'self'` covers wss.
_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
}


def facts_of(scope: Scope) -> RequestFacts:
    """What access depends on, from an ASGI scope."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").lower()
        value = raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    client, server = scope.get("client"), scope.get("server")
    line = Line(tuple(client[:2]), tuple(server[:2])) if client and server else None
    return RequestFacts(
        method=WEBSOCKET if scope["type"] == "websocket" else scope["method"],
        path=scope["path"],
        headers=headers,
        peer=client[0] if client else "",
        http=scope.get("http_version", "1.1"),
        line=line,
    )


class SecurityMiddleware:
    """Finds out who asks before anything else sees the request; `state.identity` has the answer.

    Whether they may is what the route declared.
    """

    def __init__(self, app: ASGIApp, *, declared: Declared) -> None:
        """`app.state.services.access` knows who asks."""
        self._app = app
        self._declared = declared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        access: Access = scope["app"].state.services.access
        https = bool(access.public_url and access.public_url.startswith("https:"))
        sender = _with_headers(scope, send, https)
        try:
            refusal = _refuse_head(scope)
            if refusal is None:
                facts = facts_of(scope)
                needed = self._declared.of(facts.method, facts.path)
                identity = await access.admit(facts, needed.right, linkable=needed.linkable)
                state: MutableMapping[str, Any] = scope.setdefault("state", {})
                state["identity"] = identity
                if scope["type"] == "http":
                    aside: Aside = scope["app"].state.services.aside
                    receive = await _checked_body(facts, needed.right, receive, aside)
        except PhonyError as error:
            refusal = of_error(error)
        except ClientDisconnect:
            return  # half a body is nothing that anybody asked
        if refusal is None:
            await self._app(scope, receive, sender)
        elif scope["type"] == "http":
            await refusal(scope, receive, sender)
        else:
            await _refuse_websocket(scope, receive, send, refusal)


class _TooLarge(PhonyError):
    code = "too_large"
    status = 413


class _UnsupportedType(PhonyError):
    code = "unsupported_media_type"
    status = 415


def _refuse_head(scope: Scope) -> Response | None:
    """An answer to a head that nobody sends who wants something; None if it may be read."""
    fields = scope["headers"]
    if len(fields) > MAX_HEADER_FIELDS or sum(map(len, chain(*fields))) > MAX_HEADERS:
        return problem(431, "headers_too_large", "The headers are too large.", cure="Send fewer.")
    if max(len(scope["path"]), len(scope["query_string"])) > MAX_PATH:
        return problem(414, "path_too_long", f"The path is longer than {MAX_PATH} characters.")
    return None


def most_body(right: Right) -> int:
    """How large a body may be: who has shown nothing yet may send little."""
    if right is Right.SIGNED:
        return MAX_FORM
    return MAX_STRANGERS_BODY if right.scope is None else MAX_BODY


async def _checked_body(
    facts: RequestFacts, right: Right, receive: Receive, aside: Aside
) -> Receive:
    """Read the whole body, refuse what no endpoint takes, and hand it on.

    Raises:
        PhonyError: too large, of a type nobody reads, or JSON that cannot be kept.
        ClientDisconnect: it broke off.
    """
    if facts.method in SAFE:
        return receive
    body = await _read(facts, most_body(right), receive)
    if body and right not in _OTHERS:
        kind = facts.headers.get("content-type", "").split(";", 1)[0].strip().lower()
        if kind == "application/json" or kind.endswith("+json"):
            if len(body) > LARGE:
                await aside.run(jsonvalues.verify, body)
            else:
                jsonvalues.parse(body)
        elif not (_YAML.match(facts.path) and kind in _YAML_TYPES):
            raise _UnsupportedType(
                f"The body's type is {kind or 'not given'}, and must be application/json.",
                field="Content-Type",
                cure="Send the header `Content-Type: application/json`.",
            )
    return _replay(body, receive)


async def _read(facts: RequestFacts, most: int, receive: Receive) -> bytes:
    """The body; nothing more is read of one that is larger than `most`."""
    too_large = _TooLarge(
        f"The body is larger than {most >> 10} KiB.", cure="Send less, or in parts."
    )
    length = facts.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:12]) > most:
        raise too_large
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > most:
            raise too_large
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _with_headers(scope: Scope, send: Send, https: bool) -> Send:
    """A `send` that adds the security headers to every answer."""

    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if https:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            if not scope["path"].startswith("/dashboard"):
                headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sender


async def _refuse_websocket(scope: Scope, receive: Receive, send: Send, refusal: Response) -> None:
    """Answer an upgrade with the problem document where the server can, else with a 403."""
    await receive()  # websocket.connect
    if "websocket.http.response" in scope.get("extensions", {}):
        await send(
            {
                "type": "websocket.http.response.start",
                "status": refusal.status_code,
                "headers": refusal.raw_headers,
            }
        )
        await send({"type": "websocket.http.response.body", "body": bytes(refusal.body)})
    else:
        await send({"type": "websocket.close", "code": 1008})
