"""Words of others, fenced: whatever stands in a block is text, and cannot end the block.

A block's tag carries a code that nobody can guess who writes what stands in it: it is drawn from
the session's key and the text itself, so that no code seen once ends another text. The same text
gets the same code within a session, which keeps the engine's prompt cache and replays.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2s
from typing import Any

KEY_BYTES = 16
_CODE_BYTES = 6
_KINDS = ("data", "note")
_NAME_LENGTH = 4
# What ends a line for one reader or another; JSON leaves the last ones as they are.
_BREAKS = re.compile("\r\n|[\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_UNSEEN_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029]")
_encode = json.JSONEncoder(ensure_ascii=False).encode
_LABEL = re.compile(r"[^A-Za-z0-9_.-]+")
# What passes for "<", besides what normalizes to it, and its ways in escaped text.
_OPENERS = "<\uff1c\ufe64\u2039\u02c2\u1438\u2329\u27e8\u276e\u3008\ufe3f\u00ab\u227a\u226e"
_OPENING = re.compile(
    rf"[{_OPENERS}]|&(?:lt|LT|\#0*60|\#[xX]0*3[cC]);?|\\+(?:[uU]00|x)3[cC]|%3[cC]"
)
# Letters of other scripts that look like those of our tags.
_TWINS = str.maketrans(
    "\u0430\u0251\u03b1\u1d00\u0501\u1d05\u0442\u03c4\u1d1b\u0274\u0578\u043e\u03bf\u0585\u1d0f\u0435\u1d07",
    "aaaaddtttnnooooee",
)
_FILLERS = "\u115f\u1160"  # letters that nobody sees


class Fence:
    """Makes blocks, each with a code of its own."""

    def __init__(self, key: bytes) -> None:
        """`key`: random, `KEY_BYTES` long, and of this session alone."""
        self._key = key

    def value(self, value: Any) -> str:
        """A value within a sentence: numbers and truths as they are, all else as a block."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            return str(value)
        text = one_line(value) if isinstance(value, str) else as_json(value)
        return self.words(text) if text.strip() else text

    def words(self, text: str) -> str:
        """Some words within a sentence."""
        safe = defused(text)
        tag = self._tag("data", "", safe)
        return f"<{tag}>{safe}</{tag}>"

    def lines(self, lines: Iterable[str], name: str = "") -> str:
        """A block of lines; none of them can begin another one."""
        return self._block("\n".join(map(one_line, lines)), name)

    def json(self, value: Mapping[str, Any] | list[Any], name: str = "") -> str:
        """A block of JSON, a line for each key of an object."""
        return self._block(as_json(value), name)

    def note(self, text: str, fill: Callable[[str], str] = str) -> str:
        """What the team says to the model: to be followed, but no part of our own words.

        `fill` puts in what has fences of its own.
        """
        return self._close("note", fill(defused(text)), "")

    def _block(self, text: str, name: str) -> str:
        return self._close("data", defused(text), _LABEL.sub("_", name)[:64])

    def _close(self, kind: str, text: str, label: str) -> str:
        tag = self._tag(kind, label, text)
        named = f'{tag} name="{label}"' if label else tag
        return f"<{named}>\n{text}\n</{tag}>"

    def _tag(self, kind: str, label: str, text: str) -> str:
        said = f"{kind}\0{label}\0{text}".encode("utf-8", "surrogatepass")
        return f"{kind}-{blake2s(said, key=self._key, digest_size=_CODE_BYTES).hexdigest()}"


def one_line(text: str) -> str:
    r"""Text without line breaks: each is written as `\n`."""
    return _BREAKS.sub(r"\\n", text)


def as_json(value: Any) -> str:
    """JSON text; an object has a line for each of its keys, and nothing else breaks a line."""
    if isinstance(value, Mapping) and value:
        pairs = (f" {_encode(str(key))}: {_encode(each)}" for key, each in value.items())
        text = "{\n" + ",\n".join(pairs) + "\n}"
    else:
        text = _encode(value)
    return _UNSEEN_BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def defused(text: str) -> str:
    """Text in which nothing passes for a tag of ours, to whichever reader."""
    if not _OPENING.search(text):
        return text
    return _OPENING.sub(lambda found: "(" if _like_a_tag(text, found.end()) else found[0], text)


def _like_a_tag(text: str, start: int) -> bool:
    """Whether what follows an opening bracket reads like the name of one of our tags."""
    letters = ""
    for place in range(start, len(text)):
        char = text[place]
        if char in _OPENERS:
            return False  # that one is looked at by itself: no letter is read twice
        for part in unicodedata.normalize("NFKD", char).casefold().translate(_TWINS):
            if part.isalpha() and part not in _FILLERS:
                letters += part
            elif not _nothing(part):
                return False
        if len(letters) >= _NAME_LENGTH:
            break
    return letters.startswith(_KINDS)


def _nothing(char: str) -> bool:
    """Whether a character is not seen, or is no more than a gap or a stroke."""
    return char in _FILLERS or char.isspace() or unicodedata.category(char)[0] in "CMPS"
