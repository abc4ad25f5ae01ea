"""What a tool's HTTP answer is to the model: data, or the reason why there is none."""

from __future__ import annotations

import codecs
import contextlib
import re
from email.message import Message
from typing import Any

import httpx
import orjson

from phony.domain.webhooks import SIGNATURE_HEADERS
from phony.net.http import Answer

_PAGE = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)[\s>]", re.I | re.S)
# Whatever else is declared as text, JSON or XML, or not at all, is read as text.
_TEXT = re.compile(
    r"text/.+|.+[/+](json|xml|yaml)|application/(x-www-form-urlencoded|(x-)?javascript|x-ndjson)"
)
_OWN = frozenset({"Accept", "X-Phony-Call-Id"})  # headers that tell nothing of the operator
_MAX_SHOWN = 1000  # characters of a failure's body


def output(answer: Answer) -> tuple[dict[str, Any], bool]:
    """The output for the model, and whether the tool worked: only 2xx with data is that."""
    if 300 <= answer.status < 400:
        return _failure(_redirect(answer)), False
    kind, charset = _content_type(answer)
    text = _text(answer.body, kind, charset)
    if not 200 <= answer.status < 300:
        more = {} if text is None or _is_page(kind, text) else {"body": text[:_MAX_SHOWN]}
        return _failure(f"the tool answered with status {answer.status}", **more), False
    if text is None:
        what = kind or "bytes that are no text"
        return _failure(f"the tool answered with {what}, which cannot be read"), False
    if _is_page(kind, text):
        return _failure("the tool answered with a web page, not with data"), False
    if answer.truncated:
        return {"ok": True, "result": text, "truncated": True}, True
    try:
        result: Any = orjson.loads(text) if text.strip() else None
    except ValueError:
        result = text
    return {"ok": True, "result": result}, True


def next_request(
    method: str, url: str, headers: dict[str, str], content: bytes, answer: Answer
) -> tuple[str, str, dict[str, str], bytes] | None:
    """The request that a redirect asks for; None if it is none that is followed.

    301, 302 and 303 are fetched with GET, as browsers do; 307 and 308 only at the same server.
    What the operator configured for one server is not sent to another.
    """
    if answer.status not in (301, 302, 303, 307, 308) or "location" not in answer.headers:
        return None
    try:
        here = httpx.URL(url)
        there = here.join(answer.headers["location"])
    except (httpx.InvalidURL, ValueError):
        return None
    same = (here.scheme, here.host, here.port) == (there.scheme, there.host, there.port)
    if here.scheme == "https" and there.scheme != "https":
        return None
    if answer.status in (307, 308):
        return (method, str(there), headers, content) if same else None
    of_body = {"Content-Type", *SIGNATURE_HEADERS}
    kept = {k: v for k, v in headers.items() if k not in of_body and (same or k in _OWN)}
    return "GET", str(there), kept, b""


def _failure(message: str, **more: Any) -> dict[str, Any]:
    return {"ok": False, "error": message, **more}


def _redirect(answer: Answer) -> str:
    """Says where to, but not with what: a query can hold secrets."""
    try:
        target = httpx.URL(answer.headers.get("location", "")).copy_with(query=None, fragment=None)
        where = f" to {target}"[:200] if str(target) else ""
    except (httpx.InvalidURL, ValueError):
        where = ""
    return f"the tool answered with a redirect ({answer.status}){where}: give its final URL"


def _content_type(answer: Answer) -> tuple[str, str]:
    """Media type and charset, in small letters; empty where nothing is said."""
    header = Message()
    header["Content-Type"] = answer.headers.get("content-type", "")
    declared = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return declared, (header.get_content_charset() or "").lower()


def _is_page(kind: str, text: str) -> bool:
    return kind in ("text/html", "application/xhtml+xml") or _PAGE.match(text) is not None


def _text(body: bytes, kind: str, charset: str) -> str | None:
    """The body as text: by its byte order mark, else as declared, else as UTF-8 or Windows-1252.

    None if it is none. A body that was cut may end within a character.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return _clean(body[len(mark) :].decode(name, "replace"))
    if kind and not _TEXT.fullmatch(kind):
        return None
    if charset:
        with contextlib.suppress(LookupError, UnicodeError):  # nobody's charset
            return _clean(body.decode(charset, "replace"))
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        return _clean(decoder.decode(body))
    except UnicodeDecodeError:
        return _clean(body.decode("cp1252", "replace"))


def _clean(text: str) -> str | None:
    if "\x00" in text:
        return None
    return text.encode("utf-8", "replace").decode()  # some charsets make lone surrogates
