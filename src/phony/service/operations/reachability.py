"""Whether the carrier reaches us: the public URL, its certificate, webhooks and media sockets."""

from __future__ import annotations

import asyncio
import socket
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx

from phony.service.operations.findings import Finding, failed, ok, skipped, warning


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


async def media_socket(base_url: str) -> Finding:
    """An upgrade without a call must be refused by us, not swallowed by a proxy."""
    parts = urlsplit(base_url)
    secure = parts.scheme == "https"
    reader, writer = await asyncio.open_connection(
        parts.hostname,
        parts.port or (443 if secure else 80),
        ssl=ssl.create_default_context() if secure else None,
    )
    try:
        writer.write(
            b"GET /media/doctor/probe HTTP/1.1\r\n"
            b"Host: " + parts.netloc.encode() + b"\r\n"
            b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: cGhvbnktZG9jdG9ycHJvYg==\r\n\r\n"
        )
        await writer.drain()
        line = (await reader.readline()).decode("latin-1")
    finally:
        writer.close()
    status = int(line.split()[1]) if line.startswith("HTTP/") else 0
    if status in (101, 403, 404):
        return ok("Upgrades arrive.")
    return failed(
        f"The upgrade of a media socket was answered with {status or 'nothing'}.",
        "Let the proxy pass WebSockets: HTTP/1.1, with the Upgrade and Connection headers.",
    )
