"""`phony numbers`: list, sync, assign and unassign the account's numbers."""

from __future__ import annotations

import json as jsonlib
from typing import Annotated, Any

import typer

from phony.cli.rest import (
    JsonFlag,
    KeyOption,
    Rest,
    UrlOption,
    console,
    path_part,
    show_json,
    show_table,
    show_warnings,
)

Number = Annotated[str, typer.Argument(help="The number: +18578167225, or its id.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Numbers of the carrier account.")
    group.command("list")(list_numbers)
    group.command("sync")(sync)
    group.command("assign")(assign)
    group.command("unassign")(unassign)
    app.add_typer(group, name="numbers")


def list_numbers(
    status: Annotated[
        str | None, typer.Option(help="available, assigned, elsewhere or missing")
    ] = None,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """List the numbers as last seen."""
    numbers = Rest(url, key).items("/numbers", status=status)
    if json:
        show_json(numbers)
        return
    show_table(
        numbers,
        [
            ("NUMBER", lambda n: n["phone_number"]),
            ("NAME", lambda n: n["friendly_name"]),
            ("STATUS", lambda n: n["status"]),
            ("AGENT", lambda n: n["agent_name"]),
            ("GOES TO", lambda n: n["points_to"] or None),
        ],
        empty="No numbers read yet. Read them: phony numbers sync",
    )


def sync(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what differs.")] = False,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Read the carrier account's numbers and connect those that have an agent."""
    rest = Rest(url, key)
    answer = rest.request("POST", "/numbers/sync", params={"dry_run": dry_run, "stream": not json})
    if json:
        show_json(answer.json())
        return
    result: dict[str, Any] = jsonlib.loads(answer.text.splitlines()[-1])
    if result["type"] == "problem":
        show_warnings(
            [{"message": result["problem"]["detail"], "cure": result["problem"].get("cure")}]
        )
        raise typer.Exit(1)
    changes = [change for change in result["changes"] if change["kind"] != "unchanged"]
    show_table(
        changes,
        [
            ("NUMBER", lambda c: c["phone_number"]),
            ("CHANGE", lambda c: c["kind"]),
            ("BEFORE", lambda c: c["before"]),
            ("STATUS", lambda c: c["status"]),
            ("", lambda c: c["detail"]),
        ],
        empty=f"{result['total']} number(s), nothing changed.",
    )
    show_warnings([{"message": text} for text in result["warnings"]])


def assign(
    number: Number,
    agent: Annotated[str, typer.Argument(help="The agent's id or name.")],
    force: Annotated[
        bool, typer.Option("--force", help="Take it from another agent or system.")
    ] = False,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Let an agent answer a number."""
    rest = Rest(url, key)
    found = rest.agent(agent)
    done = rest.request(
        "POST",
        f"/numbers/{path_part(number)}/assign",
        body={"agent_id": found["id"], "force": force},
    ).json()
    if json:
        show_json(done)
        return
    console().print(
        f"{done['number']['phone_number']} is answered by {found['name']}.", markup=False
    )
    show_warnings(done["warnings"])


def unassign(
    number: Number, json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None
) -> None:
    """Take a number from its agent; it gets back what it had before."""
    done = Rest(url, key).request("POST", f"/numbers/{path_part(number)}/unassign").json()
    if json:
        show_json(done)
        return
    console().print(f"{done['number']['phone_number']} is {done['number']['status']}.")
    show_warnings(done["warnings"])
