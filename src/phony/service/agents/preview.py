"""What a call with an agent would start from: its texts with their values, its size and price."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from phony.domain.agents import Agent, AgentFields, AgentType
from phony.domain.calls import Direction
from phony.domain.clock import UTC_ZONE
from phony.domain.context import CallContext, merge
from phony.domain.ids import utc_now
from phony.domain.known import NAMES, values
from phony.domain.notices import about, missing_in, texts
from phony.domain.prices import DEFAULT_PRICES, PriceTable
from phony.domain.sentences import Sentences, said
from phony.domain.size import Size, size_of
from phony.domain.templates import fill, variables
from phony.domain.versions import Notice
from phony.session import prompt
from phony.session.fence import Fence


class Preview(BaseModel):
    """An agent as a call would get it."""

    system_prompt: str = Field(description="The prompt with its variables filled in.")
    greeting_message: str = Field(description="The greeting with its variables filled in.")
    notes: str = Field(description="The notes with their variables filled in.")
    voicemail_message: str = Field(description="What a mailbox is told, filled in.")
    sentences: dict[str, str] = Field(
        description="What callers hear from Phony itself: the agent's own words, or its "
        "language's: " + ", ".join(f"`{name}`" for name in Sentences._fields) + "."
    )
    instructions: str = Field(
        description="Everything the model is told when a call begins. Each call has its own tags."
    )
    variables: list[str] = Field(description="The {{variables}} that the texts use.")
    missing_variables: list[str] = Field(
        description="Those with neither a value nor a default: the sentence closes up."
    )
    built_in: dict[str, str] = Field(
        description="What calls know by themselves, as it would be now; the numbers are examples. "
        + ", ".join(f"`{name}`" for name in NAMES)
        + "."
    )
    size: Size = Field(description="How much the model is given to read, and its price.")
    warnings: list[Notice] = Field(description="As the agent's own, if it were saved so.")
    instructions_chars: int = Field(
        description="How many characters the model's instructions have in all."
    )


def preview(
    fields: AgentFields,
    override: dict[str, Any] | None = None,
    timezone: str = UTC_ZONE,
    prices: PriceTable = DEFAULT_PRICES,
) -> Preview:
    """An agent with the values of its context, and a call's override merged in."""
    data = merge(fields.context_data, override or {})
    now = utc_now()
    agent = Agent(
        **fields.model_dump(include=set(AgentFields.model_fields)),
        id="preview",
        org_id="preview",
        created_at=now,
        updated_at=now,
    ).model_copy(update={"context_data": data})
    context = _example(agent, timezone)
    known = values(agent, context)
    instructions = prompt.instructions(agent, context, Fence(b"preview"))
    spoken = agent.voicemail.message or agent.greeting_message
    size = size_of(agent, data, prices)
    return Preview(
        system_prompt=fill(agent.system_prompt, known),
        greeting_message=fill(agent.greeting_message, known),
        notes=fill(agent.notes, known),
        voicemail_message=fill(spoken, known),
        sentences={name: said(name, agent, context)[0] for name in Sentences._fields},
        instructions=instructions,
        variables=list(dict.fromkeys(name for _, text in texts(agent) for name in variables(text))),
        missing_variables=list(missing_in(agent, data)),
        built_in={name: str(known.find(name)[0] or "") for name in NAMES},
        size=size,
        warnings=about(agent, prices, size),
        instructions_chars=len(instructions),
    )


def _example(agent: Agent, timezone: str) -> CallContext:
    """How a call of the agent would begin, just now."""
    theirs, ours = "+15550100", agent.phone_number or "+15550199"
    outbound = agent.type is AgentType.OUTBOUND
    return CallContext(
        context_data=agent.context_data,
        notes=agent.notes,
        started_at=utc_now(),
        direction=Direction.OUTBOUND if outbound else Direction.INBOUND,
        from_number=ours if outbound else theirs,
        to_number=theirs if outbound else ours,
        call_id="call_000000000000000000000000",
        timezone=agent.timezone or timezone,
    )
