"""HTTP to addresses that people configure: webhooks and tools. Private networks are off limits.

The guard sits where the connection is made: the name is resolved once, every address it has is
checked, and the connection goes to a checked address. A name that answers differently the second
time (DNS rebinding) or a redirect therefore leads nowhere else.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpcore
import httpx

from phony.domain.errors import Invalid, UpstreamError

MAX_URL = 2000
# Where an IPv4 address stands in the last 32 bits of an IPv6 one: NAT64, SIIT, IPv4-compatible.
_WRAPPINGS = [ipaddress.ip_network(t) for t in ("64:ff9b::/96", "::ffff:0:0:0/96", "::/96")]
# IANA's special-purpose registries, and what clouds keep for themselves on public addresses. Our
# own list: the standard library's differs from one Python to the next.
_SPECIAL_4 = [
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24"),
        *("192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # Azure's host: metadata, DNS, the machine's agent
    )
]
# All that is routed lies in one eighth (so `fec0::/10`, `fc00::/7`, `5f00::/16` and others do not).
_ROUTED_6 = ipaddress.ip_network("2000::/3")
_SPECIAL_6 = [
    ipaddress.ip_network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]
_HOST = re.compile(r"[A-Za-z0-9._:\-]+")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class OutboundError(UpstreamError):
    """The other side could not be reached, or did not answer as HTTP does."""


class Refused(OutboundError):
    """The address lies in a private network."""


@dataclass(slots=True)
class Answer:
    """What the other side answered; `body` is cut at the size that was asked for."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    truncated: bool = False
    elapsed_ms: float = 0.0


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also inside IPv6 wrappings of IPv4."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in special for special in _SPECIAL_4)
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and any(address in wrapping for wrapping in _WRAPPINGS):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(inner)
    return address in _ROUTED_6 and not any(address in special for special in _SPECIAL_6)


def check_url(url: str, *, allow_private: bool, name: str = "url") -> httpx.URL:
    """Read a URL that somebody configured; `name` is the field to blame.

    Raises:
        Invalid: not an absolute HTTP URL, credentials in it, or plainly a private address.
    """
    cure = "Give a full URL such as https://example.com/phony."
    if len(url) > MAX_URL:
        raise Invalid(f"the URL is longer than {MAX_URL} characters", field=name)
    try:
        parsed = httpx.URL(url)
        host = parsed.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError) as error:
        raise Invalid("not a URL", field=name, cure=cure) from error
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise Invalid("not a port", field=name, cure=cure)
    if parsed.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise Invalid("not an http or https URL", field=name, cure=cure)
    if parsed.userinfo:
        raise Invalid("a URL may not hold a password", field=name, cure="Send it as a header.")
    if not allow_private and _plainly_private(host):
        raise Invalid(
            "the URL points into a private network",
            field=name,
            cure="Use a public address, or set PHONY_ALLOW_PRIVATE_URLS=true.",
        )
    return parsed


def _plainly_private(host: str) -> bool:
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not is_public(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        return False


async def check_address(url: str, *, allow_private: bool) -> None:
    """Look where a WebSocket URL that somebody configured leads, just before it is used.

    Raises:
        OutboundError: its name does not resolve. Refused: into a private network.
    """
    if allow_private:
        return
    parts = urlsplit(url)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            parts.hostname, parts.port or 443, type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError) as error:
        raise OutboundError("the name does not resolve") from error
    for entry in found:
        if not is_public(ipaddress.ip_address(str(entry[4][0]).split("%", 1)[0])):
            raise Refused("the address lies in a private network")


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 -- httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check every address, connect to the first that answers."""
        deadline = time.monotonic() + (timeout if timeout is not None else 10.0)
        try:
            async with asyncio.timeout(max(0.01, deadline - time.monotonic())):
                found = await asyncio.get_running_loop().getaddrinfo(
                    host, port, type=socket.SOCK_STREAM
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("the name did not resolve in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the name does not resolve") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._allow_private:
            for address in addresses:
                if not is_public(ipaddress.ip_address(address.split("%", 1)[0])):
                    raise Refused("the address lies in a private network")
        last: Exception = httpcore.ConnectError("the name has no address")
        for address in addresses:
            left = deadline - time.monotonic()
            if left <= 0:
                raise httpcore.ConnectTimeout("no connection in time")
            try:
                return await self._inner.connect_tcp(
                    address, port, left, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 -- httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: a URL never means a socket of this machine."""
        raise Refused("unix sockets are not for URLs")

    async def sleep(self, seconds: float) -> None:
        """Wait, for the pool's retries."""
        await self._inner.sleep(seconds)


class OutboundHttp:
    """One pool of connections; never follows redirects and never takes a proxy from outside."""

    def __init__(self, *, allow_private: bool = False, ssl_context: ssl.SSLContext | None = None):
        """`allow_private` lets requests reach private networks (and this machine)."""
        self.allow_private = allow_private
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context or ssl.create_default_context(),
            max_connections=64,
            max_keepalive_connections=16,
            keepalive_expiry=30,
            network_backend=_GuardedBackend(allow_private),
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
        timeout_s: float = 10.0,
        max_bytes: int = 64 << 10,
    ) -> Answer:
        """Send one request and read at most `max_bytes` of the answer, all within `timeout_s`.

        Raises:
            Invalid: the URL is none, or plainly private.
            OutboundError: refused, unreachable, too slow, or not HTTP.
        """
        target = check_url(url, allow_private=self.allow_private)
        sent = [(b"Host", target.netloc), (b"Accept-Encoding", b"identity")]
        sent += [(k.encode("ascii"), v.encode("latin-1")) for k, v in (headers or {}).items()]
        if content or method not in ("GET", "HEAD"):
            sent.append((b"Content-Length", str(len(content)).encode()))
        started = time.perf_counter()
        try:
            async with asyncio.timeout(timeout_s):
                return await self._exchange(method, target, sent, content, timeout_s, max_bytes)
        except Refused:
            raise
        except (TimeoutError, httpcore.TimeoutException) as error:
            waited = time.perf_counter() - started
            raise OutboundError(f"no answer within {waited:.1f} s") from error
        except httpcore.NetworkError as error:
            raise OutboundError(f"no connection: {error}"[:200]) from error
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ssl.SSLError) as error:
            raise OutboundError(f"no proper HTTP: {error}"[:200]) from error

    async def _exchange(
        self,
        method: str,
        url: httpx.URL,
        headers: list[tuple[bytes, bytes]],
        content: bytes,
        timeout_s: float,
        max_bytes: int,
    ) -> Answer:
        started = time.perf_counter()
        times = {name: timeout_s for name in ("connect", "read", "write", "pool")}
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        body, truncated = bytearray(), False
        async with self._pool.stream(
            method, target, headers=headers, content=content, extensions={"timeout": times}
        ) as response:
            async for chunk in response.aiter_stream():
                body += chunk
                if len(body) > max_bytes:
                    del body[max_bytes:]
                    truncated = True
                    break
            return Answer(
                response.status,
                {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers},
                bytes(body),
                truncated,
                round((time.perf_counter() - started) * 1000, 1),
            )
