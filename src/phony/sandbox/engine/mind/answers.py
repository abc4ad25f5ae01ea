"""A small responder without a model: it looks answers up in what the agent was told.

Deterministic, and honest about what it is: no reasoning, no small print. It answers questions from
context data, calls the agent's tools on plain requests, and says so when it does not know.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from functools import lru_cache
from itertools import takewhile

from phony.sandbox.engine.mind import orders, tool_use
from phony.sandbox.engine.mind.facts import Fact, Facts
from phony.sandbox.engine.mind.phrasing import phrase
from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.responder import (
    Ask,
    Call,
    Say,
    sentences,
    shortened,
    unfenced,
)

UNKNOWN = "I'm sorry, I don't have that information. Is there anything else I can help you with?"
UNHEARD = "Sorry, I did not catch that. Could you say it again?"
NO_EYES = "I have received your picture, but I cannot see pictures."
STILL_THERE = "Are you still there?"

_ASKED = ("Caller", "Person called")
_LINE = re.compile(r"^(Caller|Person called|Agent|Operator): (.+)$", re.MULTILINE)
_LONG_ORDER = 700  # letters; a longer one holds the session's instructions
_AGAIN = "you are speaking with the caller again"
_TELL = re.compile(
    r"(?:tell|inform|let) the (?:caller|customer|user)(?: know)?"
    r"(?: in one short sentence| politely)?(?: that)?[:,]?\s+(.+?)(?:[.](?:\s|$)|\n|$)",
    re.IGNORECASE,
)
_KEYS = re.compile(
    r"^\W*(?:the )?caller pressed (?:the )?keys? ([0-9*#A-D]+)(\..*secret)?", re.IGNORECASE
)
_FAREWELL = re.compile(r"\bthat (.+?)(?:, thank|[.]|$)", re.IGNORECASE)
_WHISPER = re.compile(r"instruction from your supervisor.*?mention it:\s*(.+)", re.I | re.DOTALL)
_THEM = r"(?:(?:the |your )(?:caller|customer|client|guest|patient|person|user) |them |him |her )"
_OBEY = (
    (rf"(?:tell|inform) {_THEM}(?:that )?(.+)", "{}"),
    (r"say(?: that)?[:,]? (.+)", "{}"),
    (rf"offer {_THEM}?(.+)", "I can offer you {}"),
    (rf"ask {_THEM}?(?:for|about) (.+)", "May I ask you for {}"),
    (rf"ask {_THEM}?(?:if|whether) (.+)", "May I ask whether {}"),
)
_TO_CALLER = (
    (r"\byou are\b", "I am"), (r"\byou have\b", "I have"), (r"\byou\b", "I"),
    (r"\byour\b", "my"), (r"\bthem\b", "you"), (r"\bthey\b", "you"), (r"\btheir\b", "your"),
)  # fmt: skip
_STOP = frozenset(
    "a about ah all am an and any anything are as at be been by can could did do does for from get "
    "give go going got had has have he hello hey hi how i i'd i'm i'll if in is it it's its just "
    "know know let like may me might mine must my need now of oh ok okay on once one or our ours "
    "please really right same say she should so some something sure tell than that that's the "
    "their them then there there's these they thing this those to too uh um up us very want was "
    "we well were what what's whats when where which who whom whose why will with would yes you "
    "you're your yours".split()
)
# Words of questions and the words of keys they ask for.
_SAME = {
    "hour": "open opens opening close closes closing closed time times hours schedule",
    "email": "mail e-mail emails write",
    "address": "where located location find street directions",
    "phone": "telephone number ring",
    "contact": "reach contacts",
    "price": "cost costs charge charges fee fees rate rates pricing prices expensive",
    "parking": "park car cars garage",
    "pet": "dog dogs cat cats animal animals pets",
    "booking": "book reserve reservation reservations table appointment appointments",
    "delivery": "deliver delivers shipping ship deliveries takeaway",
    "payment": "pay paying card cards cash credit",
    "name": "called who",
    "refund": "return returns refunds",
    "website": "site web online internet url page",
    "balance": "owe",
    "staff": "doctor dentist doctors team",
    "offer": "discount discounts promo deal deals special specials offers promotion",
    "insurance": "insured insurances",
    "wait": "waiting",
}
_ROOT = {word: root for root, words in _SAME.items() for word in words.split()}
# A key that means the same as a root above, though it shares no word with it.
_KEY_ROOT = {"hours": "hour", "opening": "hour", "schedule": "hour", "location": "address"}
_HOW_MUCH = re.compile(r"\bhow (?:much|expensive)\b")
# "email address" asks for the email, not for the address.
_COMPOUND = re.compile(r"\b(e-?mail|phone|web|website|telephone)[ -](?:address|number|site|page)\b")
_WHO = re.compile(
    r"\bwho (?:are you|am i (?:speaking|talking))|\bwhat(?:'s| is) your name\b"
    r"|\bwho(?:'s| is) (?:this|calling|speaking|there)\b"
)


class Answers:
    """The responder."""

    free = True

    async def close(self) -> None:
        """Nothing to let go of."""

    async def reply(self, ask: Ask) -> AsyncIterator[Say | Call]:
        """The pieces of the answer; there is always at least one."""
        for piece in self._pieces(ask):
            yield piece

    def _pieces(self, ask: Ask) -> list[Say | Call]:
        if ask.order is not None and (ordered := self._ordered(ask, ask.order)):
            return ordered
        if ask.items and (aside := self._aside(ask, ask.items[-1])):
            return aside
        last = _last(ask.items)
        if last is not None and last.type == "function_call_output":
            return [Say(tool_use.told(last, _call_of(ask.items, last)))]
        question = _question(ask, last)
        if question is None:
            return [Say(self._opening(ask))] if last is None else self._going_on(ask)
        if not question:
            # Nobody asked anything: a silence was committed, or the words were lost.
            return [Say(NO_EYES if _shows(last) else UNHEARD)]
        if keys := _KEYS.search(question):
            return [Say(_read_back(keys))]
        facts = Facts.read(ask.instructions, ask.items)
        if used := tool_use.wanted(question, ask.allowed_tools(), ask.tool_choice):
            return used
        if first := _to_say_first(ask.items):
            known = find(question, facts)
            return [Say(first), Say(answer(question, facts))] if known else [Say(first)]
        if _shows(last) and find(question, facts) is None:
            return [Say(NO_EYES)]
        return [Say(answer(question, facts))]

    def _ordered(self, ask: Ask, order: str) -> list[Say | Call]:
        """What a response's own instructions ask for, if it is plain."""
        if words := orders.exact_words(order):
            return [Say(words)]
        # The session's instructions are often repeated first; what is asked for comes last.
        order = order.removeprefix(ask.instructions).strip()
        if len(order) > _LONG_ORDER:
            order = order.rsplit("\n\n", 1)[-1]
        if ask.text_only:
            return [Say(_written(ask, order))]
        if quoted := orders.wanted(order):
            return [Say(quoted)]
        low = order.lower()
        if "goodbye" in low:
            return [Say(_farewell(order))]
        if _AGAIN in low or re.search(r"cut off|interrupted|connection was lost", low):
            return [Say("Sorry about that short break."), *self._again(ask)]
        if told := _TELL.search(order):
            return [Say(_as_said(told[1]))]
        if "still there" in low or "silent" in low:
            return [Say(STILL_THERE)]
        if re.search(r"\b(greet|introduce yourself|welcome)\b", low):
            return [Say(self._opening(ask))]
        return []

    def _aside(self, ask: Ask, item: Item) -> list[Say | Call]:
        """What a message to the model that is the newest thing of all wants to be said."""
        if told := self._told(ask, item):
            return [Say(told)]
        if item.role != "system":
            return []
        if whisper := _WHISPER.search(unfenced(item.text)):
            return [Say(_obeyed(whisper[1].strip()))]
        what, found, _ = item.text.partition("You are speaking with the caller again")
        if found:
            return [Say(f"I'm sorry, {_lower(what.strip())} How else can I help you?")]
        return []

    def _told(self, ask: Ask, item: Item) -> str:
        """What an item that a program typed orders to be said; nothing if it orders nothing."""
        text = orders.typed(item)
        if (words := orders.wanted(item.text) if text else None) is not None:
            return words or self._opening(ask)
        if not orders.about_them(text):
            return ""
        return STILL_THERE if orders.asks_whether_there(text) else _obeyed(text.strip())

    def _again(self, ask: Ask) -> list[Say | Call]:
        """The answer to the last question, if it was never given, or not to its end."""
        for item in reversed(ask.items):
            if item.role == "user" and item.words and not orders.is_order(item):
                facts = Facts.read(ask.instructions, ask.items)
                return [Say(answer(item.words, facts))]
            if item.role == "assistant" and item.words.rstrip().endswith((".", "!", "?")):
                break
        return [Say("Where were we?")]

    def _going_on(self, ask: Ask) -> list[Say | Call]:
        """It was interrupted, not by the caller: the same answer again, from what is known now."""
        first = _to_say_first(ask.items)
        said: list[Say | Call] = [Say(first)] if first else []
        for item in reversed(ask.items):
            if item.type == "function_call_output":
                return [*said, Say(tool_use.told(item, _call_of(ask.items, item)))]
            if told := self._told(ask, item):
                return [*said, Say(told)]
            if item.role == "user" and item.words and not _GREETING.match(item.words.lower()):
                if keys := _KEYS.search(item.words):
                    return [*said, Say(_read_back(keys))]
                return [*said, Say(answer(item.words, Facts.read(ask.instructions, ask.items)))]
        # Nobody has asked anything yet: what is new is said in passing.
        if news := _news(ask.items):
            return [*said, Say(" ".join(map(phrase, news[:3]))), Say("How can I help you?")]
        return said or [Say("As I was saying, how can I help you?")]

    def _opening(self, ask: Ask) -> str:
        if greeting := orders.promised(ask.instructions):
            return greeting
        company = Facts.read(ask.instructions, ask.items).value("company", "company_name")
        return f"Hello, this is {company}. How can I help you?" if company else _HELLO


