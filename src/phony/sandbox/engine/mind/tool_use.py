"""When a plain request calls a tool, with which arguments, and what is said about its result."""

from __future__ import annotations

import json
import re
from typing import Any

from phony.sandbox.engine.mind.facts import Fact
from phony.sandbox.engine.mind.phrasing import phrase, spoken
from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.responder import Call, Say

_HANG_UP = re.compile(
    r"\b(hang up|end (?:the|this) call|disconnect (?:the|this)? ?(?:call|me|line))\b"
)
_TRANSFER = re.compile(
    r"\b(?:transfer|connect|forward|put|pass) (?:me|us|this call|the call)(?: through| over)? "
    r"(?:to|with) (?:the |your |a |an )?(?P<to>[^.?!,]+)"
    r"|\b(?:speak|talk) (?:to|with) (?:the |your |a |an )?(?P<who>[^.?!,]+)"
)
_PRESS = re.compile(
    r"\b(?:press|dial|enter|send|type)\b(?: the)?(?: (?:digits?|keys?|numbers?|tones?))?"
)
_REMEMBER = re.compile(
    r"\b(?:remember|note|update|change|set|save)(?: down)?(?: that)? (?:my |the |our )?"
    r"(?P<key>[a-z][a-z ]{0,40}?) (?:is|are|to|as|=) (?P<value>[^?]+)"
)
_MY_NAME = re.compile(r"\bremember (?:that )?(?:i am|i'm|me as) (?P<value>[^.?!,]+)")
_DIGIT_WORDS = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "star": "*", "asterisk": "*",
    "pound": "#", "hash": "#",
}  # fmt: skip
_STOP = frozenset(
    "a an and any are at be by can could do does for from get give has have how i in is it look "
    "me my of on or our please tell that the their this to up us want was what when where which "
    "who will with would you your check find let know about use call called caller customer "
    "tool returns return given information new s".split()
)


def wanted(question: str, tools: list[dict[str, Any]], choice: Any) -> list[Say | Call]:
    """The tool that the caller asks for, with a word before it where a person would say one."""
    by_name = {tool["name"]: tool for tool in tools}
    low = question.lower()
    if "end_call" in by_name and _HANG_UP.search(low):
        arguments = _filled(by_name["end_call"], question, {"reason": "The caller asked to end."})
        return [Say("Thank you for calling. Goodbye!"), Call("end_call", arguments)]
    if "transfer_call" in by_name and (to := _TRANSFER.search(low)):
        target = (to["to"] or to["who"]).strip()
        tool = by_name["transfer_call"]
        if to["to"] or _known_target(tool, target):
            return _transfer(tool, question, target)
    if "send_dtmf" in by_name and (digits := _digits(low)):
        return [Call("send_dtmf", _filled(by_name["send_dtmf"], question, {"digits": digits}))]
    if "update_context" in by_name and (pair := _pair(question)):
        return [Call("update_context", _update(by_name["update_context"], *pair))]
    own = [tool for name, tool in by_name.items() if name not in _BUILT_IN]
    if fitting := _by_words(low, own):
        return [Call(fitting["name"], _filled(fitting, question, {}))]
    if choice == "required" or isinstance(choice, dict):
        return [Call(tool["name"], _filled(tool, question, {})) for tool in tools[:1]]
    return []


_BUILT_IN = frozenset({"end_call", "transfer_call", "send_dtmf", "update_context"})


def told(output: Item, call: Item | None) -> str:
    """What is said once a tool has answered."""
    name = call.name if call else ""
    result, failed = _result(output.output)
    if failed:
        return "I'm sorry, that did not work. Is there anything else I can do for you?"
    match name:
        case "end_call":
            return "Goodbye!"
        case "transfer_call":
            return "One moment, please."
        case "send_dtmf":
            return "Done. Is there anything else?"
        case "update_context":
            return "Thank you, I have noted that."
    return _said(result)


_BLOCK = re.compile(r"<(data-\w+)\b[^>]*>(.*)</\1>", re.DOTALL)


def _result(output: str) -> tuple[Any, bool]:
    """The tool's result, out of the block that marks it as data; and whether it is an error."""
    if block := _BLOCK.search(output):
        output = block[2]
    try:
        value = json.loads(output)
    except ValueError:
        return output, False
    if isinstance(value, dict) and set(value) == {"result"}:
        value = value["result"]
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return value, False
    if isinstance(value, dict):
        bad = value.get("error") or value.get("ok") is False
        if not bad and isinstance(value.get("result"), dict | list | str) and len(value) <= 2:
            value = value["result"]
        return value, bool(bad)
    return value, False


def _said(value: Any) -> str:
    if isinstance(value, dict):
        shown = {key: each for key, each in value.items() if key not in ("ok", "status_code")}
        if not shown:
            return "That is done."
        if len(shown) == 1:
            return phrase(Fact(*next(iter(shown.items()))))
        parts = [
            f"{key.replace('_', ' ')} is {spoken(each)}"
            for key, each in list(shown.items())[:4]
            if not isinstance(each, dict)
        ]
        return f"Here is what I found: {', '.join(parts)}."
    if isinstance(value, list):
        return f"I found {spoken(value[:5])}." if value else "I found nothing."
    return f"Here is what I found: {value}." if value not in ("", None) else "That is done."


# ---- arguments ---------------------------------------------------------------------------


def _properties(tool: dict[str, Any]) -> dict[str, Any]:
    properties = (tool.get("parameters") or {}).get("properties") or {}
    return properties if isinstance(properties, dict) else {}


