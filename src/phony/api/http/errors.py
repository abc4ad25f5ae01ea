"""Every failure as an RFC 9457 problem document that names the field and the cure."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from bson.errors import BSONError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from pymongo.errors import DocumentTooLarge, PyMongoError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from phony.api.http.rights import Declared
from phony.domain.errors import PhonyError
from phony.domain.mistakes import Mistakes

log = logging.getLogger("phony.api")
MEDIA_TYPE = "application/problem+json"
_LOCATIONS = {"body", "query", "path", "header", "cookie"}


class FieldError(BaseModel):
    """One input that is not acceptable."""

    field: str = Field(description="Dotted path of the input, e.g. `turn_detection.threshold`.")
    message: str = Field(description="What is wrong with it.")
    code: str = Field("", description="Stable name of the kind of error, if it has one.")
    cure: str | None = Field(None, description="What to do about it, if that can be said.")


class Problem(BaseModel):
    """An error as answered by every endpoint (RFC 9457)."""

    type: str = Field("about:blank", description="Stable URI of the kind of problem.")
    title: str = Field(description="The HTTP status in words.")
    status: int = Field(description="The HTTP status again.")
    detail: str = Field(description="What is wrong, as a sentence for people.")
    code: str = Field(description="Stable name of the kind of problem, for programs.")
    field: str | None = Field(None, description="The input to blame, as a dotted path.")
    cure: str | None = Field(None, description="What to do about it.")
    errors: list[FieldError] = Field(
        default_factory=list, description="Every input that is wrong, if it was the input."
    )
    details: dict[str, Any] = Field(
        default_factory=dict, description="More for programs, such as who holds the number."
    )


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    field: str | None = None,
    cure: str | None = None,
    errors: Sequence[FieldError] = (),
    details: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document as a response."""
    body = Problem(
        type=f"urn:phony:problem:{code}",
        title=_title(status),
        status=status,
        detail=_clean(detail),
        code=code,
        field=_clean(field) if field is not None else None,
        cure=cure,
        errors=list(errors),
        details=dict(details or {}),
    )
    content = orjson.dumps(body.model_dump(exclude_none=True), default=str)
    return Response(content, status, headers, MEDIA_TYPE)


def of_error(error: PhonyError) -> Response:
    """The problem document of one of our own errors."""
    details = getattr(error, "details", None)
    headers: dict[str, str] = {}
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="phony"'
    if (retry_after := getattr(error, "retry_after_s", None)) is not None:
        headers["Retry-After"] = str(max(1, round(retry_after)))
    return problem(
        error.status,
        error.code,
        str(error),
        field=error.field,
        cure=error.cure,
        errors=[
            FieldError(field=mistake.field[:300], message=mistake.message, cure=mistake.cure)
            for mistake in (error.mistakes[:200] if isinstance(error, Mistakes) else ())
        ],
        details=details if isinstance(details, Mapping) else None,
        headers=headers,
    )


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _clean(text: str) -> str:
    """`text` without lone surrogates, which no UTF-8 answer can carry."""
    return text.encode("utf-8", "replace").decode()


def _path(location: Sequence[Any]) -> str:
    parts = list(location)
    if len(parts) > 1 and parts[0] in _LOCATIONS:
        parts = parts[1:]
    return ".".join(str(part) for part in parts)


def field_errors(errors: Sequence[Any]) -> list[FieldError]:
    """Pydantic's errors as ours. What was sent is not echoed: it may be a secret."""
    found = []
    for error in errors:
        kind = str(error.get("type", ""))
        message = str(error.get("msg", "is not acceptable")).removeprefix("Value error, ")
        if kind == "extra_forbidden":
            message = "unknown field"
        elif kind == "missing":
            message = "is required"
        path = _clean(_path(error.get("loc", ())))
        path = "" if path == "body" else path
        found.append(FieldError(field=path[:300], message=_clean(message)[:500], code=kind[:80]))
    return found


async def _on_phony_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, PhonyError)
    if error.status >= 500:
        log.warning("request failed: %s %s", error.code, error)
    return of_error(error)


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = field_errors(error.errors())
    if any(item.code == "json_invalid" for item in errors):
        return problem(
            400, "malformed_json", "The body is not valid JSON.", cure="Send one JSON document."
        )
    first = errors[0] if errors else FieldError(field="", message="is not acceptable")
    detail = f"{first.field or 'The body'}: {first.message}"
    if len(errors) > 1:
        detail += f" (and {len(errors) - 1} more)"
    return problem(
        422,
        "invalid",
        detail,
        field=first.field or None,
        cure=f"See /docs for the fields of {request.method} {request.url.path}.",
        errors=errors[:50],
    )


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    names = {
        404: "not_found",
        405: "method_not_allowed",
        413: "too_large",
        415: "unsupported_media_type",
    }
    declared: Declared = request.app.state.declared
    if error.status_code == 404 and declared.is_socket(request.url.path):
        return problem(
            426,
            "upgrade_required",
            f"{request.url.path} is a WebSocket, and the request came without an upgrade.",
            cure="Let a proxy pass WebSockets: HTTP/1.1, with the Upgrade and Connection headers.",
            headers={"Upgrade": "websocket", "Connection": "Upgrade"},
        )
    code = names.get(error.status_code, _title(error.status_code).lower().replace(" ", "_"))
    if error.status_code == 404:
        detail = f"There is nothing at {request.url.path}."
    elif error.status_code == 405:
        detail = f"{request.method} is not possible at {request.url.path}."
    elif error.status_code == 400 and "parsing the body" in str(error.detail):
        return problem(
            400, "malformed_json", "The body is not valid JSON.", cure="Send one JSON document."
        )
    else:
        detail = str(error.detail)
    headers = dict(error.headers or {})
    if error.status_code == 405:  # over all routers: each knows only its own
        headers["Allow"] = ", ".join(declared.methods(request.url.path))
    return problem(error.status_code, code, detail, headers=headers)


async def _on_bson_error(request: Request, error: Exception) -> Response:
    return problem(422, "invalid", "The input holds a value that cannot be stored.")


async def _on_too_large(request: Request, error: Exception) -> Response:
    return problem(413, "too_large", "The record would be larger than the database can keep.")


async def _on_database_error(request: Request, error: Exception) -> Response:
    log.error("database: %s", type(error).__name__)
    return problem(
        503,
        "unavailable",
        "The database does not answer.",
        cure="Check that MongoDB runs (`phony doctor`), then try again.",
        headers={"Retry-After": "2"},
    )


async def _on_any_error(request: Request, error: Exception) -> Response:
    # Starlette logs the traceback itself; the answer says nothing of what is inside.
    return problem(
        500,
        "internal",
        "Something went wrong on our side.",
        cure="The server's log has the details.",
    )


def install(app: FastAPI) -> None:
    """Make `app` answer every failure as a problem document."""
    app.add_exception_handler(PhonyError, _on_phony_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(BSONError, _on_bson_error)
    app.add_exception_handler(DocumentTooLarge, _on_too_large)
    app.add_exception_handler(PyMongoError, _on_database_error)
    app.add_exception_handler(Exception, _on_any_error)
