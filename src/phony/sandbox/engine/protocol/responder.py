"""What answers: an interface, and the pieces an answer is made of."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from phony.sandbox.engine.protocol.conversation import Item


@dataclass(slots=True)
class Say:
    """Something to be said: a sentence or a few."""

    text: str


@dataclass(slots=True)
class Call:
    """A function to be called; `arguments` is JSON text."""

    name: str
    arguments: str


@dataclass(slots=True)
class Ask:
    """What a response has to go on.

    `instructions` are the session's; `order` those of this response alone, which stand in place
    of the session's for a real model. `items` are the conversation, or what the response was
    given instead.
    """

    instructions: str
    items: list[Item]
    tools: list[dict[str, Any]] = field(default_factory=list)
    tool_choice: Any = "auto"
    order: str | None = None
    language: str = "en"
    text_only: bool = False
    metadata: dict[str, str] = field(default_factory=dict)

    def allowed_tools(self) -> list[dict[str, Any]]:
        """The functions this response may call."""
        functions = [tool for tool in self.tools if tool.get("type") == "function"]
        if self.tool_choice == "none":
            return []
        if isinstance(self.tool_choice, dict):
            return [tool for tool in functions if tool["name"] == self.tool_choice.get("name")]
        return functions


class Failed(Exception):
    """No answer can be made: the response ends as `failed` with this code."""

    def __init__(self, code: str, message: str) -> None:
        """`code` as the service has it, e.g. `server_error`."""
        super().__init__(message)
        self.code = code


class Responder(Protocol):
    """Makes answers."""

    # Whether an answer may be made in advance and thrown away, for nothing.
    free: bool

    def reply(self, ask: Ask) -> AsyncIterator[Say | Call]:
        """The pieces of one answer, each as soon as it is known.

        Raises:
            Failed: no answer, or no more of it.
        """

    async def close(self) -> None:
        """Let go of connections."""


_FENCED = re.compile(r"<((?:data|note)-\w+)>\s*(.*?)\s*</\1>", re.DOTALL)


def unfenced(text: str) -> str:
    """A text in which words of others stand without their tags; named blocks stay."""
    while (plain := _FENCED.sub(r"\2", text)) != text:
        text = plain
    return text


_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\n+")
_NO_END = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|vs|etc|approx|e\.g|i\.e|a\.m|p\.m)\.|\b[A-Z]\.|^\d+\.)$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The text's sentences; abbreviations end none."""
    done, rest = cut(text)
    return [*done, rest] if rest else done


def cut(text: str) -> tuple[list[str], str]:
    """The sentences that are surely complete, and the rest."""
    done: list[str] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[start : end.start()].strip()
        if _NO_END.search(piece):
            continue
        if piece:
            done.append(piece)
        start = end.end()
    return done, text[start:].strip()


def shortened(texts: Iterable[str], most: int = 400) -> str:
    """The texts in one line of at most `most` letters."""
    line = " ".join(" ".join(texts).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