def _filled(tool: dict[str, Any], question: str, known: dict[str, Any]) -> str:
    """JSON arguments: what is known, else what the schema lets us read out of the words."""
    required = set((tool.get("parameters") or {}).get("required") or ())
    arguments: dict[str, Any] = {}
    for name, schema in _properties(tool).items():
        if name in known:
            arguments[name] = known[name]
        elif (value := _argument(name, schema, question, name in required)) is not None:
            arguments[name] = value
    return json.dumps(arguments)


def _argument(name: str, schema: Any, question: str, required: bool) -> Any:
    schema = schema if isinstance(schema, dict) else {}
    low = question.lower()
    options = schema.get("enum")
    if isinstance(options, list):
        return next((each for each in options if str(each).lower() in low), None)
    kind = schema.get("type", "string")
    if kind in ("integer", "number"):
        number = re.search(r"-?\d+(?:\.\d+)?", question)
        if number is None:
            spelt = next((_DIGIT_WORDS[w] for w in low.split() if w in _DIGIT_WORDS), None)
            return int(spelt) if spelt and spelt.isdigit() else None
        return int(float(number[0])) if kind == "integer" else float(number[0])
    if kind == "boolean":
        return True if required else None
    if kind != "string":
        return None
    if re.search(r"e-?mail", name) and (mail := re.search(r"\S+@\S+\.\w+", question)):
        return mail[0]
    if re.search(r"(^|_)(id|number|code|no|order|account|zip|digits?)($|_)", name) and (
        code := _code(question)
    ):
        return code
    label = re.escape(name.replace("_", " ").lower())
    if after := re.search(rf"\b{label}\b(?: is| to| of| for| in|:)? +([^.?!,]+)", low):
        return after[1].strip()
    if after := re.search(r"\b(?:for|in|at|to|of|on|about) +(?:the |my |a )?([^.?!,]+)", low):
        return after[1].strip()
    return question if required else None


def _code(question: str) -> str | None:
    """A number or code as spoken: "47 11", "four seven", "A-100"."""
    if found := re.search(
        r"\b[A-Za-z]{0,3}-?\d[\d -]*\d\b|\b[A-Za-z]{1,3}-?\d+\b|\b\d\b", question
    ):
        return re.sub(r"(?<=\d)[ -]+(?=\d)", "", found[0])
    spelt = [_DIGIT_WORDS[w] for w in re.findall(r"[a-z]+", question.lower()) if w in _DIGIT_WORDS]
    return "".join(spelt) if len(spelt) > 1 else None


def _digits(low: str) -> str | None:
    start = _PRESS.search(low)
    if start is None:
        return None
    digits = []
    for word in re.findall(r"[a-z]+|[\d*#]", low[start.end() :]):
        if word in _DIGIT_WORDS:
            digits.append(_DIGIT_WORDS[word])
        elif not word.isalpha():
            digits.append(word)
        elif word not in ("and", "then", "the", "key", "digit", "number", "sign", "button", "on"):
            break
    return "".join(digits) or None


def _pair(question: str) -> tuple[str, str] | None:
    low = question.lower()
    if found := _MY_NAME.search(low):
        key = "name"
    elif found := _REMEMBER.search(low):
        key = found["key"].strip()
    else:
        return None
    value = question[found.start("value") : found.end("value")]
    return key.replace(" ", "_"), re.sub(r"[.!,\s]+(?:please\W*)?$", "", value.strip())


def _update(tool: dict[str, Any], key: str, value: str) -> str:
    properties = _properties(tool)
    if key in ("name", "full_name"):
        key = "customer_name"
    if {"key", "value"} <= set(properties):
        return json.dumps({"key": key, "value": value})
    for name, schema in properties.items():
        if isinstance(schema, dict) and schema.get("type") == "object":
            return json.dumps({name: {key: value}})
    return json.dumps({key: value})


def _targets(tool: dict[str, Any]) -> list[tuple[str, str]]:
    """(parameter, value) of every target that the schema lists."""
    return [
        (name, str(each))
        for name, schema in _properties(tool).items()
        if isinstance(schema, dict)
        for each in schema.get("enum") or ()
    ]


def _known_target(tool: dict[str, Any], target: str) -> tuple[str, str] | None:
    words = set(re.findall(r"[a-z0-9]+", target.lower()))
    for name, value in _targets(tool):
        if words & set(re.findall(r"[a-z0-9]+", value.lower())):
            return name, value
    return None


def _transfer(tool: dict[str, Any], question: str, target: str) -> list[Say | Call]:
    arguments: dict[str, Any] = {}
    if known := _known_target(tool, target):
        arguments[known[0]] = known[1]
        target = known[1]
    else:
        targets = _targets(tool)
        names = list(_properties(tool))
        if len({value for _, value in targets}) == 1:
            arguments[targets[0][0]] = targets[0][1]
        elif targets:
            return [Say(f"I can connect you to {spoken([value for _, value in targets])}.")]
        elif names:
            arguments[names[0]] = _code(question) or target
    for name, schema in _properties(tool).items():
        if name not in arguments and isinstance(schema, dict) and schema.get("type") == "string":
            arguments.setdefault(name, "The caller asked for it.")
    return [
        Say(f"One moment, I will connect you to {target}."),
        Call(tool["name"], json.dumps(arguments)),
    ]


def _by_words(low: str, tools: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The tool whose name and description share most words with the request."""
    asked = _words(low)
    best, chosen = 0.0, None
    for tool in tools:
        name = _words(re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", tool["name"]).lower())
        described = _words(str(tool.get("description") or "").lower()) - name
        hits = 2.0 * len(asked & name) + len(asked & described)
        if asked & name:
            hits += len(asked & name) / len(name)
        if hits > best:
            best, chosen = hits, tool
    return chosen if best >= 3 else None


def _words(text: str) -> set[str]:
    found = set()
    for word in re.findall(r"[a-z]+", text):
        if word not in _STOP:
            plural = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3
            found.add(word[:-1] if plural else word)
    return found
