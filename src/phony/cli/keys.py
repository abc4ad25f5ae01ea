"""`phony keys`: list, create and revoke API keys."""

from __future__ import annotations

from typing import Annotated

import typer

from phony.cli.rest import (
    JsonFlag,
    KeyOption,
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


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="API keys.")
    group.command("list")(list_keys)
    group.command("create")(create)
    group.command("delete")(delete)
    app.add_typer(group, name="keys")


def list_keys(json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None) -> None:
    """List keys, without their secrets."""
    keys = Rest(url, key).items("/keys")
    if json:
        show_json(keys)
        return
    show_table(
        keys,
        [
            ("ID", lambda k: k["id"]),
            ("NAME", lambda k: k["name"]),
            ("SCOPE", lambda k: k["scope"]),
            ("BEGINS WITH", lambda k: k["prefix"]),
            ("CREATED", lambda k: k["created_at"]),
            ("EXPIRES", lambda k: k["expires_at"]),
            ("LAST USED", lambda k: k["last_used_at"]),
        ],
        empty="No keys. Create one: phony keys create NAME --scope operate",
    )


def create(
    name: Annotated[str, typer.Argument(help="Stands as author beside what it changes.")],
    scope: Annotated[str, typer.Option(help="read, operate or admin")] = "read",
    expires_in_days: Annotated[int | None, typer.Option(min=1)] = None,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Create a key and print it, this once."""
    body = {"name": name, "scope": scope, "expires_in_days": expires_in_days}
    made = Rest(url, key).request("POST", "/keys", body=body).json()
    if json:
        show_json(made)
        return
    print(made["key"])
    show_warnings([{"message": "Keep it now: it cannot be shown again."}])


def delete(
    key_id: Annotated[str, typer.Argument(help="The key's id.")],
    yes: YesFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Revoke a key."""
    confirm(f"Revoke {key_id}?", yes)
    Rest(url, key).request("DELETE", f"/keys/{path_part(key_id)}")
    console().print("Revoked.")
