"""What a caller hears from us, not from the model: an agent's own words, else its language's."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import orjson

from phony.domain.agents import AgentFields
from phony.domain.calls import Call
from phony.domain.context import CallContext, held
from phony.domain.ids import utc_now
from phony.domain.known import values
from phony.domain.languages import main_language
from phony.domain.templates import fill


class Sentences(NamedTuple):
    """All of them in one language."""

    still_there: str
    goodbye: str  # after a silence
    one_moment: str
    sorry: str  # technical difficulties; the call ends
    not_in_service: str
    busy: str
    restarting: str
    press_one: str  # to a colleague who is asked to take a call
    caller_gone: str  # to that colleague


# By language; a file, so that whoever speaks one better can mend it.
BUILT_IN = {
    language: Sentences(**words)
    for language, words in orjson.loads(
        Path(__file__).with_name("sentences.json").read_bytes()
    ).items()
}
_ENGLISH = BUILT_IN["en"]


def has_sentences(language: str) -> bool:
    """Whether we speak it; in all others we speak English."""
    return main_language(language) in BUILT_IN


def of(agent: AgentFields | None) -> Sentences:
    """What an agent's callers hear; a sentence of the agent's own may have `{{variables}}`."""
    if agent is None:
        return _ENGLISH
    built_in = BUILT_IN.get(main_language(agent.language), _ENGLISH)
    own, fallback, silence = agent.sentences, agent.fallback, agent.silence
    # An agent that was saved before there were other languages has the English ones as its own.
    prompt = None if silence.prompt == _ENGLISH.still_there else silence.prompt
    goodbye = None if silence.goodbye == _ENGLISH.goodbye else silence.goodbye
    return Sentences(
        still_there=built_in.still_there if prompt is None else prompt,
        goodbye=built_in.goodbye if goodbye is None else goodbye,
        one_moment=fallback.wait_message or built_in.one_moment,
        sorry=fallback.apology or built_in.sorry,
        not_in_service=own.not_in_service or built_in.not_in_service,
        busy=own.busy or built_in.busy,
        restarting=own.restarting or built_in.restarting,
        press_one=own.press_one or built_in.press_one,
        caller_gone=built_in.caller_gone,
    )


def said(
    which: str, agent: AgentFields | None, context: CallContext, at: datetime | None = None
) -> tuple[str, str]:
    """One of them with the values of a call, and the language of the voice that says it."""
    text = str(getattr(of(agent), which))
    if agent is None:
        return text, "en"
    english = text == getattr(_ENGLISH, which) and not has_sentences(agent.language)
    return fill(text, values(agent, context, at)).strip(), "en" if english else agent.language


def one_moment(agent: AgentFields) -> str:
    """Spoken ahead, in the agent's voice: no values of a call stand in it."""
    return said("one_moment", agent, CallContext(context_data=agent.context_data))[0]


def to_caller(which: str, call: Call | None) -> tuple[str, str]:
    """One of them as a call hears it now, and the language of the voice that says it."""
    if call is None:
        return said(which, None, CallContext())
    return said(which, call.agent, held(call), utc_now())