_SAY_FIRST = re.compile(r"Begin your next answer with exactly these words: ([^\n]+)")
_HELLO = "Hello! How can I help you?"
_SMALL_TALK = (
    (r"\b(good ?bye|bye|bye-bye|see you|have a (?:nice|good|great) (?:day|one|evening))\b",
     "Thank you for calling. Goodbye!"),
    (r"\b(thanks|thank you|cheers|much appreciated)\b",
     "You're welcome. Is there anything else I can help you with?"),
    (r"\bhow are you\b", "I'm doing well, thank you. How can I help you?"),
    (r"\b(are you (?:a )?(?:robot|bot|human|machine|real|computer|ai)|is this a (?:robot|bot))\b",
     "I'm an automated assistant. How can I help you?"),
    (r"\b(can you hear me|are you (?:still )?there|anybody there)\b",
     "Yes, I can hear you. How can I help you?"),
    (r"^\W*(?:(?:no|nope|okay|ok)\W+)?(?:no|nope|no thanks?|nothing(?: else)?|that's all"
     r"|that is all|that will be all"
     r"|that'll be all|i'm good)\b\W*(?:thanks?|thank you)?\W*$",
     "All right. Thank you for calling. Goodbye!"),
    (r"^\W*(?:yes|yeah|yep|sure|okay|ok|right|i see|great|perfect|fine|good)\W*$",
     "Of course. What can I do for you?"),
)  # fmt: skip
_GREETING = re.compile(
    r"^\W*(?:hello|hi|hey|good (?:morning|afternoon|evening)|howdy)(?: there)?\W*$"
)


