"""`phony webhooks`: whom Phony tells of calls, what was sent, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from phony.cli.rest import (
    JsonFlag,
    KeyOption,
    Refused,
    Rest,
    UrlOption,
    YesFlag,
    confirm,
    console,
    path_part,
    show_json,
    show_table,
    show_warnings,
)

HookId = Annotated[str, typer.Argument(help="The webhook's id.")]
Events = Annotated[
    list[str] | None,
    typer.Option("--event", help="Only this, such as call.finished; several times."),
]
Agents = Annotated[
    list[str] | None,
    typer.Option("--agent", help="Only calls of this agent (id or name); several times."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Webhooks: tell your systems of calls.")
    group.command("list")(list_webhooks)
    for command in (create, update, delete, rotate, deliveries, resend):
        group.command(command.__name__)(command)
    group.command("test")(try_out)
    app.add_typer(group, name="webhooks")


def list_webhooks(json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None) -> None:
    """List webhooks, without their secrets."""
    found = Rest(url, key).items("/webhooks")
    if json:
        show_json(found)
        return
    show_table(
        found,
        [
            ("ID", lambda w: w["id"]),
            ("URL", lambda w: w["url"]),
            ("EVENTS", lambda w: ", ".join(w["events"]) or "all"),
            ("AGENTS", lambda w: ", ".join(w["agent_ids"]) or "all"),
            ("ON", lambda w: w["enabled"]),
            ("WHY NOT", lambda w: w["disabled_reason"] or ""),
        ],
        empty="No webhooks. Create one: phony webhooks create https://example.com/phony",
    )


def create(
    address: Annotated[str, typer.Argument(help="Where to send events.")],
    event: Events = None,
    agent: Agents = None,
    description: Annotated[str, typer.Option()] = "",
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Create a webhook and print its signing secret, this once."""
    rest = Rest(url, key)
    body = {
        "url": address,
        "events": event or [],
        "agent_ids": [rest.agent(name)["id"] for name in agent or []],
        "description": description,
    }
    _show_secret(rest.request("POST", "/webhooks", body=body).json(), json)


def _show_secret(made: dict[str, Any], json: bool) -> None:
    if json:
        show_json(made)
        return
    console().print(made["id"], markup=False)
    print(made["secret"])
    show_warnings([{"message": "Keep the secret now: it cannot be shown again."}])


def update(
    webhook: HookId,
    to: Annotated[str | None, typer.Option(help="Where to send events from now on.")] = None,
    event: Events = None,
    agent: Agents = None,
    description: Annotated[str | None, typer.Option()] = None,
    on: Annotated[bool | None, typer.Option("--on/--off", help="Send, or not.")] = None,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Change a webhook; switched on again, it gets what still waits."""
    rest = Rest(url, key)
    agent_ids = None if agent is None else [rest.agent(name)["id"] for name in agent]
    given = {
        "url": to,
        "events": event,
        "agent_ids": agent_ids,
        "description": description,
        "enabled": on,
    }
    body = {name: value for name, value in given.items() if value is not None}
    if not body:
        raise typer.BadParameter("nothing to change: give --to, --event, --agent, --on or --off")
    changed = rest.request("PATCH", f"/webhooks/{path_part(webhook)}", body=body).json()
    if json:
        show_json(changed)
        return
    console().print(f"Changed {changed['id']}.", markup=False)


def delete(
    webhook: HookId, yes: YesFlag = False, url: UrlOption = None, key: KeyOption = None
) -> None:
    """Delete a webhook with its log; what still waits is not sent."""
    confirm(f"Delete {webhook}?", yes)
    Rest(url, key).request("DELETE", f"/webhooks/{path_part(webhook)}")
    console().print("Deleted.")


def rotate(
    webhook: HookId, json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None
) -> None:
    """Make a new signing secret; for a day the old one signs, too."""
    path = f"/webhooks/{path_part(webhook)}/rotate"
    _show_secret(Rest(url, key).request("POST", path).json(), json)


def try_out(
    webhook: HookId, json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None
) -> None:
    """Send a test event now; the exit code is 1 if it was not taken."""
    sent = Rest(url, key).request("POST", f"/webhooks/{path_part(webhook)}/test").json()
    if json:
        show_json(sent)
    else:
        console().print(_last(sent), markup=False, soft_wrap=True)
    if sent["state"] != "delivered":
        raise Refused("The test event was not taken.", cure="The receiver must answer with 2xx.")


def _last(delivery: Mapping[str, Any]) -> str:
    """How the last try went."""
    if not delivery["attempts"]:
        return "not tried yet"
    tried = delivery["attempts"][-1]
    answer = tried["error"] or f"answered {tried['status']}"
    return f"{answer}, {tried['elapsed_ms']:.0f} ms"


def deliveries(
    webhook: HookId,
    state: Annotated[str | None, typer.Option(help="pending, delivered or failed")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """List what was sent, newest first."""
    path = f"/webhooks/{path_part(webhook)}/deliveries"
    found = Rest(url, key).items(path, limit, state=state)
    if json:
        show_json(found)
        return
    show_table(
        found,
        [
            ("ID", lambda d: d["id"]),
            ("WHEN", lambda d: d["created_at"]),
            ("EVENT", lambda d: d["event"]),
            ("CALL", lambda d: d["call_id"]),
            ("STATE", lambda d: d["state"]),
            ("TRIES", lambda d: len(d["attempts"])),
            ("LAST", _last),
        ],
        empty="Nothing was sent.",
    )


def resend(
    delivery: Annotated[str, typer.Argument(help="The delivery's id.")],
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Send an event again, with its old id."""
    Rest(url, key).request("POST", f"/deliveries/{path_part(delivery)}/resend")
    console().print("It is being sent.")
