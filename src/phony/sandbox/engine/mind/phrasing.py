"""Facts as a person says them: key and value in, a sentence out."""

from __future__ import annotations

import re
from typing import Any

from phony.sandbox.engine.mind.facts import Fact

_ABOUT_CALLER = ("customer", "caller", "client", "patient", "guest", "user", "your", "lead")
_COMPANY = ("company", "company_name", "business_name", "organization", "clinic_name")
_AGENT = ("agent_name", "assistant_name")
_VERBS = frozenset("is are was were have has had can will would do does offer accept".split())
_SINGULAR_S = re.compile(r"(?:ss|us|is|address|news)$")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DETAIL = frozenset({"info", "information", "details", "data", "text", "value"})


def phrase(fact: Fact) -> str:
    """The fact as an answer."""
    value = fact.value
    words = _words(fact.key)
    if not words:
        return _ended(str(value))
    if isinstance(value, bool):
        subject = " ".join(words)
        return f"Yes, we have {subject}." if value else f"No, we do not have {subject}."
    said = spoken(value)
    if not said:
        return f"I have nothing on {' '.join(words)}."
    if _is_sentence(said):
        return _ended(said)
    return _special(fact.key, words, said) or _plain(words, said)


def spoken(value: Any) -> str:
    """A value in words: ranges get a "to", lists an "and"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        each = [spoken(one) for one in value]
        if len(each) < 2:
            return "".join(each)
        return ", ".join(each[:-1]) + f" and {each[-1]}"
    if isinstance(value, dict):
        return ", ".join(f"{' '.join(_words(k))} {spoken(v)}" for k, v in value.items())
    text = str(value).strip()
    return re.sub(r"(?<=[\w.])\s*[\u2013\u2014]\s*(?=\w)|\s+-\s+", " to ", text)


def _special(key: str, words: list[str], said: str) -> str:
    last = key.rsplit(".", 1)[-1].lower()
    have = set(words)
    if last in _COMPANY:
        return f"This is {said}."
    if last in _AGENT:
        return f"My name is {said}."
    if words[0] in _ABOUT_CALLER and len(words) > 1:
        return f"Your {' '.join(words[1:])} is {said}."
    if last in ("reason", "call_reason", "purpose"):
        return f"I am calling about this: {said}."
    if "email" in have or "mail" in have:
        return f"You can reach us by email at {said}."
    if have & {"website", "url", "web", "site"}:
        return f"Our website is {said}."
    if have & {"phone", "telephone", "fax"} or words == ["number"]:
        return f"You can reach us by phone at {said}."
    if have & {"address", "location"}:
        return f"We are located at {said}."
    return ""


def _plain(words: list[str], said: str) -> str:
    last = words[-1]
    plural = last.endswith("s") and not _SINGULAR_S.search(last)
    verb = "are" if plural else "is"
    article = "The" if words[0] in ("order", "appointment", "next", "current", "account") else "Our"
    return f"{article} {' '.join(words)} {verb} {said}."


def _words(key: str) -> list[str]:
    parts = re.split(r"[\s_.\-]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key))
    words = [part.lower() for part in parts if part]
    words = [word for word in words if word not in _DETAIL] or words
    if len(words) > 1 and words[-1] in _DAYS:
        return [words[-1].capitalize(), *words[:-1]]  # hours.monday: "our Monday hours"
    return words


def _is_sentence(text: str) -> bool:
    """A value that is already an answer: it ends like one, or has subject and verb."""
    words = text.lower().split()
    if len(words) >= 3 and text[-1] in ".!?":
        return True
    # A verb behind a subject; a bare value such as "9 AM to 6 PM" has none.
    return len(words) >= 3 and bool(_VERBS & set(words[1:]))


def _ended(text: str) -> str:
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
