"""What a response was asked to be: the session's settings with its own laid over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.responder import Ask
from phony.sandbox.engine.protocol.shapes import Refused


@dataclass(slots=True)
class Plan:
    """All that is settled before a response begins."""

    instructions: str
    order: str | None
    modality: str
    voice: str
    speed: float
    format: str
    tools: list[dict[str, Any]]
    tool_choice: Any
    max_tokens: int | str
    language: str
    metadata: dict[str, str] | None = None
    outside: bool = False  # not part of the conversation
    input: list[Item] | None = None

    def ask(self, given: list[Item]) -> Ask:
        """The question to the responder."""
        return Ask(
            instructions=self.instructions,
            items=given,
            tools=self.tools,
            tool_choice=self.tool_choice,
            order=self.order,
            language=self.language,
            text_only=self.modality == "text",
            metadata=self.metadata or {},
        )


def planned(
    session: dict[str, Any],
    given: dict[str, Any],
    *,
    spoken: bool,
    order: str | None = None,
    input: list[Item] | None = None,
) -> Plan:
    """The plan for the `response` that was given.

    `spoken` says whether the assistant has spoken: from then on the voice is fixed.

    Raises:
        Refused: another voice is asked for now.
    """
    output = session["audio"]["output"]
    own = given.get("audio", {}).get("output", {})
    voice = own.get("voice", output["voice"])
    if spoken and voice != output["voice"]:
        raise Refused(
            "cannot_update_voice",
            "the voice cannot change once the assistant has spoken.",
            "response.audio.output.voice",
        )
    heard = session["audio"]["input"]["transcription"] or {}
    return Plan(
        instructions=session["instructions"],
        order=given.get("instructions", order),
        modality=given.get("output_modalities", session["output_modalities"])[0],
        voice=voice["id"] if isinstance(voice, dict) else voice,
        speed=output["speed"],
        format=own.get("format", output["format"])["type"],
        tools=given.get("tools", session["tools"]),
        tool_choice=given.get("tool_choice", session["tool_choice"]),
        max_tokens=given.get("max_output_tokens", session["max_output_tokens"]),
        language=heard.get("language") or "en",
        metadata=given.get("metadata"),
        outside=given.get("conversation") == "none",
        input=input,
    )