def answer(question: str, facts: Facts) -> str:
    """The best answer to a question from the facts."""
    low = question.lower()
    if _GREETING.match(low):
        return _HELLO
    if _WHO.search(low):
        company = facts.value("company", "company_name")
        return f"I'm the automated assistant{f' of {company}' if company else ''}."
    if found := _all_found(question, facts):
        return " ".join(phrase(fact) for fact in found)
    for pattern, reply in _SMALL_TALK:
        if re.search(pattern, low):
            return reply
    return UNKNOWN


def _all_found(question: str, facts: Facts) -> list[Fact]:
    """What each of the caller's questions asks for, three at most; else what all of them do."""
    found: list[Fact] = []
    parts = sentences(question)
    for part in parts if len(parts) > 1 else ():
        fact = find(part, facts)
        if fact is not None and fact not in found:
            found.append(fact)
    if not found and (fact := find(question, facts)) is not None:
        found.append(fact)
    return found[:3]


def find(question: str, facts: Facts) -> Fact | None:
    """The fact that the question asks for, if any fits well enough."""
    asked = _COMPOUND.sub(lambda match: match[1], question.lower())
    wanted = roots(_HOW_MUCH.sub("price", asked))
    if not wanted:
        return None
    mine = bool(re.search(r"\b(my|i|me)\b", question.lower()))
    known = list(facts.by_key.values())
    keys = [(fact, _key_roots(fact.key), roots(_text(fact.value))) for fact in known]
    plain = [(fact, frozenset[str](), roots(fact.value)) for fact in facts.sentences]
    table = keys + plain
    of_keys = frozenset[str]().union(*(key for _, key, _ in table))
    frequency: dict[str, int] = {}
    for _, key, value in table:
        for word in key | value:
            frequency[word] = frequency.get(word, 0) + 1
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for fact, key, value in table:
        in_key = {word for word in key if _asked(word, wanted)}
        in_value = (wanted & value) - in_key
        score = sum(3.0 / frequency[word] for word in in_key)
        # A word that no key has ("kitchen") says more than one that a key is named for.
        score += sum((1.0 if word in of_keys else 2.5) / frequency[word] for word in in_value)
        if in_key:
            # How much of the key was asked for: "support email" before "billing email".
            score += len(in_key) / len(key) + 1
        if not in_key and fact.key and len(in_value) < 2:
            score *= 0.3
        if key and mine and fact.key.split("_")[0] in ("customer", "caller", "your", "user"):
            score += 0.5
        if (score, fact.age) > best:
            best, chosen = (score, fact.age), fact
    return chosen if best[0] >= 0.9 else None


