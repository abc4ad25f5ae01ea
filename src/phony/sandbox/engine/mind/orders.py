"""What a text tells the agent to say: instructions of a response, of a prompt, of a typed item.

Samples of the field open a call by typing "Greet the user with 'Hello there!'" into the
conversation, or "Say exactly: ..."; a model takes that as an order, and so do we. Text in blocks
is the word of others and orders nothing.
"""

from __future__ import annotations

import re

from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.responder import Ask, unfenced

OWN_WORDS = ""  # to be greeted, in words of one's own

_EXACTLY = re.compile(r"say exactly:[ \t]*(.+)", re.IGNORECASE | re.DOTALL)
_AFTER_EXACTLY = re.compile(r"\n\s*Speak the language with the code.*\Z", re.DOTALL)
_BLOCK = re.compile(r"<((?:data|note)[\w-]*)\b[^>]*>\s*(.*?)\s*</\1>", re.DOTALL | re.IGNORECASE)
_MASK = re.compile("\0(\\d+)\0")

_THEM = (
    r"(?:the |your |this )?(?:users?|callers?|customers?|clients?|guests?|patients?|visitors?"
    r"|persons?|people)"
)
_LEAD = (
    r"\W*(?:(?:please|now|first|always|immediately|you (?:should|must|will|always)"
    r"|(?:as soon as|when|once|after) (?:the|a|an|each|every) [^,.\n]{1,40},)[ ,]+)*"
)
_OPENS = (
    r"(?:greet|welcome)\b|introduce yourself\b|say (?:hello|hi|hey)\b"
    r"|(?:start|begin|open|initiate|kick off)\b[^.:\n\"'“\u2018]{0,40}"
    r"\b(?:conversation|dialogue|chat|calls?|by|with)\b"
    r"|answer (?:the |each |every |all )?(?:phone|calls?)\b"
    r"|(?:your |the )?(?:first|opening) (?:message|words?|sentence|line|greeting)\b"
)
_SPEAKS = r"(?:say|repeat|speak|read out|tell|answer|respond|reply)\b"
_OPENING = re.compile(_LEAD + rf"(?:{_OPENS})", re.IGNORECASE)
_ORDER = re.compile(_LEAD + rf"(?:{_OPENS}|{_SPEAKS})", re.IGNORECASE)
_STARTS = re.compile(r"(?:^|(?<=[.!?:\n]))(?=\W*\w)", re.MULTILINE)
# A quotation that is to be said stands behind one of these.
_BEFORE_QUOTE = (
    rf"(?:\b(?:with|saying|say|exactly|like|as|this|following|repeat|read out|them|{_THEM}"
    rf"|(?:words?|phrase|message|greeting|sentence|line)(?: is)?)|[:,])\s*"
)
_QUOTE = re.compile(rf"(?P<before>^|{_BEFORE_QUOTE})(?P<open>[\"'“„\u2018«])(?=\S)", re.IGNORECASE)
_CLOSING = {'"': '"', "'": "'", "“": "”", "„": "”“", "\u2018": "\u2019", "«": "»"}
_COLON = re.compile(r"[^.!?\n]{0,100}?(?:\bsaying[:,]?|:)\s*(?P<words>\S[^\n]*)")
_END = re.compile(r"[.!?]\s")
_BY_SAYING = re.compile(r"\bsaying,?\s*$")
_STILL_THERE = re.compile(r"\b(?:still there|been (?:silent|quiet))\b", re.IGNORECASE)
_ABOUT_THEM = re.compile(rf"{_LEAD}(?:tell|inform|ask|offer) {_THEM}\b", re.IGNORECASE)


def exact_words(order: str | None) -> str:
    """The words of a "Say exactly: ..." order, without what follows them; else nothing."""
    found = _EXACTLY.search(unfenced(order or ""))
    return _bare(_AFTER_EXACTLY.sub("", found[1])) if found else ""


