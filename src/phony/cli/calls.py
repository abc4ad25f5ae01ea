"""`phony calls`: list, read, place and steer calls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from phony.cli import steering
from phony.cli.rest import (
    JsonFlag,
    KeyOption,
    Rest,
    UrlOption,
    YesFlag,
    confirm,
    console,
    parse_pairs,
    path_part,
    show_json,
    show_table,
)
from phony.cli.steering import CallId


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Calls: list, read, place and steer them.")
    group.command("list")(list_calls)
    for command in (show, transcript, recording, place, delete):
        group.command(command.__name__)(command)
    steering.add_to(group)
    app.add_typer(group, name="calls")


def list_calls(
    agent: Annotated[str | None, typer.Option(help="The agent's id or name.")] = None,
    number: Annotated[str | None, typer.Option(help="Either side's number.")] = None,
    live: Annotated[bool | None, typer.Option("--live/--over", help="Running, or over.")] = None,
    q: Annotated[str | None, typer.Option(help="Words said in the call.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """List calls, newest first."""
    rest = Rest(url, key)
    agent_id = rest.agent(agent)["id"] if agent else None
    calls = rest.items("/calls", limit, agent_id=agent_id, number=number, live=live, q=q)
    if json:
        show_json(calls)
        return
    show_table(
        calls,
        [
            ("ID", lambda c: c["id"]),
            ("BEGAN", lambda c: c["created_at"]),
            ("AGENT", lambda c: c["agent_name"]),
            ("WAY", lambda c: c["direction"]),
            ("FROM", lambda c: c["from_number"]),
            ("TO", lambda c: c["to_number"]),
            ("STATUS", lambda c: c["status"]),
            ("OUTCOME", lambda c: c["outcome"]),
            ("SECONDS", lambda c: c["duration_s"]),
            ("USD", lambda c: c["cost"]["total_usd"]),
        ],
        empty="No calls.",
    )


def show(call: CallId, url: UrlOption = None, key: KeyOption = None) -> None:
    """Show everything of a call, as JSON."""
    show_json(Rest(url, key).get(f"/calls/{path_part(call)}"))


def transcript(
    call: CallId,
    format: Annotated[str, typer.Option(help="text, json or vtt")] = "text",
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Print what was said."""
    answer = Rest(url, key).request(
        "GET", f"/calls/{path_part(call)}/transcript", params={"format": format}
    )
    print(answer.text)


def recording(
    call: CallId,
    file: Annotated[Path, typer.Argument(help="Where to write the WAV file.", dir_okay=False)],
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Save a call's recording: caller left, agent right."""
    answer = Rest(url, key).request("GET", f"/calls/{path_part(call)}/recording")
    file.write_bytes(answer.content)
    console().print(f"{len(answer.content)} bytes in {file}", markup=False)


def place(
    agent: Annotated[str, typer.Argument(help="An outbound agent's id or name.")],
    to_number: Annotated[
        str, typer.Argument(help="Such as +15551234567, or '+15551234567 ext. 5'")
    ],
    from_number: Annotated[str | None, typer.Option("--from", help="From which number.")] = None,
    set: Annotated[
        list[str] | None, typer.Option(help="Context for this call: KEY=VALUE, several times.")
    ] = None,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Let an outbound agent call somebody."""
    rest = Rest(url, key)
    body: dict[str, Any] = {"agent_id": rest.agent(agent)["id"], "to_number": to_number}
    if from_number:
        body["from_number"] = from_number
    if set:
        body["context_override"] = parse_pairs(set)
    call = rest.request("POST", "/agents/call/outbound", body=body).json()
    if json:
        show_json(call)
        return
    console().print(f"{call['id']} is {call['status']}.", markup=False)


def delete(
    calls: Annotated[list[str], typer.Argument(metavar="CALL...", help="Ids of calls.")],
    yes: YesFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Delete finished calls with their transcripts and recordings, for good."""
    confirm(f"Delete {', '.join(calls)} for good?", yes)
    rest = Rest(url, key)
    for call in calls:
        rest.request("DELETE", f"/calls/{path_part(call)}")
        console().print(f"Deleted {call}.", markup=False)
