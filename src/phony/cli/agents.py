"""`phony agents`: list, create, change, compare, export and apply agents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from phony.cli.rest import (
    JsonFlag,
    KeyOption,
    Rest,
    UrlOption,
    YesFlag,
    confirm,
    console,
    parse_pairs,
    show_json,
    show_table,
    show_warnings,
)
from phony.domain.errors import Invalid
from phony.settings import environment

Agent = Annotated[str, typer.Argument(help="The agent's id or name.")]
AppliedFile = Annotated[
    Path,
    typer.Argument(
        help="A YAML file, or `-`. In URLs, header values, secrets and numbers of it, ${NAME} is "
        "that environment variable.",
    ),
]
DIFFERS = 3  # not 1, which is a failure, and not 2, which is a command that is wrong
YAML = {"Content-Type": "application/yaml"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Agents: list, create, change, apply files.")
    for command in (
        list_agents,
        show,
        create,
        update,
        context,
        preview,
        versions,
        diff,
        rollback,
        delete,
        templates,
        export,
        apply,
    ):
        group.command(command.__name__.removesuffix("_agents"))(command)
    app.add_typer(group, name="agents")


def list_agents(
    type: Annotated[str | None, typer.Option(help="inbound or outbound")] = None,
    name: Annotated[str | None, typer.Option(help="Part of the name.")] = None,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """List agents."""
    agents = Rest(url, key).items("/agents/", type=type, name=name, sort="name")
    if json:
        show_json(agents)
        return
    show_table(
        agents,
        [
            ("ID", lambda a: a["id"]),
            ("NAME", lambda a: a["name"]),
            ("TYPE", lambda a: a["type"]),
            ("NUMBER", lambda a: a["phone_number"]),
            ("STATUS", lambda a: a["number_status"]),
            ("VOICE", lambda a: a["effective_voice"]),
            ("VERSION", lambda a: a["version"]),
            ("LIVE", lambda a: a["live_calls"]),
            ("ON", lambda a: a["enabled"]),
        ],
        empty="No agents. Create one: phony agents create NAME --template receptionist",
    )


def show(
    agent: Agent, json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None
) -> None:
    """Show one agent."""
    found = Rest(url, key).agent(agent)
    _shown(found, json)


def _shown(agent: dict[str, Any], json: bool) -> None:
    if json:
        show_json(agent)
        return
    rows = [
        {"name": name, "value": value}
        for name, value in agent.items()
        if name not in ("warnings", "org_id") and value not in ("", None, {}, [])
    ]
    show_table(rows, [("FIELD", lambda r: r["name"]), ("VALUE", lambda r: r["value"])], empty="")
    show_warnings(agent["warnings"])


def create(
    name: Annotated[str, typer.Argument(help="The agent's name.")],
    type: Annotated[str | None, typer.Option(help="inbound or outbound")] = None,
    number: Annotated[str | None, typer.Option(help="Its number: +18578167225")] = None,
    prompt: Annotated[str | None, typer.Option(help="What it is and does.")] = None,
    greeting: Annotated[str | None, typer.Option(help="Its first words.")] = None,
    voice: Annotated[str | None, typer.Option()] = None,
    template: Annotated[
        str | None, typer.Option(help="Start from it: `phony agents templates`.")
    ] = None,
    set: Annotated[
        list[str] | None, typer.Option(help="Context data: KEY=VALUE, several times.")
    ] = None,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Create an agent."""
    rest = Rest(url, key)
    fields: dict[str, Any] = {"type": "inbound"}
    if template is not None:
        templates = rest.items("/templates")
        found = next((t for t in templates if template in (t["id"], t["name"])), None)
        if found is None:
            known = ", ".join(item["id"] for item in templates)
            raise Invalid(f"There is no template {template!r}.", cure=f"Use one of: {known}.")
        fields = dict(found["fields"])
    given = {
        "name": name,
        "type": type,
        "phone_number": number,
        "system_prompt": prompt,
        "greeting_message": greeting,
        "voice": voice,
    }
    fields |= {field: value for field, value in given.items() if value is not None}
    if set:
        fields["context_data"] = {**fields.get("context_data", {}), **parse_pairs(set)}
    agent = rest.request("POST", "/agents/", body=fields).json()
    if json:
        show_json(agent)
        return
    console().print(f"Created {agent['name']}: {agent['id']}", markup=False)
    show_warnings(agent["warnings"])