def _asked(word: str, wanted: frozenset[str]) -> bool:
    """Whether a key's word was asked for, also as "promo" by "promotions"."""
    return word in wanted or any(
        min(len(word), len(each)) >= 4 and (word.startswith(each) or each.startswith(word))
        for each in wanted
    )


@lru_cache(maxsize=4096)
def roots(text: str) -> frozenset[str]:
    """The words that matter, each as the root of its family."""
    found = set()
    for word in re.findall(r"[a-z0-9][a-z0-9'@.-]*[a-z0-9]|[a-z0-9]", text.lower()):
        if word in _ROOT:
            found.add(_ROOT[word])
        elif word not in _STOP:
            found.add(_ROOT.get(stem(word), stem(word)))
    return frozenset(found)


def stem(word: str) -> str:
    """Without a plural's ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


@lru_cache(maxsize=4096)
def _key_roots(key: str) -> frozenset[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key)
    words = re.split(r"[\s_.\-]+", spaced.lower())
    return frozenset(_KEY_ROOT.get(word) or _ROOT.get(word) or stem(word) for word in words if word)


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _to_say_first(items: list[Item]) -> str:
    """What a system message since the last answer wants the next one to begin with."""
    for item in reversed(items):
        if item.role == "assistant" and item.words:
            break
        if item.role == "system" and (found := _SAY_FIRST.search(unfenced(item.text))):
            return found[1].strip()
    return ""


def _news(items: list[Item]) -> list[Fact]:
    """What it was told since it last began to speak."""
    facts = Facts()
    newest = takewhile(lambda item: item.role != "assistant", reversed(items))
    for item in reversed([item for item in newest if item.role == "system"]):
        facts.tell(item.text)
    return list(facts.by_key.values())


def _read_back(keys: re.Match[str]) -> str:
    if keys[2]:
        return "Thank you, I have them. How can I help you?"
    return f"You pressed {' '.join(keys[1])}. How can I help you?"


def _shows(item: Item | None) -> bool:
    return item is not None and bool(item.images)


def _last(items: list[Item]) -> Item | None:
    """The newest item that wants an answer: not a system message, not our own words."""
    return next((item for item in reversed(items) if item.role != "system"), None)


def _question(ask: Ask, last: Item | None) -> str | None:
    """What the caller said since the agent's last words; None: nobody has said a thing."""
    if last is None:
        return None
    said: list[str] = []
    for item in reversed(ask.items):
        if item.role == "user":
            said.append("" if orders.is_order(item) else item.words)
            if item.words:
                break
        elif item.role == "assistant" or item.type == "function_call_output":
            break
    if not said:
        return None if last.role == "assistant" else ""
    return next((each for each in said if each), "")


