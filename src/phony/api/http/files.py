"""Answers that are files: each in its own type, and in one that every client generator knows.

Generators leave out an answer of a type that they do not know, and then throw when it comes.
"""

from __future__ import annotations

from typing import Any

from fastapi import Request

TEXT, OCTETS = "text/plain", "application/octet-stream"
_SCHEMAS: dict[str, dict[str, str]] = {
    TEXT: {"type": "string"},
    OCTETS: {"type": "string", "format": "binary"},
}


def described(own: str, plain: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    """The answer in the OpenAPI document; `plain` is `TEXT` or `OCTETS`.

    `schema` is what a reader of its own type gets, if that is more than text or bytes.
    """
    shape = _SCHEMAS[plain]
    return {"content": {own: {"schema": schema or shape}, plain: {"schema": shape}}}


def chosen(request: Request, own: str, plain: str) -> str:
    """The type of the answer: `plain` for who asks for that first."""
    return plain if request.headers.get("accept", "").startswith(plain) else own
