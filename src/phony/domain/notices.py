"""What an agent's settings cost or break, told before a caller finds out.

`refuse` stops what cannot work, and only if it is new: an agent that was saved so before can still
be changed elsewhere. `about` tells of what works, but not as one might expect.
"""

from __future__ import annotations

from collections.abc import Iterator

from phony.domain.agents import AgentFields, AgentType
from phony.domain.context import CallContext
from phony.domain.errors import Invalid
from phony.domain.ids import utc_now
from phony.domain.known import NAMES, values
from phony.domain.languages import is_known, is_no_language
from phony.domain.models import MAX_TOOL_DESCRIPTION, SHUTDOWNS, window
from phony.domain.prices import PriceTable
from phony.domain.sentences import has_sentences
from phony.domain.size import LARGE_TOKENS, Size
from phony.domain.templates import Values, missing, not_understood
from phony.domain.versions import Notice

_MOST_NAMED = 8
_LANGUAGE_CURE = "Use a code such as en, de, es, pt-BR or zh; auto is whatever the caller speaks."


# ---- texts with variables ------------------------------------------------------------------


def texts(agent: AgentFields) -> Iterator[tuple[str, str]]:
    """Every text that may have variables, with its field; those of tools last."""
    yield "system_prompt", agent.system_prompt
    yield "greeting_message", agent.greeting_message
    yield "notes", agent.notes
    if agent.type is AgentType.OUTBOUND:
        yield "voicemail.message", agent.voicemail.message
    yield "silence.prompt", agent.silence.prompt or ""
    yield "silence.goodbye", agent.silence.goodbye or ""
    yield "fallback.wait_message", agent.fallback.wait_message
    yield "fallback.apology", agent.fallback.apology
    for name in type(agent.sentences).model_fields:
        yield f"sentences.{name}", getattr(agent.sentences, name)
    for place, tool in enumerate(agent.tools.http):
        yield f"tools.http.{place}.url", tool.url
        for header, value in tool.headers.items():
            yield f"tools.http.{place}.headers.{header}", value


def to_be_known(agent: AgentFields, data: dict[str, object]) -> Values:
    """What calls of an agent will know, with an example of what each knows by itself."""
    example = CallContext(
        context_data=data,
        direction="outbound" if agent.type is AgentType.OUTBOUND else "inbound",  # type: ignore[arg-type]
        started_at=utc_now(),
        call_id="call",
    )
    known = values(agent, example)
    return Values(known.told, {**dict.fromkeys(NAMES, "known"), **known.ours})


def missing_in(agent: AgentFields, data: dict[str, object]) -> dict[str, str]:
    """Variables that no call will have a value for, each with the first field that names it."""
    known, found = to_be_known(agent, data), dict[str, str]()
    for name, text in texts(agent):
        for variable in missing(text, known) if "{{" in text else ():
            found.setdefault(variable, name)
    return found


# ---- refusals ------------------------------------------------------------------------------


def refuse(agent: AgentFields, before: AgentFields | None, size: Size) -> None:
    """Stop what no call could begin with.

    Raises:
        Invalid: names the field, the limit, and what to do.
    """
    if (before is None or before.language != agent.language) and is_no_language(agent.language):
        raise Invalid(
            f"{agent.language!r} is not the code of a language",
            field="language",
            cure=_LANGUAGE_CURE,
        )
    known = {tool.description for tool in before.tools.http} if before else set()
    for place, tool in enumerate(agent.tools.http):
        if len(tool.description) > MAX_TOOL_DESCRIPTION and tool.description not in known:
            raise Invalid(
                f"the description of the tool {tool.name!r} has {len(tool.description)} "
                f"characters; the engine takes at most {MAX_TOOL_DESCRIPTION}, and refuses the "
                "whole session otherwise",
                field=f"tools.http.{place}.description",
                cure="Say what the tool is for and when to call it; details fit into the prompt.",
            )
    held = ("model", "system_prompt", "notes", "context_data", "tools")
    if before is None or any(getattr(agent, name) != getattr(before, name) for name in held):
        refuse_size(agent.model, size)


def refuse_size(model: str, size: Size) -> None:
    """Stop what is more than the model holds.

    Raises:
        Invalid: names the largest part.
    """
    if size.limit_tokens is None or size.tokens <= size.limit_tokens:
        return
    parts = {
        "context_data": size.context_tokens,
        "system_prompt": size.prompt_tokens,
        "tools": size.tools_tokens,
    }
    largest = max(parts, key=lambda name: parts[name])
    raise Invalid(
        f"prompt, context and tools are about {size.tokens:,} tokens, {parts[largest]:,} of them "
        f"in {largest}; {model} takes {size.limit_tokens:,} and a conversation",
        field=largest,
        cure="Keep what every call needs, and let a tool look up the rest.",
    )


# ---- notices -------------------------------------------------------------------------------


