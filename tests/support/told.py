"""Holds what webhooks sent against what the OpenAPI document says of them."""

from __future__ import annotations

import copy
from typing import Any

from jsonschema_rs import Draft202012Validator


class Told:
    """The `webhooks` of one OpenAPI document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def sample(self, event: str) -> dict[str, Any]:
        """The example of an event; the caller may change it."""
        found: dict[str, Any] = copy.deepcopy(self._content(event)["example"])
        return found

    def check(self, body: dict[str, Any]) -> None:
        """Fail if a body is not as described, or has what nobody described."""
        schema = {**_closed(self._content(body["type"])["schema"]), "components": self._components}
        problems = [
            f"{error.instance_path}: {error.message}"
            for error in Draft202012Validator(schema).iter_errors(body)
        ]
        assert not problems, problems

    def _content(self, event: str) -> dict[str, Any]:
        operation = self.document["webhooks"][str(event)]["post"]
        found: dict[str, Any] = operation["requestBody"]["content"]["application/json"]
        return found

    @property
    def _components(self) -> dict[str, Any]:
        schemas = self.document["components"]["schemas"]
        return {"schemas": {name: _closed(schema) for name, schema in schemas.items()}}


def _closed(schema: Any) -> Any:
    """The schema without room for properties that it does not name."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(value) for name, value in schema.items()}
    if isinstance(closed.get("properties"), dict) and "type" in closed:
        closed.setdefault("additionalProperties", False)
    return closed
