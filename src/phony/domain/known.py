"""What every call knows by itself: who talks with whom, and when. Templates name it like context.

Context data of the same name wins. Numbers come from the carrier, who has them from the caller:
they are the word of others; the clock and the names of ours are our own.
"""

from __future__ import annotations

from datetime import datetime

from phony.domain.agents import AgentFields
from phony.domain.calls import Direction
from phony.domain.clock import local
from phony.domain.context import CallContext
from phony.domain.languages import date_words
from phony.domain.templates import Values

# What a carrier sends in the place of a number that the caller hides: in words, or spelled on keys.
_HIDDEN = frozenset(
    "anonymous blocked browser private restricted unavailable unknown "
    "+266696687 +2562533 +7748283 +7378742833 +86282452253 +8656696".split()
)
# Every name, for documentation and hints, in this order.
NAMES = (
    "caller_number",
    "agent_number",
    "from_number",
    "to_number",
    "direction",
    "call_id",
    "agent_name",
    "now",
    "date",
    "time",
    "weekday",
    "day",
    "month",
    "year",
    "timezone",
    "now_iso",
    "date_iso",
)


def shown_number(number: str) -> str:
    """A number as the carrier gave it; empty if the caller hides it, or has none."""
    return "" if number.strip().casefold() in _HIDDEN else number.strip()


def values(agent: AgentFields, context: CallContext, at: datetime | None = None) -> Values:
    """All that a text of this call may name, at a moment (when the call began, if not told)."""
    from_number, to_number = shown_number(context.from_number), shown_number(context.to_number)
    outbound = context.direction == Direction.OUTBOUND
    numbers = {
        "from_number": from_number,
        "to_number": to_number,
        "caller_number": to_number if outbound else from_number,
        "agent_number": from_number if outbound else to_number,
    }
    told = {**{name: each for name, each in numbers.items() if each}, **_filled(context)}
    return Values(told, _ours(agent, context, at or context.started_at))


def _filled(context: CallContext) -> dict[str, object]:
    """The context data, less what is blank and would hide a number."""
    return {
        key: value
        for key, value in context.context_data.items()
        if value is not None and value != ""
    }


def _ours(agent: AgentFields, context: CallContext, at: datetime | None) -> dict[str, str]:
    ours = {
        "direction": str(context.direction),
        "call_id": context.call_id,
        "agent_name": agent.name,
    }
    if at is not None:
        here = local(at, context.timezone)
        words = date_words(here, agent.language)
        ours |= words
        ours["now"] = f"{words['weekday']}, {words['date']}, {words['time']}"
        ours["now_iso"] = here.isoformat(timespec="seconds")
        ours["date_iso"] = f"{here:%Y-%m-%d}"
        ours["timezone"] = context.timezone
    return {name: each for name, each in ours.items() if each}
