"""Whether the carrier reaches us: the public URL, its certificate, webhooks and media sockets."""

from __future__ import annotations

import asyncio
import socket
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx

from phony.net.ports import POLICY_VIOLATION, ConnectFailed, Socket, UpgradeRefused
from phony.net.websocket import connect
from phony.service.operations.findings import Finding, failed, ok, skipped, warning

_PROBE = "/media/w0/call_0"  # a place for a carrier's socket, and of no call
_CARRIED_WITHIN_S = 3.0


async def public_url(url: str | None, *, carrier_is_sandbox: bool) -> Finding:
    """An https address that is needed and whose name resolves."""
    if url is None:
        if carrier_is_sandbox:
            return skipped("The sandbox carrier is on this machine.")
        return failed(
            "Twilio cannot reach this machine: PHONY_PUBLIC_URL is not set.",
            "Put a reverse proxy or tunnel with TLS before Phony and set PHONY_PUBLIC_URL to"
            " its https:// address.",
        )
    parts = urlsplit(url)
    if parts.scheme != "https":
        return failed(
            f"{url} is not https, and media streams need wss.",
            "Set PHONY_PUBLIC_URL to an https:// address.",
        )
    if parts.path not in ("", "/") or parts.query:
        return failed(
            "PHONY_PUBLIC_URL has a path.", "Set it to scheme and host only; proxy the root."
        )
    try:
        await asyncio.get_running_loop().getaddrinfo(parts.hostname, parts.port or 443)
    except socket.gaierror:
        return failed(
            f"The name {parts.hostname} does not resolve.", "Correct it, or add the DNS entry."
        )
    return ok(url)


async def certificate(url: str | None, now: datetime) -> Finding:
    """The certificate of the public address, which must last a while."""
    parts = urlsplit(url or "")
    if parts.scheme != "https" or not parts.hostname:
        return skipped("No public https address.")
    try:
        _, writer = await asyncio.open_connection(
            parts.hostname, parts.port or 443, ssl=ssl.create_default_context()
        )
    except ssl.SSLCertVerificationError as error:
        return failed(
            f"The certificate is not accepted: {error.verify_message}.",
            "Install a certificate of a public authority, with its whole chain.",
        )
    except (OSError, ssl.SSLError) as error:
        return failed(
            f"No TLS connection: {type(error).__name__}.", "Check the proxy before Phony."
        )
    try:
        shown = writer.get_extra_info("peercert") or {}
    finally:
        writer.close()
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), tz=UTC)
    left = (end - now).days
    if left < 14:
        return warning(f"The certificate ends in {left} days.", "Renew it.")
    return ok(f"Valid for {left} days.")


async def webhook(base_url: str, timeout_s: float) -> Finding:
    """Ask for ourselves by the carrier's way in; the answer must be ours."""
    async with httpx.AsyncClient(timeout=timeout_s, follow_redirects=False) as client:
        response = await client.get(f"{base_url}/health/live")
    if response.status_code == 200 and '"phony"' in response.text:
        return ok(f"{base_url} answers.")
    return failed(
        f"{base_url}/health/live answers {response.status_code}, not as Phony.",
        "Let the proxy pass every path to Phony, without redirects.",
    )


class _Probe:
    """A media socket that says what no carrier says, and waits for the refusal."""

    def __init__(self) -> None:
        self.closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def on_open(self, socket: Socket) -> None:
        """Send what is no message."""
        socket.send(b"a doctor's probe, and no message of a carrier's")

    def on_text(self, text: bytes) -> None:
        """Nothing is said to us."""

    def on_binary(self) -> None:
        """Nothing is said to us."""

    def on_close(self, code: int, reason: str) -> None:
        """Refused, or cut off on the way."""
        self.closed.set_result(code)


async def media_socket(base_url: str) -> Finding:
    """A socket of no call must open, carry what we send, and be refused by us: not by a proxy."""
    parts = urlsplit(base_url)
    secure = parts.scheme == "https"
    probe = _Probe()
    try:
        socket = await connect(
            parts._replace(scheme="wss" if secure else "ws", path=_PROBE).geturl(),
            probe,
            ssl=ssl.create_default_context() if secure else None,
        )
    except UpgradeRefused as error:
        return failed(
            f"The upgrade of a media socket was answered with {error.http_status}.",
            "Let the proxy pass WebSockets: HTTP/1.1, with the Upgrade and Connection headers.",
        )
    except ConnectFailed as error:
        return failed(f"No media socket opens: {error}.", "Check the proxy before Phony.")
    try:
        async with asyncio.timeout(_CARRIED_WITHIN_S):
            code = await probe.closed
    except TimeoutError:
        code = 0
    finally:
        socket.close()
    if code == POLICY_VIOLATION:
        return ok("Media sockets open and carry what is sent.")
    how = f"was closed with {code}" if code else "carried nothing"
    return failed(
        f"A media socket opened and then {how}.",
        "Let the proxy pass what WebSockets carry at once, both ways, without buffering.",
    )
