"""Secrets of an agent: what leaves as JSON has a mask in their place, and may come back with it."""

from __future__ import annotations

from collections.abc import Iterator

from phony.domain.agents import AgentFields
from phony.domain.errors import Invalid
from phony.domain.tools import MASK

_CURE = f"Send the real value; {MASK} only keeps one that is there."


def keep_secrets(given: AgentFields, old: AgentFields | None) -> None:
    """Put secrets that came back masked in again; refuse a mask with nothing behind it."""
    for lost in lost_secrets(given, old):
        raise lost


def lost_secrets(given: AgentFields, old: AgentFields | None) -> Iterator[Invalid]:
    """Put secrets that came back masked in again; says of each mask with nothing behind it."""
    yield from _keep_engine_keys(given, old)
    known = {tool.name: tool for tool in old.tools.http} if old else {}
    for index, tool in enumerate(given.tools.http):
        before = known.get(tool.name)
        place = f"tools.http.{index}"
        for name, value in tool.headers.items():
            if value != MASK:
                continue
            if before is None or name not in before.headers:
                yield Invalid(
                    f"the header {name!r} of the tool {tool.name!r} has no value",
                    field=f"{place}.headers.{name}",
                    cure=_CURE,
                )
            else:
                tool.headers[name] = before.headers[name]
        if tool.signing_secret == MASK:
            if before is None or not before.signing_secret:
                yield Invalid(
                    f"the tool {tool.name!r} has no signing secret",
                    field=f"{place}.signing_secret",
                    cure=_CURE,
                )
            else:
                tool.signing_secret = before.signing_secret


def _keep_engine_keys(given: AgentFields, old: AgentFields | None) -> Iterator[Invalid]:
    """A key belongs to its URL: it is never sent to another one that was put in its place."""
    known = {engine.url: engine.api_key for engine in old.fallback.engines} if old else {}
    for index, engine in enumerate(given.fallback.engines):
        if engine.api_key != MASK:
            continue
        if not known.get(engine.url):
            yield Invalid(
                f"fallback engine {index + 1} has no key",
                field=f"fallback.engines.{index}.api_key",
                cure=f"Send the real key; {MASK} only keeps the one of the same URL.",
            )
        else:
            engine.api_key = known[engine.url]
