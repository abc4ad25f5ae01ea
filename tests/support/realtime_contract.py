"""Holds Realtime events against the vendor's own classes, which refuse nothing they do not know.

So: choose the class by `type`, validate, then look for keys no class has a field for; and on top
the rules the classes do not have (`phony.sandbox.engine.protocol.rules`).
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import orjson
from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent
from pydantic import BaseModel

from phony.sandbox.engine.protocol import rules

# The service adds these to a session; the package's session class has no fields for them.
SERVICE_EXTRAS = frozenset(
    {".session.id", ".session.object", ".session.expires_at"},
)


def _classes(union: Any) -> dict[str, type[BaseModel]]:
    if typing.get_origin(union) is typing.Annotated:
        union = typing.get_args(union)[0]
    return {
        typing.get_args(member.model_fields["type"].annotation)[0]: member
        for member in typing.get_args(union)
    }


CLIENT = _classes(RealtimeClientEvent)
SERVER = _classes(RealtimeServerEvent)


def _extras(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{path}.{key}" for key in (value.model_extra or {}))
        for key in type(value).model_fields:
            yield from _extras(getattr(value, key), f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for place, each in enumerate(value):
            yield from _extras(each, f"{path}[{place}]")


def check_client(event: dict[str, Any], model: str = "gpt-realtime-2.1") -> None:
    """Fail if the service would refuse this event of ours."""
    parsed = CLIENT[event["type"]].model_validate(_without_references(event))
    assert not (found := list(_extras(parsed))), f"unknown to the vendor: {found}"
    rules.check(event, model)


def _without_references(event: dict[str, Any]) -> dict[str, Any]:
    """`item_reference` is legal input, but only the vendor's TypedDicts know it."""
    response = event.get("response") or {}
    if event["type"] != "response.create" or "input" not in response:
        return event
    kept = [item for item in response["input"] if item.get("type") != "item_reference"]
    return event | {"response": response | {"input": kept}}


def check_server(event: dict[str, Any]) -> None:
    """Fail if the service would never send this event."""
    parsed = SERVER[event["type"]].model_validate(event)
    found = [extra for extra in _extras(parsed) if extra not in SERVICE_EXTRAS]
    assert not found, f"unknown to the vendor: {found}"
    assert event.get("event_id"), "a server event without an id"


def check(event: dict[str, Any] | bytes | str) -> dict[str, Any]:
    """Hold an event of either side against its class; the event again, parsed."""
    parsed = orjson.loads(event) if isinstance(event, bytes | str) else event
    if parsed["type"] in CLIENT:
        check_client(parsed)
    else:
        check_server(parsed)
    return typing.cast(dict[str, Any], parsed)