def update(
    agent: Agent,
    fields: Annotated[list[str], typer.Argument(help="FIELD=VALUE ...; JSON values are read.")],
    note: Annotated[str, typer.Option(help="Why; kept with the version.")] = "",
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Change fields: phony agents update "My agent" voice=cedar speed=1.1."""
    changes = parse_pairs(fields)
    rest = Rest(url, key)
    found = rest.agent(agent)
    changed = rest.request(
        "PATCH",
        f"/agents/{found['id']}",
        body=changes,
        params={"note": note or None},
        headers={"If-Match": f'"{found["version"]}"'},
    ).json()
    if json:
        show_json(changed)
        return
    console().print(f"{changed['name']} is at version {changed['version']}.", markup=False)
    show_warnings(changed["warnings"])


def context(
    agent: Agent,
    set: Annotated[list[str] | None, typer.Option(help="KEY=VALUE, dotted keys reach in.")] = None,
    unset: Annotated[list[str] | None, typer.Option(help="A key to remove.")] = None,
    live: Annotated[bool, typer.Option("--live", help="Also tell its live calls.")] = False,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Show or change what an agent knows."""
    rest = Rest(url, key)
    found = rest.agent(agent)
    if not set and not unset:
        show_json(found["context_data"])
        return
    body = {"set": parse_pairs(set or []), "unset": unset or [], "apply_to_live": live}
    changed = rest.request("PATCH", f"/agents/{found['id']}/context", body=body).json()
    if json:
        show_json(changed)
        return
    show_json(changed["agent"]["context_data"])
    if live:
        console().print(f"{len(changed['live'])} live call(s) told.", markup=False)


def preview(
    agent: Agent, json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None
) -> None:
    """Show prompt and greeting as a call would get them."""
    rest = Rest(url, key)
    shown = rest.get(f"/agents/{rest.agent(agent)['id']}/preview")
    if json:
        show_json(shown)
        return
    out = console()
    out.print(shown["greeting_message"], markup=False)
    out.print()
    out.print(shown["system_prompt"], markup=False)
    if shown["missing_variables"]:
        missing = ", ".join(shown["missing_variables"])
        show_warnings([{"message": f"Without a value, so left out: {missing}."}])


def versions(
    agent: Agent, json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None
) -> None:
    """List an agent's versions."""
    rest = Rest(url, key)
    found = rest.items(f"/agents/{rest.agent(agent)['id']}/versions")
    if json:
        show_json(found)
        return
    show_table(
        found,
        [
            ("VERSION", lambda v: v["version"]),
            ("WHEN", lambda v: v["created_at"]),
            ("WHO", lambda v: v["author"]),
            ("CHANGED", lambda v: ", ".join(v["changed"])),
            ("NOTE", lambda v: v["note"]),
        ],
        empty="No versions.",
    )


def diff(
    agent: Agent,
    from_version: Annotated[int, typer.Argument(min=1)],
    to_version: Annotated[int, typer.Argument(min=1)],
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Compare two versions."""
    rest = Rest(url, key)
    found = rest.get(
        f"/agents/{rest.agent(agent)['id']}/versions/diff",
        **{"from": from_version, "to": to_version},
    )
    if json:
        show_json(found)
        return
    _show_changes(found["changes"])


def _show_changes(changes: list[dict[str, Any]], indent: str = "") -> None:
    out = console()
    for change in changes:
        if change["kind"] != "added":
            out.print(f"{indent}- {change['path']}: {change['before']}", markup=False, style="red")
        if change["kind"] != "removed":
            out.print(f"{indent}+ {change['path']}: {change['after']}", markup=False, style="green")
    if not changes:
        out.print(f"{indent}No difference.")


def rollback(
    agent: Agent,
    version: Annotated[int, typer.Argument(min=1)],
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Make an old version the newest again."""
    rest = Rest(url, key)
    found = rest.agent(agent)
    changed = rest.request("POST", f"/agents/{found['id']}/versions/{version}/rollback").json()
    console().print(f"{changed['name']} is at version {changed['version']}.", markup=False)


def delete(
    agents: Annotated[
        list[str], typer.Argument(metavar="AGENT...", help="Ids or names of agents.")
    ],
    force: Annotated[bool, typer.Option(help="Even with live calls.")] = False,
    yes: YesFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Delete agents; their calls stay, their numbers are free."""
    rest = Rest(url, key)
    found = [rest.agent(agent) for agent in agents]
    named = ", ".join(f"{each['name']} ({each['id']})" for each in found)
    confirm(f"Delete {named}?", yes)
    for each in found:
        path = f"/agents/{each['id']}"
        gone = rest.request("DELETE", path, params={"force": force}).json()
        console().print(f"Deleted {each['name']}.", markup=False)
        show_warnings(gone["warnings"])


def templates(json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None) -> None:
    """List templates to start from."""
    found = Rest(url, key).items("/templates")
    if json:
        show_json(found)
        return
    show_table(
        found,
        [
            ("ID", lambda t: t["id"]),
            ("NAME", lambda t: t["name"]),
            ("TYPE", lambda t: t["fields"]["type"]),
            ("DESCRIPTION", lambda t: t["description"]),
        ],
        empty="No templates.",
    )


def export(
    file: Annotated[
        Path | None,
        typer.Argument(help="Where to write; left out, or `-`: print.", dir_okay=False),
    ] = None,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Write all agents as YAML, for `apply`; in place of secrets stand variables."""
    text = Rest(url, key).request("GET", "/agents/export").text
    if file is None or str(file) == "-":
        print(text, end="")
    else:
        file.write_text(text, encoding="utf-8")


def apply(
    file: AppliedFile,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what differs.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Delete agents that the file lacks.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="With --dry-run: end with 3 if something differs.")
    ] = False,
    yes: YesFlag = False,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Make the account match a file; shows the difference first.

    Nothing is changed unless everything in the file is right. Ends with 1 if something is not.
    """
    if exit_code and not dry_run:
        raise typer.BadParameter("--exit-code needs --dry-run: what is applied differs no more")
    rest = Rest(url, key)
    content = _filled_in(file)

    def send(dry: bool) -> dict[str, Any]:
        params = {"dry_run": dry, "prune": prune}
        result: dict[str, Any] = rest.request(
            "POST", "/agents/import", content=content, params=params, headers=YAML
        ).json()
        return result

    plan = send(dry=True)
    if not json:
        _show_plan(plan)
    wanted = plan["created"] + plan["updated"] + plan["deleted"]
    if dry_run or not wanted:
        if json:
            show_json(plan)
        else:
            _show_notes(plan)
        raise typer.Exit(DIFFERS if exit_code and wanted else 0)
    confirm(f"Apply {wanted} change(s)?", yes)
    done = send(dry=False)
    if json:
        show_json(done)
    else:
        console().print(
            f"{done['created']} created, {done['updated']} updated, {done['deleted']} deleted,"
            f" {done['unchanged']} unchanged, {done['failed']} failed."
        )
        for item in done["agents"]:
            if item["error"]:
                console().print(f"{item['name']}: {item['error']}", markup=False, style="red")
        _show_notes(done)
    if done["failed"]:
        raise typer.Exit(1)


def _filled_in(file: Path) -> bytes:
    from phony.service.agents.as_yaml import filled_in

    try:
        text = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise Invalid(
            f"{file} cannot be read: {error.strerror}.", cure="Name a YAML file, or - for stdin."
        ) from error
    return filled_in(text, environment)


def _show_notes(result: dict[str, Any]) -> None:
    for item in result["agents"]:
        show_warnings(
            [{**note, "message": f"{item['name']}: {note['message']}"} for note in item["warnings"]]
        )


def _show_plan(plan: dict[str, Any]) -> None:
    signs = {"create": "+", "update": "~", "delete": "-"}
    out = console()
    for item in plan["agents"]:
        if item["kind"] == "unchanged":
            continue
        out.print(f"{signs.get(item['kind'], ' ')} {item['name']}", markup=False, style="bold")
        if item["kind"] == "update":
            _show_changes(item["changes"], "    ")
    if plan["unchanged"]:
        out.print(f"{plan['unchanged']} unchanged.")
