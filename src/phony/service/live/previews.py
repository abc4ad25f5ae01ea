"""What the model of a call holds, and what edits make of it: looks that change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from phony.domain.agent_input import check_context
from phony.domain.calls import Call
from phony.domain.context import apply_edit, diff, held
from phony.domain.edits import Edit
from phony.domain.errors import Invalid
from phony.domain.known import values
from phony.domain.live import (
    CallContextView,
    ContextChange,
    EditPreview,
    KeyChange,
    TextChange,
)
from phony.domain.templates import Values, missing
from phony.session import prompt
from phony.session.fence import Fence


def context_view(call: Call, pending: Sequence[Edit], *, live: bool) -> CallContextView:
    """What the model of a call holds now, and what is on its way to it."""
    return CallContextView(
        call_id=call.id,
        version=call.context_version,
        live=live,
        context_data=call.context_data,
        notes=call.notes,
        system_prompt=call.system_prompt,
        instructions=_instructions(call),
        missing=_missing(call, call.system_prompt, call.notes, call.context_data),
        pending=list(pending),
    )


def compared(call: Call, pending: Sequence[Edit], change: ContextChange) -> EditPreview:
    """What a change would change, compared with what the model holds now.

    Raises:
        Invalid: the result could not be kept.
    """
    after = applied(call, change)
    notes = call.notes if change.notes is None else change.notes
    text = call.system_prompt if change.system_prompt is None else change.system_prompt
    told: list[Literal["system_item", "session_update"]] = []
    found = diff(call.context_data, after)
    if found:
        told.append("system_item")
    if notes != call.notes or text != call.system_prompt:
        told.append("session_update")
    return EditPreview(
        call_id=call.id,
        version=call.context_version,
        changes=[
            KeyChange.model_validate({"key": d.key, "change": d.change, "old": d.old, "new": d.new})
            for d in found
        ],
        notes=TextChange(old=call.notes, new=notes) if notes != call.notes else None,
        system_prompt=(
            TextChange(old=call.system_prompt, new=text) if text != call.system_prompt else None
        ),
        context_data=after,
        missing=_missing(call, text, notes, after),
        told_as=told,
        pending=[edit.id for edit in pending],
    )


def applied(call: Call, change: ContextChange) -> dict[str, Any]:
    """The context data after a change.

    Raises:
        Invalid: it could not be kept.
    """
    try:
        return check_context(apply_edit(call.context_data, change.flat_set(), change.unset))
    except ValueError as error:
        raise Invalid(f"context_data: {error}", field="context_data") from None


def overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same text or key (or a key inside the other's)."""
    if one.notes is not None and other.notes is not None:
        return True
    if one.system_prompt is not None and other.system_prompt is not None:
        return True
    ours, theirs = [*one.set, *one.unset], [*other.set, *other.unset]
    return any(
        a == b or a.startswith(f"{b}.") or b.startswith(f"{a}.") for a in ours for b in theirs
    )


def _instructions(call: Call) -> str:
    if call.agent is None:
        return ""
    # For people: the codes of the call's own fences are known to its session alone.
    return prompt.instructions(call.agent, held(call), Fence(call.id.encode()[:32]))


def _missing(call: Call, system_prompt: str, notes: str, data: dict[str, Any]) -> list[str]:
    context = held(call)
    context.context_data = data
    known = Values(data) if call.agent is None else values(call.agent, context)
    return list(dict.fromkeys([*missing(system_prompt, known), *missing(notes, known)]))
