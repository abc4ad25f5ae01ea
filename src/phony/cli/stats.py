"""`phony stats`: figures over many calls."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from phony.cli.rest import Column, JsonFlag, KeyOption, Rest, UrlOption, show_json, show_table


class By(StrEnum):
    """What the figures are of."""

    ALL = "all"
    AGENT = "agent"
    NUMBER = "number"
    DAY = "day"
    HOUR = "hour"


_PATHS = {
    By.ALL: "overview",
    By.AGENT: "agents",
    By.NUMBER: "numbers",
    By.DAY: "days",
    By.HOUR: "hours",
}
_NAMES: dict[By, Column] = {
    By.ALL: ("PERIOD", lambda f: f["period"]),
    By.AGENT: ("AGENT", lambda f: f["agent_name"] or f["agent_id"]),
    By.NUMBER: ("NUMBER", lambda f: f["number"]),
    By.DAY: ("DAY", lambda f: f["start"][:10]),
    By.HOUR: ("HOUR", lambda f: f["start"][:16]),
}
_FIGURES: tuple[Column, ...] = (
    ("CALLS", lambda f: f["calls"]),
    ("ANSWERED", lambda f: f["answered"]),
    ("MISSED", lambda f: f["missed"]),
    ("FAILED", lambda f: f["failed"]),
    ("LIVE", lambda f: f["live"]),
    ("SECONDS", lambda f: round(f["duration_s"])),
    ("AVERAGE", lambda f: f["avg_duration_s"]),
    ("USD", lambda f: f["cost_usd"]),
    ("REPLY MS P50", lambda f: f["reply_ms"]["p50"]),
    ("P95", lambda f: f["reply_ms"]["p95"]),
    ("TOOL ERRORS", lambda f: f["tool_errors"]),
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(stats)


def stats(
    by: Annotated[By, typer.Option(help="A line for each.")] = By.ALL,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Calls begun at or after: 2026-11-01, or 2026-11-01T08:00:00Z.",
            show_default="24 hours ago; days: two weeks",
        ),
    ] = None,
    to: Annotated[str | None, typer.Option(help="Calls begun before.", show_default="now")] = None,
    agent: Annotated[str | None, typer.Option(help="Only of this agent (id or name).")] = None,
    tz: Annotated[
        str | None, typer.Option(help="Time zone of days: Europe/Berlin.", show_default="UTC")
    ] = None,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Show calls, minutes, cost and latency of a period."""
    if agent is not None and by in (By.AGENT, By.NUMBER):
        raise typer.BadParameter(f"--agent does not go with --by {by}")
    if tz is not None and by not in (By.DAY, By.HOUR):
        raise typer.BadParameter("--tz goes with --by day and --by hour")
    rest = Rest(url, key)
    found = rest.get(
        f"/stats/{_PATHS[by]}",
        **{"from": _moment(from_), "to": _moment(to)},
        agent_id=rest.agent(agent)["id"] if agent else None,
        tz=tz,
    )
    if json:
        show_json(found)
        return
    show_table(_lines(found, by, tz), [_NAMES[by], *_FIGURES], empty="No calls in this period.")


def _moment(text: str | None) -> str | None:
    """A day is its beginning, by UTC."""
    return f"{text}T00:00:00Z" if text is not None and "T" not in text else text


def _lines(found: dict[str, Any], by: By, tz: str | None) -> list[dict[str, Any]]:
    if by is By.ALL:
        period = f"{found['since'][:16]} to {found['until'][:16]}"
        return [{"period": period, **found["now"]}, {"period": "before", **found["before"]}]
    items: list[dict[str, Any]] = found["items"]
    for item in items:
        if tz is not None:
            start = datetime.fromisoformat(item["start"]).astimezone(ZoneInfo(tz))
            item["start"] = start.isoformat()
    return items
