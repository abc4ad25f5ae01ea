"""How much a model is given to hold from the first word on, and what that costs: estimates."""

from __future__ import annotations

import orjson
from pydantic import BaseModel, Field

from phony.domain.agents import AgentFields, AgentType
from phony.domain.models import CONVERSATION_TOKENS, window
from phony.domain.prices import TOKENS_PER_CALLER_MINUTE, PriceTable

# Bytes of UTF-8: letters of other scripts have more bytes, and fewer of them make a token.
_BYTES_PER_TOKEN = 4
# What every call is told besides: house rules, language, time, the tools built in.
OURS_TOKENS = 700
# A minute of talk in which each speaks for half of it.
_ANSWERS = 4
_CALLER_TOKENS = TOKENS_PER_CALLER_MINUTE // 2
_AGENT_TOKENS = 600
LARGE_TOKENS = 10_000


class Size(BaseModel):
    """What the model of a call holds before anybody has spoken; every answer reads all of it."""

    tokens: int = Field(description="Prompt, context, notes, tools and our own rules; an estimate.")
    prompt_tokens: int = Field(description="Of these, prompt and notes.")
    context_tokens: int = Field(description="Of these, the context data.")
    tools_tokens: int = Field(description="Of these, the HTTP tools.")
    limit_tokens: int | None = Field(
        description=f"What the model holds, less {CONVERSATION_TOKENS:,} for the conversation; "
        "null if the model is not known."
    )
    usd_per_answer: float = Field(description="Reading all of it once, as at a call's first words.")
    usd_per_answer_cached: float = Field(description="The same, when the engine has it in cache.")
    usd_per_minute: float = Field(
        description=f"A minute at a call's beginning: {_ANSWERS} answers from the cache, both "
        "sides' speech, transcription, and the carrier."
    )


def tokens(text: str | bytes) -> int:
    """About how many tokens a text has."""
    length = len(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    return -(-length // _BYTES_PER_TOKEN)


def size_of(agent: AgentFields, context: dict[str, object], prices: PriceTable) -> Size:
    """What calls of an agent begin with, given their context."""
    prompt = tokens(agent.system_prompt) + tokens(agent.notes)
    data = tokens(orjson.dumps(context)) if context else 0
    tools = tokens(
        orjson.dumps([(tool.name, tool.description, tool.parameters) for tool in agent.tools.http])
    )
    total = prompt + data + tools + OURS_TOKENS
    price, _ = prices.model(agent.model)
    first, cached = total * price.text_in / 1e6, total * price.text_in_cached / 1e6
    most = window(agent.model)
    return Size(
        tokens=total,
        prompt_tokens=prompt,
        context_tokens=data,
        tools_tokens=tools,
        limit_tokens=None if most is None else most - CONVERSATION_TOKENS,
        usd_per_answer=round(first, 6),
        usd_per_answer_cached=round(cached, 6),
        usd_per_minute=round(_ANSWERS * cached + _talk(agent, prices), 6),
    )


def _talk(agent: AgentFields, prices: PriceTable) -> float:
    """A minute's speech, transcription and line."""
    price, _ = prices.model(agent.model)
    speech = (_CALLER_TOKENS * price.audio_in + _AGENT_TOKENS * price.audio_out) / 1e6
    written = prices.transcriber(agent.transcription.model)[0].per_minute / 2
    if agent.type is AgentType.OUTBOUND:
        line = prices.outbound_minute("+1")[0]
    else:
        line = prices.inbound_minute(agent.phone_number or "+1")[0]
    heard = written if agent.transcription.enabled else 0.0
    return speech + heard + line + prices.carrier.media_stream
