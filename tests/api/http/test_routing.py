"""Bodies are what the OpenAPI document says they are, to the type."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from tests.support.control import EXAMPLE

from phony.api.http.routing import AsJson
from phony.api.routers import ROUTERS


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PUT", "/limits", {"per_day_usd": True}, "per_day_usd"),
        ("PUT", "/limits", {"per_day_usd": "5"}, "per_day_usd"),
        ("POST", "/agents/", EXAMPLE | {"enabled": "off"}, "enabled"),
        ("POST", "/agents/", EXAMPLE | {"recording": "no"}, "recording"),
        ("POST", "/agents/", EXAMPLE | {"enabled": 1}, "enabled"),
        ("POST", "/agents/", EXAMPLE | {"speed": "1.1"}, "speed"),
        ("POST", "/agents/", EXAMPLE | {"limits": {"per_call_usd": True}}, "limits.per_call_usd"),
        ("POST", "/agents/", EXAMPLE | {"name": 7}, "name"),
        (
            "POST",
            "/agents/",
            EXAMPLE | {"turn_detection": {"silence_duration_ms": "500"}},
            "turn_detection.silence_duration_ms",
        ),
        ("POST", "/webhooks", {"url": "https://example.com", "enabled": "yes"}, "enabled"),
        ("PUT", "/prices", {"models": {"gpt-realtime-2.1": {"audio_out": "60"}}}, None),
        ("PUT", "/prices", {"models": {"gpt-realtime-2.1": {"audio_out": True}}}, None),
    ],
)
async def test_no_type_is_made_into_another(
    client: httpx.AsyncClient, method: str, path: str, body: dict[str, Any], field: str | None
) -> None:
    answer = await client.request(method, path, json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == (field or "models.gpt-realtime-2.1.audio_out")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/limits", {"per_day_usd": 5}),  # a whole number is a number
        ("PUT", "/prices", {"dated": "2026-11-01", "models": {}}),  # dates are text in JSON
        ("POST", "/agents/", EXAMPLE | {"speed": 1, "type": "inbound"}),
    ],
)
async def test_what_json_has_no_type_for_is_read_from_its_text(
    client: httpx.AsyncClient, method: str, path: str, body: dict[str, Any]
) -> None:
    answer = await client.request(method, path, json=body)
    assert answer.status_code in (200, 201), answer.text


def test_every_body_is_taken_so() -> None:
    bodies = [
        (route.path, parameter)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for parameter in route.dependant.body_params
    ]
    assert len(bodies) > 25
    for path, parameter in bodies:
        kind = repr(parameter.field_info.annotation)
        marked = any(isinstance(mark, AsJson) for mark in parameter.field_info.metadata)
        assert marked or "dict[" in kind, f"{path} takes {kind} as it comes"
