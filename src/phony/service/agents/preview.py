"""What a call with an agent would start from: its prompt and greeting, rendered."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from phony.domain.agents import Agent, AgentFields, AgentType
from phony.domain.calls import Direction
from phony.domain.context import CallContext, merge
from phony.domain.ids import utc_now
from phony.session import prompt
from phony.session.fence import Fence


class Preview(BaseModel):
    """An agent as a call would get it."""

    system_prompt: str = Field(description="The prompt with its variables filled in.")
    greeting_message: str = Field(description="The greeting with its variables filled in.")
    notes: str = Field(description="The notes with their variables filled in.")
    instructions: str = Field(
        description="Everything the model is told when a call begins. Each call has its own tags."
    )
    variables: list[str] = Field(description="The {{variables}} that the texts use.")
    missing_variables: list[str] = Field(description="Those without a value; rendered empty.")
    instructions_chars: int = Field(
        description="How many characters the model's instructions have in all."
    )


def preview(fields: AgentFields, override: dict[str, Any] | None = None) -> Preview:
    """Render an agent against its context, with a call's override merged in."""
    data = merge(fields.context_data, override or {})
    now = utc_now()
    agent = Agent(
        **fields.model_dump(include=set(AgentFields.model_fields)),
        id="preview",
        org_id="preview",
        created_at=now,
        updated_at=now,
    )
    context = CallContext(
        context_data=data,
        notes=fields.notes,
        started_at=now,
        direction=Direction.OUTBOUND if fields.type is AgentType.OUTBOUND else Direction.INBOUND,
    )
    texts = (fields.system_prompt, fields.greeting_message, fields.notes)
    names = list(dict.fromkeys(name for text in texts for name in prompt.variables(text)))
    missing = list(dict.fromkeys(name for text in texts for name in prompt.missing(text, data)))
    instructions = prompt.instructions(agent, context, Fence(b"preview"))
    return Preview(
        system_prompt=prompt.render(fields.system_prompt, data),
        greeting_message=prompt.render(fields.greeting_message, data),
        notes=prompt.render(fields.notes, data),
        instructions=instructions,
        variables=names,
        missing_variables=missing,
        instructions_chars=len(instructions),
    )
