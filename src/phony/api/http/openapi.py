"""The OpenAPI document as a stranger needs it: names, tags, errors, how to sign in."""

from __future__ import annotations

import threading
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from phony.api.http import outgoing
from phony.api.http.deps import Page
from phony.api.http.errors import MEDIA_TYPE, Problem
from phony.api.http.rights import Operation, operations

DESCRIPTION = """\
Voice agents on phone numbers. Create an agent, give it a number, watch its calls, and change what \
it knows while it talks.

Without `PHONY_API_KEY` and `PHONY_PUBLIC_URL` the API answers only the machine it runs on, and \
needs no key. Otherwise send `Authorization: Bearer <key>`. Errors are problem documents \
(RFC 9457) that name the field and the cure. Lists are pages: pass `next_cursor` as `cursor`. \
`ETag` and `If-Match` guard against lost updates.
"""
TAGS = [
    {"name": "agents", "description": "What answers and calls: prompt, voice, context, tools."},
    {"name": "templates", "description": "Agents to start from."},
    {"name": "numbers", "description": "Phone numbers of the carrier account."},
    {"name": "calls", "description": "Calls, running and over."},
    {"name": "live control", "description": "Edits of and commands to running calls."},
    {"name": "statistics", "description": "Figures per agent, number and day."},
    {"name": "webhooks", "description": "Events sent to your systems."},
    {"name": "money", "description": "Prices."},
    {"name": "access", "description": "API keys, sessions, the audit log."},
    {"name": "operation", "description": "Health, metrics, doctor, set-up."},
]
_ERRORS = {
    "400": "The body is not JSON.",
    "401": "No key, or a wrong one.",
    "403": "Not allowed from here, or with this key.",
    "404": "There is no such thing.",
    "409": "The state forbids it; `details` says why.",
    "412": "`If-Match` is not the newest version.",
    "413": "The body is too large.",
    "415": "The body is not of a type that is read here.",
    "422": "An input is not acceptable; `field` names it.",
    "429": "Too many requests; `Retry-After` says when.",
    "502": "The carrier or engine answered with an error.",
    "503": "Something needed does not answer now.",
}


def install(app: FastAPI) -> None:
    """Let `app` describe itself this way."""
    one = threading.Lock()  # it takes a second, and is asked for beside the loop

    def describe() -> dict[str, Any]:
        with one:
            if app.openapi_schema is None:
                app.openapi_schema = _describe(app)
            return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def _describe(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title="Phony",
        version=app.version,
        summary="AI voice agents on phone numbers, self-hosted.",
        description=DESCRIPTION,
        routes=app.routes,
        tags=TAGS,
        servers=[{"url": "/", "description": "Where this document is."}],
        separate_input_output_schemas=app.separate_input_output_schemas,
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem_schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem_schema.pop("$defs", {}))
    schemas["Problem"] = problem_schema
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "An API key."},
        "headerKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        "session": {"type": "apiKey", "in": "cookie", "name": "phony_session"},
    }
    for name, schema in schemas.items():  # those that FastAPI makes have none of their own
        if name.startswith("Page_"):
            schema["description"] = Page.__doc__
        elif name.startswith("Body_"):
            schema["description"] = "What the request takes."
    document["webhooks"] = outgoing.describe(schemas)
    for operation in operations(app.routes):
        described = document["paths"].get(operation.path, {}).get(operation.method.lower())
        if described is not None:
            _complete(operation, described)
    return document


def _complete(operation: Operation, described: dict[str, Any]) -> None:
    """Add problem answers and who may call."""
    responses = described.setdefault("responses", {})
    wanted = ["400", "401", "403", "422", "429", "503"]
    scope = operation.needs.right.scope
    if scope is not None:
        described["security"] = [{"key": []}, {"headerKey": []}, {"session": []}]
        described["x-scope"] = scope.value
    else:
        described["security"] = []
    if "{" in operation.path or operation.method == "POST":
        wanted.append("404")
    if operation.method != "GET":
        wanted += ["409", "413", "415", "502"]
    if any(p.get("name", "").lower() == "if-match" for p in described.get("parameters", [])):
        wanted.append("412")
    for status in sorted(wanted):
        if status == "422" or status not in responses:
            responses[status] = {
                "description": _ERRORS[status],
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
