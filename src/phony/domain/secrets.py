"""Secrets of an agent: what leaves as JSON has a mask in their place, and may come back with it."""

from __future__ import annotations

from phony.domain.agents import MASK, AgentFields
from phony.domain.errors import Invalid


def keep_secrets(given: AgentFields, old: AgentFields | None) -> None:
    """Put secrets that came back masked in again; refuse a mask with nothing behind it."""
    _keep_engine_keys(given, old)
    known = {tool.name: tool.headers for tool in old.tools.http} if old else {}
    for index, tool in enumerate(given.tools.http):
        for name, value in tool.headers.items():
            if value != MASK:
                continue
            if name not in known.get(tool.name, {}):
                raise Invalid(
                    f"the header {name!r} of the tool {tool.name!r} has no value",
                    field=f"tools.http.{index}.headers.{name}",
                    cure=f"Send the real value; {MASK} only keeps one that is there.",
                )
            tool.headers[name] = known[tool.name][name]


def _keep_engine_keys(given: AgentFields, old: AgentFields | None) -> None:
    """A key belongs to its URL: it is never sent to another one that was put in its place."""
    known = {engine.url: engine.api_key for engine in old.fallback.engines} if old else {}
    for index, engine in enumerate(given.fallback.engines):
        if engine.api_key != MASK:
            continue
        if not known.get(engine.url):
            raise Invalid(
                f"fallback engine {index + 1} has no key",
                field=f"fallback.engines.{index}.api_key",
                cure=f"Send the real key; {MASK} only keeps the one of the same URL.",
            )
        engine.api_key = known[engine.url]
