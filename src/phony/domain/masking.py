"""What no record of a call may keep: keys that were pressed, and what a tool calls secret.

The model and the tools get the real values; transcript, flight record, events, context and
recording have dots in their place.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import Any

from phony.domain.actions import ContextChanged, PressKeys, RunTool, Tell
from phony.domain.agents import Agent
from phony.domain.events import DtmfPressed, ResponseDone, ToolCalled, ToolFinished
from phony.domain.turns import Turn

DOTS = "••••"
# What is shorter says nothing, and stands in too many other words to be looked for.
_LEAST_CHARS = 3
_NO_DIGITS = re.compile(r"\D+")
_GAP = r"[\s.,\-\u2013]{0,3}"  # digits that are read out one by one


def hides_keys(agent: Agent | None) -> bool:
    """Whether the keys of an agent's callers are hidden: by its setting, or for a tool's sake."""
    if agent is None:
        return False
    return agent.keypad.mask or any(has_secrets(tool.parameters) for tool in agent.tools.http)


def is_secret(schema: Any) -> bool:
    """Whether a JSON schema says that its values are secret."""
    if not isinstance(schema, Mapping):
        return False
    return (
        schema.get("writeOnly") is True
        or schema.get("secret") is True
        or schema.get("format") == "password"
    )


def has_secrets(schema: Any) -> bool:
    """Whether something in a JSON schema is secret."""
    if isinstance(schema, Mapping):
        return is_secret(schema) or any(has_secrets(part) for part in schema.values())
    return isinstance(schema, list) and any(has_secrets(part) for part in schema)


class Mask:
    """Hides what one call has to hide, as far as it is known by then."""

    def __init__(self, agent: Agent | None) -> None:
        """Nothing was said yet."""
        self.keys = hides_keys(agent)
        tools = agent.tools.http if agent is not None else []
        self._schemas = {tool.name: tool.parameters for tool in tools}
        self._values: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    # ---- values -----------------------------------------------------------------------------

    def learn(self, value: str) -> None:
        """Hide this wherever it turns up from now on."""
        for secret in {value, _NO_DIGITS.sub("", value)} - self._values:
            if len(secret) >= _LEAST_CHARS:
                self._values.add(secret)
                longest_first = sorted(self._values, key=len, reverse=True)
                self._pattern = re.compile("|".join(map(_pattern_of, longest_first)))

    def text(self, text: str) -> str:
        """A text without the values that are known to be secret."""
        return text if self._pattern is None else self._pattern.sub(DOTS, text)

    def data(self, value: Any) -> Any:
        """The same for all texts and numbers in JSON-like data; without any, the very same."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.data(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(part) for part in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return DOTS if str(value) in self._values else value
        return value

    # ---- what is recorded -------------------------------------------------------------------

    def turn(self, turn: Turn) -> Turn:
        """A turn as it may be kept."""
        if turn.kind == "dtmf" and self.keys:
            self.learn(turn.said)
            return turn.model_copy(update={"said": DOTS, "heard": DOTS})
        data = turn.data
        if turn.kind == "tool" and "arguments" in data:
            data = {**data, "arguments": self.arguments(turn.said, str(data["arguments"]))}
        if self._pattern is None:
            return turn if data is turn.data else turn.model_copy(update={"data": data})
        words = {"said": self.text(turn.said), "heard": self.text(turn.heard)}
        return turn.model_copy(update={**words, "data": self.data(data)})

    def crossed(self, what: Any) -> Any:
        """An event or action as it may be kept; secret values in it are looked for from now on."""
        match what:
            case DtmfPressed() if self.keys:
                return DtmfPressed("•")
            case Tell(shown=shown) if shown:
                return dataclasses.replace(what, text=shown)
            case ResponseDone(tool_calls=calls) if calls:
                hidden = [self.crossed(call) for call in calls]
                return dataclasses.replace(what, tool_calls=hidden)
            case (
                ToolCalled(name=name, arguments=arguments) | RunTool(name=name, arguments=arguments)
            ):
                return dataclasses.replace(what, arguments=self.arguments(name, arguments))
            case PressKeys() if self.keys:
                return PressKeys(DOTS)
            case ToolFinished(output=output):
                return dataclasses.replace(what, output=self.text(output))
            case ContextChanged():
                return dataclasses.replace(what, context_data=self.data(what.context_data))
        return what

    def arguments(self, name: str, arguments: str) -> str:
        """The arguments of a call of the model's, without what its tool calls secret."""
        schema = self._schemas.get(name)
        keys = name == "send_dtmf" and self.keys
        if keys or (schema is not None and has_secrets(schema)):
            try:
                given = json.loads(arguments or "{}")
            except (ValueError, RecursionError):
                return DOTS  # nobody can say where in it the secret is
            secret = {"properties": {"digits": {"secret": True}}} if keys else schema
            arguments = json.dumps(self._by_schema(given, secret), ensure_ascii=False)
        return self.text(arguments)

    def _by_schema(self, value: Any, schema: Any) -> Any:
        if not isinstance(schema, Mapping):
            return value
        if is_secret(schema):
            for part in _leaves(value):
                self.learn(part)
            return DOTS
        if isinstance(value, Mapping):
            inner = schema.get("properties")
            known = inner if isinstance(inner, Mapping) else {}
            more = schema.get("additionalProperties")
            return {key: self._by_schema(part, known.get(key, more)) for key, part in value.items()}
        if isinstance(value, list):
            return [self._by_schema(part, schema.get("items")) for part in value]
        return value


def _pattern_of(secret: str) -> str:
    if secret.isascii() and secret.isdigit():
        return rf"(?<!\d){_GAP.join(secret)}(?!\d)"
    return re.escape(secret)


def _leaves(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _leaves(part)]
    return [] if value is None or isinstance(value, bool) else [str(value)]
