"""What a tool's answer is to the model: only 2xx with readable data is a result."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phony.net.http import Answer
from phony.service.tools.answers import next_request, output

JSON = "application/json"


def answer(status: int = 200, body: bytes = b"{}", kind: str = JSON, **headers: str) -> Answer:
    return Answer(status, {"content-type": kind, **headers} if kind else headers, body)


@pytest.mark.parametrize(
    ("kind", "body", "result"),
    [
        (JSON, b'{"slot":"9 Uhr"}', {"slot": "9 Uhr"}),
        (f"{JSON}; charset=windows-1252", b'{"slot":"M\xfcller, 5 \x80"}', {"slot": "Müller, 5 €"}),
        (f'{JSON}; charset="ISO-8859-1"', b'"M\xfcller"', "Müller"),
        (JSON, '"Müller"'.encode("utf-8-sig"), "Müller"),
        (JSON, b"\xff\xfe" + '"Müller"'.encode("utf-16-le"), "Müller"),
        ("text/plain", b"M\xfcller", "Müller"),  # nothing is said: what most old servers mean
        ("text/plain; charset=utf-8", "受付".encode(), "受付"),
        ("text/plain; charset=shift_jis", "受付".encode("shift_jis"), "受付"),
        ("text/plain; charset=nobodys", "Müller".encode(), "Müller"),
        ("text/plain; charset=undefined", "Müller".encode(), "Müller"),
        ("text/plain; charset=unicode_escape", rb"\ud800", "?"),
        ("", b"it is on its way", "it is on its way"),
        ("application/hal+json", b"[1]", [1]),
        ("application/xml", b"<slot>9</slot>", "<slot>9</slot>"),
        ("application/octet-stream", b"", None),
        (JSON, b"  ", None),
    ],
)
def test_data_is_a_result_in_its_charset(kind: str, body: bytes, result: Any) -> None:
    if body == b"":
        assert output(answer(204, body, "")) == ({"ok": True, "result": None}, True)
    else:
        assert output(answer(200, body, kind)) == ({"ok": True, "result": result}, True)


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        ("text/html", b"<p>Booked!</p>", "web page"),
        (JSON, b"  <!DOCTYPE html><html>...", "web page"),
        ("text/plain", b"<!-- x -->\n<HTML>Moved", "web page"),
        ("image/png", b"\x89PNG", "image/png"),
        ("application/pdf", b"%PDF", "application/pdf"),
        ("", b"a\x00b", "no text"),
    ],
)
def test_pages_and_bytes_are_no_result(kind: str, body: bytes, says: str) -> None:
    shown, ok = output(answer(200, body, kind))
    assert not ok
    assert says in shown["error"]
    assert "Booked" not in str(shown)


@given(st.integers(100, 599), st.binary(max_size=40), st.text(max_size=30))
def test_only_2xx_is_success_and_all_of_it_can_be_told(status: int, body: bytes, kind: str) -> None:
    shown, ok = output(answer(status, body, kind, location=kind))
    assert ok == shown["ok"]
    assert not ok or 200 <= status < 300
    orjson.dumps(shown)


def test_a_redirect_is_named_without_its_query() -> None:
    shown, _ = output(answer(308, location="https://x.example/a?token=secret#f"))
    assert shown["error"] == (
        "the tool answered with a redirect (308) to https://x.example/a: give its final URL"
    )


HEADERS = {"Accept": JSON, "X-Phony-Call-Id": "c", "Authorization": "k", "Content-Type": JSON}


@pytest.mark.parametrize(
    ("status", "location", "followed"),
    [
        (302, "/b", ("GET", "https://a.example/b", {"Accept", "X-Phony-Call-Id", "Authorization"})),
        (303, "https://b.example/c", ("GET", "https://b.example/c", {"Accept", "X-Phony-Call-Id"})),
        (307, "/b", ("POST", "https://a.example/b", set(HEADERS))),
        (308, "https://b.example/c", None),  # would take the body elsewhere
        (301, "http://a.example/b", None),  # would take it out of its encryption
        (302, "https://a.example:port/", None),
        (304, "/b", None),
        (200, "/b", None),
    ],
)
def test_which_redirects_are_followed(
    status: int, location: str, followed: tuple[str, str, set[str]] | None
) -> None:
    found = next_request(
        "POST", "https://a.example/a", HEADERS, b"{}", answer(status, location=location)
    )
    if followed is None:
        assert found is None
    else:
        assert found is not None
        method, url, headers, content = found
        assert (method, url, set(headers)) == followed
        assert content == (b"{}" if method == "POST" else b"")