def wanted(text: str) -> str | None:
    """The words that an order wants to be said; `OWN_WORDS` for a greeting, None: it is none."""
    masked, blocks = _masked(text)
    if not _ORDER.match(masked):
        return None
    if found := _EXACTLY.match(masked[_start(masked) :]):
        return _filled(_bare(_AFTER_EXACTLY.sub("", found[1])), blocks)
    words = _words(masked)
    if words is None:
        return OWN_WORDS if _OPENING.match(masked) else None
    return _filled(words, blocks)


def promised(prompt: str) -> str:
    """The greeting that a prompt puts into the agent's mouth, word by word; else nothing."""
    masked, blocks = _masked(prompt)
    for start in _STARTS.finditer(masked):
        rest = masked[start.start() :]
        if _OPENING.match(rest) and (words := _words(rest)):
            return _filled(words, blocks)
    return ""


def typed(item: Item) -> str:
    """An item's own text if a program typed it, without what it quotes of others."""
    if item.type != "message" or item.audio or item.role not in ("user", "system"):
        return ""
    return _masked(item.text)[0]


def is_order(item: Item) -> bool:
    """Whether an item speaks to the model: nobody has said it, and it is no fact."""
    text = typed(item)
    return bool(text) and (wanted(text) is not None or about_them(text))


def about_them(text: str) -> bool:
    """Whether a text speaks of the caller, as no caller does: it is for the model."""
    return bool(_ABOUT_THEM.match(text))


def asks_whether_there(text: str) -> bool:
    """Whether a text wants a silent caller to be asked."""
    return bool(_STILL_THERE.search(text))


def verbatim(ask: Ask) -> str:
    """The words that an answer must be, by its own order or by the newest item; else nothing."""
    if ask.order is not None:
        return exact_words(ask.order)
    newest = ask.items[-1] if ask.items else None
    return (wanted(newest.text) or "") if newest is not None and typed(newest) else ""


def _start(text: str) -> int:
    found = re.match(_LEAD, text, re.IGNORECASE)
    return found.end() if found else 0


def _words(order: str) -> str | None:
    """What stands in quotation marks, or behind a colon, in the order that a text begins with."""
    paragraph = order.lstrip().split("\n\n", 1)[0]
    colon = _COLON.match(paragraph)
    end = _END.search(paragraph)
    quote = _QUOTE.search(paragraph)
    if quote is not None and end is not None and end.start() < quote.start():
        quote = None  # another sentence's
    if quote is not None and (colon is None or quote.start() <= colon.start("words")):
        return _quoted(paragraph, quote)
    if colon is None:
        return None
    words = colon["words"].strip()
    by_saying = _BY_SAYING.search(paragraph[: colon.start("words")])
    return None if by_saying and not words[0].isupper() else _bare(words)


def _quoted(text: str, quote: re.Match[str]) -> str:
    """From an opening mark to the last one that closes it, before another one opens."""
    start = quote.end()
    another = re.compile(rf"(?<=[\s:(]){re.escape(quote['open'])}(?=\w)").search(text, start)
    end = another.start() if another else len(text)
    marks = re.escape(_CLOSING[quote["open"]])
    closing = [m.start() for m in re.compile(rf"[{marks}](?!\w)").finditer(text, start, end)]
    return text[start : closing[-1] if closing else end].strip()


def _bare(words: str) -> str:
    """Without the quotation marks around all of it."""
    words = words.strip()
    if len(words) > 1 and words[-1] in _CLOSING.get(words[0], ""):
        return words[1:-1].strip()
    return words.strip('"').strip()


def _masked(text: str) -> tuple[str, list[str]]:
    """The text with a mark for each block of others' words, and those blocks."""
    blocks: list[str] = []

    def mask(found: re.Match[str]) -> str:
        blocks.append(found[2])
        return f"\0{len(blocks) - 1}\0"

    return _BLOCK.sub(mask, text), blocks


def _filled(words: str, blocks: list[str]) -> str:
    return _MASK.sub(lambda mark: blocks[int(mark[1])], words)