def about(agent: AgentFields, prices: PriceTable, size: Size) -> list[Notice]:
    """All that works otherwise than one might expect."""
    return [*_about_texts(agent), *_about_language(agent), *_about_model(agent, prices, size)]


def about_missing(names: dict[str, str], outbound: bool) -> Notice | None:
    """That some variables have no value; None if all have."""
    if not names:
        return None
    listed = ", ".join(list(names)[:_MOST_NAMED]) + (" ..." if len(names) > _MOST_NAMED else "")
    if outbound:
        cure = "Give them with each call (context_override)"
    else:
        cure = "Add them to the context data"
    return Notice(
        code="missing_variables",
        field=next(iter(names.values())),
        message=f"No value for {listed}: the sentence closes up without it.",
        cure=f"{cure}, or write what stands there otherwise: {{{{name | default: there}}}}.",
    )


def _about_texts(agent: AgentFields) -> Iterator[Notice]:
    outbound = agent.type is AgentType.OUTBOUND
    if notice := about_missing(missing_in(agent, agent.context_data), outbound):
        yield notice
    for name, text in texts(agent):
        for tag in not_understood(text)[:1]:
            yield Notice(
                code="not_a_variable",
                field=name,
                message=f"{tag[:80]} is no variable and stays as it is.",
                cure="Variables are {{name}} and {{name | default: text}}.",
            )


def _about_language(agent: AgentFields) -> Iterator[Notice]:
    if not is_known(agent.language):
        yield Notice(
            code="unknown_language",
            field="language",
            message=f"{agent.language!r} is not the code of a language that is known here.",
            cure=_LANGUAGE_CURE,
        )
    elif not has_sentences(agent.language):
        yield Notice(
            code="no_sentences",
            field="language",
            message="What Phony says itself (are you there, one moment, not in service) is in "
            f"English: it has no sentences in {agent.language!r}.",
            cure="Write your own under silence, fallback and sentences.",
        )


def _about_model(agent: AgentFields, prices: PriceTable, size: Size) -> Iterator[Notice]:
    names = [("model", agent.model)]
    names += [
        (f"fallback.engines.{place}.model", engine.model)
        for place, engine in enumerate(agent.fallback.engines)
        if engine.model and not engine.url
    ]
    for field, name in names:
        if window(name) is None and not prices.model(name)[1]:
            yield Notice(
                code="unknown_model",
                field=field,
                message=f"{name!r} is no Realtime model that is known here: the engine may refuse "
                "every call, and bills are estimates.",
                cure="Use gpt-realtime-2.1 or gpt-realtime-2.1-mini; if the engine has it, add its "
                "price.",
            )
        elif date := SHUTDOWNS.get(name):
            yield Notice(
                code="model_ends",
                field=field,
                message=f"{name} is switched off by its vendor on {date}.",
                cure="Use gpt-realtime-2.1 or gpt-realtime-2.1-mini.",
            )
    yield from _about_size(agent, size)


def _about_size(agent: AgentFields, size: Size) -> Iterator[Notice]:
    if size.limit_tokens is not None and size.tokens > size.limit_tokens:
        yield Notice(
            code="too_large",
            field="context_data",
            message=f"The model is given about {size.tokens:,} tokens; {agent.model} takes "
            f"{size.limit_tokens:,} and a conversation. Calls will fail.",
            cure="Keep what every call needs, and let a tool look up the rest.",
        )
    elif size.tokens > LARGE_TOKENS:
        yield Notice(
            code="large",
            field="context_data" if size.context_tokens > size.prompt_tokens else "system_prompt",
            message=f"The model reads about {size.tokens:,} tokens for every answer: "
            f"{size.usd_per_answer:.2f} USD at first, {size.usd_per_answer_cached:.3f} from cache.",
            cure="Keep what every call needs, and let a tool look up the rest.",
        )
    for place, tool in enumerate(agent.tools.http):
        if len(tool.description) > MAX_TOOL_DESCRIPTION:
            yield Notice(
                code="tool_description",
                field=f"tools.http.{place}.description",
                message=f"The description of {tool.name!r} has {len(tool.description)} characters;"
                f" the engine takes at most {MAX_TOOL_DESCRIPTION}. Calls will fail.",
                cure="Shorten it.",
            )
    number = agent.phone_number
    if agent.type is AgentType.INBOUND and number:
        for name, target in agent.tools.transfer_targets.items():
            if target == number:
                yield _calls_itself(f"the transfer target {name!r}", "tools.transfer_targets")
        if agent.fallback.transfer_to == number:
            yield _calls_itself("the number for when no engine is left", "fallback.transfer_to")


def _calls_itself(what: str, field: str) -> Notice:
    return Notice(
        code="calls_itself",
        field=field,
        message=f"{what[0].upper()}{what[1:]} is the number that this agent answers: the caller "
        "would go round in a circle.",
        cure="Use another number.",
    )
