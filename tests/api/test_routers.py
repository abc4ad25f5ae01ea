"""Who may ask what, pinned: a route that is new, gone or open to others shows here."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from tests.support.control import client_of, control_app

from phony.api.carrier.streams import UPGRADES
from phony.api.http.rights import operations
from phony.app import create_app
from phony.domain.keys import Scope
from phony.domain.rights import GRANTED, Right
from phony.settings import Settings
from phony.store.database import Database

# Nobody has to be known: these prove themselves, or say nothing.
NOBODY = """
GET /
GET /dashboard
GET,HEAD /dashboard/{path:path}
GET /health/live
GET /health/ready
DELETE,GET,POST /session
POST /twilio/calls/{call_id}/after
POST /twilio/calls/{call_id}/amd
POST /twilio/calls/{call_id}/answer
POST /twilio/calls/{call_id}/brief
POST /twilio/calls/{call_id}/brief-key
POST /twilio/calls/{call_id}/brief-status
POST /twilio/calls/{call_id}/conference-status
POST /twilio/calls/{call_id}/dial-status
POST /twilio/calls/{call_id}/leg-status
POST /twilio/calls/{call_id}/resume
POST /twilio/calls/{call_id}/status
POST /twilio/calls/{call_id}/stream-status
POST /twilio/numbers/status
POST /twilio/voice
POST /twilio/voice/fallback
"""
# The least scope that may; every scope above it may, too.
READ = """
GET /agents
GET /agents/
GET /agents/export
POST /agents/preview
GET /agents/{agent_id}
GET,POST /agents/{agent_id}/preview
GET /agents/{agent_id}/versions
GET /agents/{agent_id}/versions/diff
GET /agents/{agent_id}/versions/{version}
GET /calls
GET /calls/
GET /calls/{call_id}
GET /calls/{call_id}/bundle
GET /calls/{call_id}/commands
GET /calls/{call_id}/commands/{command_id}
GET /calls/{call_id}/context
GET /calls/{call_id}/edits
POST /calls/{call_id}/edits/preview
GET /calls/{call_id}/edits/{edit_id}
GET /calls/{call_id}/events
GET,HEAD /calls/{call_id}/recording
GET /calls/{call_id}/transcript
GET /calls/{call_id}/turns
GET /calls/{call_id}/waveform
GET /deliveries/{delivery_id}
GET /destinations
GET /docs
GET /docs/start.js
GET /docs/{name}
GET /doctor
WEBSOCKET /events
GET /limits
GET /metrics
GET /numbers
GET /numbers/
GET /numbers/{number_id}
GET,HEAD /openapi.json
GET /prices
GET /settings
GET /setup
GET /stats/agents
GET /stats/days
GET /stats/hours
GET /stats/numbers
GET /stats/overview
GET /templates
GET /webhooks
GET /webhooks/{webhook_id}
GET /webhooks/{webhook_id}/deliveries
"""
OPERATE = """
POST /agents/call/outbound
PATCH /agents/{agent_id}/context
POST /calls/browser
PATCH /calls/{call_id}/context
POST /calls/{call_id}/dtmf
DELETE /calls/{call_id}/edits/{edit_id}
POST /calls/{call_id}/edits
POST /calls/{call_id}/edits/{edit_id}/apply
POST /calls/{call_id}/edits/{edit_id}/undo
POST /calls/{call_id}/hand-back
POST /calls/{call_id}/hangup
POST /calls/{call_id}/hold
POST /calls/{call_id}/mute
POST /calls/{call_id}/probe
POST /calls/{call_id}/say
POST /calls/{call_id}/take-over
POST /calls/{call_id}/transfer
POST /calls/{call_id}/unhold
POST /calls/{call_id}/unmute
POST /calls/{call_id}/warm-transfer
POST /calls/{call_id}/whisper
POST /edits
WEBSOCKET /sandbox/softphone
"""
ADMIN = """
POST /agents
POST /agents/
POST /agents/import
DELETE,PATCH,PUT /agents/{agent_id}
POST /agents/{agent_id}/template
POST /agents/{agent_id}/versions/{version}/rollback
GET /audit
DELETE /calls/{call_id}
POST /calls/{call_id}/edits/{edit_id}/promote
POST /deliveries/{delivery_id}/resend
GET,POST /keys
DELETE /keys/{key_id}
PUT /destinations
PUT /limits
PUT /settings
POST /numbers/sync
POST /numbers/{number_id}/assign
POST /numbers/{number_id}/unassign
PUT /prices
POST /templates
DELETE /templates/{template_id}
POST /webhooks
DELETE,PATCH /webhooks/{webhook_id}
POST /webhooks/{webhook_id}/rotate
POST /webhooks/{webhook_id}/test
"""
# Sockets that pass the web framework by.
UPGRADED = {
    "/media/{worker_id}/{call_id}": (Right.TOKEN, None),
    "/calls/{call_id}/listen": (Right.READ, Scope.READ),
    "/calls/{call_id}/speak": (Right.OPERATE, Scope.OPERATE),
}


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings(), worker_id="routes")


def pinned(table: str, scope: Scope | None) -> dict[tuple[str, str], Scope | None]:
    """`GET,HEAD /path` as two entries."""
    return {
        (method, path): scope
        for methods, path in (line.split() for line in table.strip().splitlines())
        for method in methods.split(",")
    }


def test_every_operation_needs_what_is_pinned(app: FastAPI) -> None:
    wanted = {
        **pinned(NOBODY, None),
        **pinned(READ, Scope.READ),
        **pinned(OPERATE, Scope.OPERATE),
        **pinned(ADMIN, Scope.ADMIN),
    }
    found = {(it.method, it.path): it.needs.right.scope for it in operations(app.routes)}
    assert found == wanted


def test_every_upgrade_needs_what_is_pinned() -> None:
    found = {route.path: (route.right, route.right.scope) for route in UPGRADES}
    assert found == UPGRADED


def test_who_needs_no_key_says_why(app: FastAPI) -> None:
    why = {it.path: it.needs.right for it in operations(app.routes) if it.needs.right.scope is None}
    assert {path for path, right in why.items() if right is Right.SIGNED} == {
        path for path in why if path.startswith("/twilio/")
    }
    assert {path for path, right in why.items() if right is Right.OPEN} == {
        "/health/live",
        "/health/ready",
    }
    assert {path for path, right in why.items() if right is Right.SIGN_IN} == {"/session"}
    assert {path for path, right in why.items() if right is Right.PAGE} == {
        "/",
        "/dashboard",
        "/dashboard/{path:path}",
    }


def test_the_document_says_the_scopes(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    for it in operations(app.routes):
        described = paths.get(it.path, {}).get(it.method.lower())
        if described is not None:
            scope = it.needs.right.scope
            assert described.get("x-scope") == (scope and scope.value), it
            assert bool(described["security"]) == (scope is not None), it


@pytest.mark.parametrize("scope", Scope)
async def test_a_key_may_what_its_scope_grants_and_nothing_else(
    database: Database, scope: Scope
) -> None:
    app = control_app(database, api_key="admin-key-0123456789")
    admin = {"X-API-Key": "admin-key-0123456789"}
    async with client_of(app) as client:
        made = await client.post("/keys", json={"name": "k", "scope": scope}, headers=admin)
        headers = {"X-API-Key": made.json()["key"]}
        for it in operations(app.routes):
            if it.method == "WEBSOCKET" or it.needs.right.scope is None:
                continue
            # An empty body is refused after the right was checked, where one is needed.
            path = it.path.replace("{", "no_").replace("}", "")
            if it.path == "/numbers/sync" or it.path == "/doctor" or it.path == "/keys/{key_id}":
                path += "?no_such_parameter=1"
            answer = await client.request(it.method, path, headers=headers)
            allowed = it.needs.right in GRANTED[scope]
            assert (answer.status_code != 403) == allowed, (it, answer.text)
            assert (await client.request(it.method, path)).status_code == 401, it
