import asyncio
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.tcp import Handle, tcp_server

from phony.domain.errors import Invalid
from phony.net.http import OutboundError, OutboundHttp, Refused, check_url, is_public


def answering(answer: bytes, seen: list[bytes] | None = None) -> Handle:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if seen is not None:
            seen.append(head)
        writer.write(answer)
        await writer.drain()

    return handle


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "168.63.129.16",
        "::ffff:168.63.129.16",
        "64:ff9b::a83f:8110",
        "192.0.0.192",
        "198.18.0.1",
        "198.19.255.255",
        "192.88.99.1",
        "240.0.0.1",
        "203.0.113.9",
        "100.100.100.200",
        "fec0::1",
        "fd00:ec2::254",
        "64:ff9b:1::a00:1",
        "::ffff:0:7f00:1",
        "::7f00:1",
        "100::1",
        "2001::1",
        "2001:20::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "2620:4f:8000::1",
        "4000::1",
    ],
)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"),
        *("192.0.1.1", "168.63.129.15", "172.32.0.1", "100.63.0.1", "2001:4860:4860::8888"),
        *("198.17.255.255", "223.255.255.255", "2a00:1450:4001::1"),
    ],
)
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "ftp://example.com",
        "file:///etc/passwd",
        "http://",
        "http://user:secret@example.com/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://app.localhost/",
        "http://printer.local/",
        "http://127.0.0.1:8080/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://example.com:99999/",
        "https://example.com/" + "x" * 2000,
        "http://exa mple.com/",
    ],
)
def test_such_urls_are_refused_with_their_field(url: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_url(url, allow_private=False, name="hook.url")
    assert caught.value.field == "hook.url"


@given(st.text(max_size=60))
def test_no_text_breaks_the_check(text: str) -> None:
    try:
        url = check_url("http://" + text, allow_private=True)
    except Invalid:
        return
    assert url.host


async def test_a_name_that_resolves_to_this_machine_is_refused_on_connecting() -> None:
    http = OutboundHttp()
    # The numeric forms that only the resolver reads as an address.
    for host in ("127.1", "0x7f000001", "2130706433"):
        with pytest.raises((Refused, OutboundError, Invalid)):
            await http.request("GET", f"http://{host}:9/")
    await http.aclose()


async def test_a_request_is_sent_and_its_answer_read() -> None:
    seen: list[bytes] = []
    answer = b"HTTP/1.1 202 Accepted\r\nX-A: b\r\nContent-Length: 2\r\n\r\nok"
    http = OutboundHttp(allow_private=True)
    async with tcp_server(answering(answer, seen)) as port:
        got = await http.request(
            "POST", f"http://127.0.0.1:{port}/x?y=1", headers={"X-Id": "7"}, content=b"{}"
        )
    assert (got.status, got.body, got.headers["x-a"]) == (202, b"ok", "b")
    assert seen[0].startswith(b"POST /x?y=1 HTTP/1.1\r\n")
    assert b"X-Id: 7" in seen[0]
    assert b"Content-Length: 2" in seen[0]
    await http.aclose()


async def test_redirects_are_not_followed() -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n"
    http = OutboundHttp(allow_private=True)
    async with tcp_server(answering(answer)) as port:
        assert (await http.request("GET", f"http://127.0.0.1:{port}/")).status == 302
    await http.aclose()


async def test_a_long_answer_is_cut() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 5000
    http = OutboundHttp(allow_private=True)
    async with tcp_server(answering(answer)) as port:
        got = await http.request("GET", f"http://127.0.0.1:{port}/", max_bytes=100)
    assert (len(got.body), got.truncated) == (100, True)
    await http.aclose()


async def test_silence_garbage_and_nobody_are_errors_of_ours() -> None:
    http = OutboundHttp(allow_private=True)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with tcp_server(silent) as port:
        with pytest.raises(OutboundError, match="no answer within"):
            await http.request("GET", f"http://127.0.0.1:{port}/", timeout_s=0.2)
    async with tcp_server(answering(b"nonsense\r\n\r\n")) as port:
        with pytest.raises(OutboundError):
            await http.request("GET", f"http://127.0.0.1:{port}/")
    with pytest.raises(OutboundError):
        await http.request("GET", f"http://127.0.0.1:{port}/")
    await http.aclose()
