from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.access import anybody, facts

from phony.domain.errors import Forbidden
from phony.net.neighbours import Line
from phony.service.access.requests import SAFE, WEBSOCKET, Origins, was_passed_on


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        ({}, None),
        ({"authorization": "Bearer abc"}, "abc"),
        ({"authorization": "bearer  abc "}, "abc"),
        ({"authorization": "Basic Og=="}, ""),  # not a key of ours, but not nothing
        ({"authorization": "Bearer abc", "x_api_key": "other"}, "abc"),
        ({"x_api_key": "abc"}, "abc"),
    ],
)
def test_the_key_of_a_request(headers: dict[str, str], key: str | None) -> None:
    assert facts(**headers).key == key


def test_loopback_is_this_user_and_nobody_else() -> None:
    asked: list[Line | None] = []

    def nobody(line: Line | None) -> bool:
        asked.append(line)
        return False

    line = Line(("127.0.0.1", 5), ("127.0.0.1", 6))
    origins = Origins(ours=nobody, trusted_gateways="172.18.0.1")
    with pytest.raises(Forbidden, match="the user who runs it"):
        origins.check_local(replace(facts(), line=line))
    assert asked == [line]
    origins.check_local(facts(peer="172.18.0.1"))  # not a connection within this machine


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "::1%lo"])
@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.:24187", "phony.localhost", "127.0.0.1:1", "[::1]:24187"]
)
def test_this_machine_by_a_loopback_name(peer: str, host: str) -> None:
    Origins(ours=anybody).check_local(facts(peer=peer, host=host))


@pytest.mark.parametrize("peer", ["192.168.1.5", "10.0.0.1", "2001:db8::1", "", "testclient"])
def test_another_machine_is_refused(peer: str) -> None:
    with pytest.raises(Forbidden, match="only its own machine"):
        Origins(ours=anybody).check_local(facts(peer=peer))


def test_a_named_gateway_counts_as_this_machine() -> None:
    origins = Origins(ours=anybody, trusted_gateways="172.18.0.1, 10.9.0.0/16")
    for peer in ("172.18.0.1", "10.9.3.4", "::ffff:172.18.0.1"):
        origins.check_local(facts(peer=peer))
    with pytest.raises(Forbidden):
        origins.check_local(facts(peer="172.18.0.2"))


@pytest.mark.parametrize(
    "header",
    [
        *(
            "x-forwarded-for",
            "x-forwarded-port",
            "x-forwarded-whatever",
            "x-forwarded",
            "forwarded",
        ),
        *("via", "x-via", "x-bluecoat-via", "client-ip", "x-client-ip", "true-client-ip"),
        *("x-real-ip", "x-cluster-client-ip", "x-remote-addr", "do-connecting-ip"),
        *("cf-ray", "cf-connecting-ip", "cdn-loop", "fly-client-ip", "fly-region", "fastly-ff"),
        *("x-envoy-external-address", "x-amzn-trace-id", "x-amz-cf-id", "x-azure-clientip"),
        *(
            "x-original-host",
            "x-original-uri",
            "x-rewrite-url",
            "x-proxyuser-ip",
            "proxy-connection",
        ),
        *(
            "wl-proxy-client-ip",
            "x-arr-log-id",
            "x-appengine-country",
            "x-scheme",
            "x-request-start",
        ),
        *("ngrok-trace-id", "tailscale-user-login", "x-vercel-id", "x-nf-client-connection-ip"),
    ],
)
def test_a_proxy_shows_by_what_it_adds(header: str) -> None:
    with pytest.raises(Forbidden, match="proxy or tunnel"):
        Origins(ours=anybody).check_local(facts(**{header: "127.0.0.1"}))


def test_a_proxy_shows_by_the_http_it_speaks() -> None:
    for version in ("0.9", "1.0"):
        with pytest.raises(Forbidden, match="proxy or tunnel"):
            Origins(ours=anybody).check_local(replace(facts(), http=version))
    for version in ("1.1", "2"):
        Origins(ours=anybody).check_local(replace(facts(), http=version))


def test_a_named_gateway_may_not_pass_on_either() -> None:
    origins = Origins(ours=anybody, trusted_gateways="172.18.0.1")
    for asks in (facts(x_forwarded_for="8.8.8.8"), replace(facts(), http="1.0")):
        with pytest.raises(Forbidden, match="proxy or tunnel"):
            origins.check_local(replace(asks, peer="172.18.0.1"))


# What browsers, curl, HTTP libraries and traces send of their own accord.
OWN = """accept accept-encoding accept-language authorization baggage cache-control connection
content-length content-type cookie dnt expect if-match if-none-match idempotency-key origin pragma
priority range referer save-data sec-ch-ua sec-ch-ua-platform sec-fetch-dest sec-fetch-mode
sec-fetch-user sec-gpc sec-websocket-extensions sec-websocket-key sec-websocket-version te
traceparent tracestate transfer-encoding upgrade upgrade-insecure-requests user-agent x-api-key
x-b3-traceid x-correlation-id x-request-id x-requested-with""".split()


def test_nobody_else_is_taken_for_a_proxy() -> None:
    assert [name for name in OWN if was_passed_on(facts(**{name: "x"}))] == []


@pytest.mark.parametrize(
    "host",
    ["", "evil.example.com", "localhost.evil.example.com", "127.0.0.1.evil.com", "[x", "10.0.0.1"],
)
def test_another_name_is_refused(host: str) -> None:
    with pytest.raises(Forbidden, match="loopback name"):
        Origins(ours=anybody).check_local(facts(host=host))


@pytest.mark.parametrize("method", ["POST", "DELETE", WEBSOCKET])
def test_pages_of_other_origins_change_nothing_and_open_no_socket(method: str) -> None:
    origins = Origins(public_url="https://phony.example.com")
    for origin in (
        "http://localhost:24187",
        "https://phony.example.com",
        "https://LOCALHOST:24187",
    ):
        origins.check_browser(facts(method, origin=origin), linkable=False)
    for origin in ("", "null", "http://localhost:3000", "https://evil.example.com", "http://[x"):
        with pytest.raises(Forbidden, match="another origin"):
            origins.check_browser(facts(method, origin=origin), linkable=True)


@pytest.mark.parametrize("method", sorted(SAFE))
def test_looking_has_no_origin(method: str) -> None:
    Origins(ours=anybody).check_browser(
        facts(method, origin="https://evil.example.com"), linkable=False
    )


def test_other_sites_may_link_to_pages_only() -> None:
    cross = {"sec_fetch_site": "cross-site"}
    Origins(ours=anybody).check_browser(facts("GET", **cross), linkable=True)
    for method, linkable in (("GET", False), ("POST", True), (WEBSOCKET, True)):
        with pytest.raises(Forbidden, match="other sites"):
            Origins(ours=anybody).check_browser(facts(method, **cross), linkable=linkable)
    Origins(ours=anybody).check_browser(facts("GET", sec_fetch_site="same-site"), linkable=False)
