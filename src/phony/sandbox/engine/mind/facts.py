"""What the agent knows, read out of instructions and later system messages; the newest wins."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from phony.sandbox.engine.mind.orders import is_order
from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.responder import sentences, unfenced

_DATA = re.compile(r"<(data(?:-\w+)?)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_WHISPERED = re.compile(r"^instruction from your supervisor.*?mention it:", re.I | re.DOTALL)
_LINE = re.compile(r"^\s*(?:[-*\u2022]\s*)?([A-Za-z][A-Za-z0-9_. -]{0,40}?)\s*(?::|=|->)\s+(\S.*)$")
# Sentences that speak to the model, not of the world.
_TO_MODEL = re.compile(
    r"\b(you are|you're|you must|you should|you will|you can only|your (?:role|task|job|goal|name)"
    r"|never|always|do not|don't|if the|if you|if they|when the|when they|please|speak|answer|ask"
    r"|say|be (?:brief|polite|kind|friendly|concise|helpful|warm)|keep|avoid|respond|reply|caller"
    r"|^you|the user|the call began|placed this call|offer to|instructions?"
    r"|information for this call|what you know)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Fact:
    """One thing known; `age` grows with the place where it was told: the newest is the largest."""

    key: str
    value: Any
    age: int = 0


class Facts:
    """Facts by dotted key, and plain sentences that are about the world."""

    def __init__(self) -> None:
        """Nothing is known."""
        self.by_key: dict[str, Fact] = {}
        self.sentences: list[Fact] = []
        self._age = 0

    @classmethod
    def read(cls, instructions: str, items: Iterable[Item] = ()) -> Facts:
        """Everything told in the instructions and then in messages that are text, in order."""
        facts = cls()
        facts.tell(instructions)
        for item in items:
            if item.type == "message" and item.role in ("system", "assistant"):
                if is_order(item):
                    continue
                # What it is remembered to have said, in text, holds; what it spoke it had read out.
                facts.tell(item.text)
            elif item.type == "function_call" and item.name == "update_context":
                facts.tell(_noted(item.arguments))
        return facts

    def tell(self, text: str) -> None:
        """Take in one text; what it says replaces what was known."""
        self._age += 1
        text = unfenced(text)
        for _, attributes, block in _DATA.findall(text):
            if "unset" in attributes:
                for key in json.loads(block):
                    self._forget(key)
            elif "history" not in attributes:  # what was said is no fact
                self._block(block.strip())
        rest = _WHISPERED.sub("", _DATA.sub("\n", text))
        if "{" in rest:
            rest = self._loose_json(rest)
        for line in rest.splitlines():
            if pair := _LINE.match(line):
                self._set(_as_key(pair[1]), pair[2].strip())
            else:
                self._plain(line)

    def value(self, *keys: str) -> Any:
        """The value of the first of these keys that is known; the last part of a key counts."""
        for wanted in keys:
            for key, fact in self.by_key.items():
                if key == wanted or key.rsplit(".", 1)[-1] == wanted:
                    return fact.value
        return None

    def _block(self, text: str) -> None:
        try:
            value = json.loads(text)
        except ValueError:
            for line in text.splitlines():
                if pair := _LINE.match(line):
                    self._set(_as_key(pair[1]), pair[2].strip())
                elif line.strip():
                    self.sentences.append(Fact("", line.strip(), self._age))
            return
        if isinstance(value, dict):
            for key, each in value.items():
                self._set(key, each)

    def _loose_json(self, text: str) -> str:
        """Objects that stand in the text without a delimiter; returns the text without them."""
        decoder = json.JSONDecoder()
        kept, place = [], 0
        while (start := text.find("{", place)) >= 0:
            kept.append(text[place:start])
            try:
                value, end = decoder.raw_decode(text, start)
            except ValueError:
                kept.append("{")
                place = start + 1
                continue
            for key, each in value.items():
                self._set(key, each)
            place = end
        return "".join([*kept, text[place:]])

    def _set(self, key: str, value: Any) -> None:
        self._forget(key)
        if isinstance(value, dict) and value:
            for inner, each in value.items():
                self._set(f"{key}.{inner}", each)
        elif value is not None:
            self.by_key[key] = Fact(key, value, self._age)

    def _forget(self, key: str) -> None:
        for known in [k for k in self.by_key if k == key or k.startswith(f"{key}.")]:
            del self.by_key[known]

    def _plain(self, line: str) -> None:
        for sentence in sentences(line):
            if len(sentence.split()) >= 3 and not _TO_MODEL.search(sentence):
                self.sentences.append(Fact("", sentence, self._age))


def _noted(arguments: str) -> str:
    """What the agent itself noted, as a text to be told."""
    try:
        given = json.loads(arguments)
    except ValueError:
        return ""
    if isinstance(given, dict) and {"key", "value"} <= set(given):
        given = {str(given["key"]): given["value"]}
    return f"<data>{json.dumps(given)}</data>"


def _as_key(label: str) -> str:
    return re.sub(r"[ -]+", "_", label.strip()).lower()