def _call_of(items: list[Item], output: Item) -> Item | None:
    return next(
        (item for item in items if item.type == "function_call" and item.call_id == output.call_id),
        None,
    )


def _as_said(words: str) -> str:
    """What the agent was told to tell, from its own mouth."""
    words = words.strip().strip('"').strip()
    for pattern, said in _TO_CALLER:
        words = re.sub(pattern, said.replace(" ", "\0"), words)
    words = words.replace("\0", " ")
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _farewell(order: str) -> str:
    why = _FAREWELL.search(order)
    reason = f"I'm sorry, {_lower(_as_said(why[1]))} " if why else ""
    return f"{reason}Thank you for calling. Goodbye!"


def _obeyed(whisper: str) -> str:
    """A supervisor's instruction, carried out as well as a look-up table can."""
    for pattern, said in _OBEY:
        if found := re.match(f"(?:please )?{pattern}", whisper, re.IGNORECASE | re.DOTALL):
            words = said.format(found[1].strip().rstrip("."))
            mark = "?" if words.startswith("May I") else "."
            return words[:1].upper() + words[1:] + mark
    return whisper[:1].upper() + whisper[1:].rstrip(".") + "."


def _lower(words: str) -> str:
    first = words.split(" ", 1)[0]
    return words if first in ("I", "I'm") else words[:1].lower() + words[1:]


def _summary(said: list[str]) -> str:
    """What the caller said and was told, from their words or from a transcript."""
    lines = _LINE.findall("\n".join(said))
    asked = [text for who, text in lines if who in _ASKED] if lines else said
    first = next((place for place, (who, _) in enumerate(lines) if who in _ASKED), 0)
    told = [text for who, text in lines[first:] if who not in _ASKED]
    if not asked:
        return "The caller said nothing."
    parts = [shortened(["The caller said:", *asked])]
    if told:
        parts.append(shortened(["They were told:", *told]))
    return " ".join(parts)


def _written(ask: Ask, order: str) -> str:
    """A text response beside the call: an answer to a probe's question, or a summary."""
    facts = Facts.read(ask.instructions, ask.items)
    if re.search(r"\bsummar", order, re.IGNORECASE):
        return _summary([item.words for item in ask.items if item.role == "user" and item.words])
    for sentence in reversed(sentences(order)):
        if sentence.endswith("?"):
            return answer(sentence, facts)
    last = _last(ask.items)
    if last is not None and last.role == "user":
        return answer(last.words, facts)
    found = find(order, facts)
    return phrase(found) if found else "I do not know."
