"""What a request says about where it comes from: this machine, a browser's page, a key."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from phony.domain.errors import Forbidden
from phony.net.neighbours import Line, is_ours

WEBSOCKET = "WEBSOCKET"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# A proxy, tunnel or cloud's front door wrote one of these: then the peer's address says nothing
# about who asks. Known by kind, for there are more than anybody can list: by what they say ...
_SAYS_PASSED_ON = re.compile(
    r"forward|prox|tunnel|gateway|load-?balanc|rewrite|original-|originating"
    r"|(client|real|remote|connecting|cluster|source|true)-?(ip|addr|host|user)"
)
# ... or by the first word, after any `x-`: the houses that name theirs after themselves.
_HOUSES = frozenset(
    "akamai amz amzn appengine arr azure bluecoat cdn cf do edge envoy fastly fly goog google"
    " haproxy heroku iinfo incap istio lb ms nf nginx ngrok railway render rndr sucuri tailscale"
    " traefik varnish vercel via zrok".split()
)
_NAMED = frozenset(
    ("front-end-https", "x-host", "x-port", "x-request-start", "x-scheme", "x-ssl", "x-url-scheme")
)
# Browsers, curl and we speak 1.1; a proxy that was told nothing speaks 1.0 to what is behind it.
_OLD = ("0.9", "1.0")


def was_passed_on(facts: RequestFacts) -> bool:
    """Whether a proxy shows: by the headers that it added, or by the HTTP it speaks."""
    return facts.http in _OLD or any(_is_proxys(name) for name in facts.headers)


def _is_proxys(name: str) -> bool:
    house = name.removeprefix("x-").partition("-")[0]
    return house in _HOUSES or name in _NAMED or bool(_SAYS_PASSED_ON.search(name))


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What access depends on. `method` is `WEBSOCKET` for upgrades; header names lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    peer: str
    http: str = "1.1"  # the version that was spoken
    line: Line | None = None  # None: it came by no TCP connection

    @property
    def key(self) -> str | None:
        """The key that was sent; empty for credentials that are no key of ours."""
        authorization = self.headers.get("authorization", "")
        scheme, _, rest = authorization.partition(" ")
        if scheme.lower() == "bearer":
            return rest.strip()
        if authorization:
            return ""  # some other scheme: not a key of ours, but not nothing either
        return self.headers.get("x-api-key")


@dataclass(slots=True)
class Origins:
    """Where requests may come from."""

    public_url: str | None = None
    trusted_gateways: str = ""
    # Whether this machine's user is at the other end.
    ours: Callable[[Line | None], bool] = is_ours
    _gateways: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = field(init=False)

    def __post_init__(self) -> None:
        self._gateways = [
            ipaddress.ip_network(text.strip(), strict=False)
            for text in self.trusted_gateways.split(",")
            if text.strip()
        ]

    def check_local(self, facts: RequestFacts) -> None:
        """Only this machine's user, by a loopback name, with nobody in between.

        Raises:
            Forbidden: from elsewhere.
        """
        cure = "Set PHONY_API_KEY and send the key, or ask from the machine Phony runs on."
        peer = _address(facts.peer)
        loopback = peer is not None and peer.is_loopback
        if peer is None or not (loopback or any(peer in gateway for gateway in self._gateways)):
            raise Forbidden("Without a key Phony answers only its own machine.", cure=cure)
        if was_passed_on(facts):
            raise Forbidden(
                "Without a key Phony does not answer through a proxy or tunnel.", cure=cure
            )
        if not _is_loopback_name(facts.headers.get("host", "")):
            raise Forbidden(
                "Without a key Phony answers only to a loopback name.",
                cure="Use http://localhost or http://127.0.0.1, or set PHONY_API_KEY.",
            )
        if loopback and not self.ours(facts.line):
            raise Forbidden(
                "Without a key Phony answers only the user who runs it, and root.",
                cure="Ask as that user, or send a key: `phony keys create` makes keys.",
            )

    def check_browser(self, facts: RequestFacts, *, linkable: bool) -> None:
        """A page of another origin may neither change anything nor open a socket.

        It may link to what is `linkable`.

        Raises:
            Forbidden: it tries.
        """
        looks = facts.method in SAFE
        cross_site = facts.headers.get("sec-fetch-site") == "cross-site"
        if cross_site and not (linkable and looks):
            raise Forbidden("Requests from other sites' pages are refused.", field="Sec-Fetch-Site")
        if looks or (origin := facts.headers.get("origin")) is None:
            return
        own = {_authority(f"//{facts.headers.get('host', '')}")}
        if self.public_url:
            own.add(_authority(self.public_url))
        if _authority(origin) not in own:
            raise Forbidden(
                "Requests from pages of another origin are refused.",
                field="Origin",
                cure="Open the dashboard under its own address, or set PHONY_PUBLIC_URL to it.",
            )


def _address(peer: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The peer's address, IPv4 in its short form; None for what is no address."""
    try:
        address = ipaddress.ip_address(peer.split("%", 1)[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _authority(url: str) -> str:
    """`host:port` in lower case, without a scheme's default port; `?` if there is none."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "?"
    if not host:
        return "?"
    return host if port in (None, 80, 443) else f"{host}:{port}"


def _is_loopback_name(host: str) -> bool:
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
