"""`phony doctor`: what a call depends on, and how to cure what is wrong."""

from __future__ import annotations

import socket

import typer

from phony.cli.rest import JsonFlag, KeyOption, Refused, Rest, UrlOption, console, show_json
from phony.settings import Settings

_SIGNS = {"ok": "[green]ok     [/]", "warning": "[yellow]warning[/]", "failed": "[red]failed [/]"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None) -> None:
    """Check everything a call depends on; exit code 1 if something failed."""
    rest = Rest(url, key)
    try:
        report = rest.get("/doctor")
    except Refused:
        if url is None:
            _explain_silence()
        raise
    if json:
        show_json(report)
    else:
        out = console()
        for check in report["checks"]:
            sign = _SIGNS.get(check["state"], "[dim]skipped[/]")
            out.print(f"{sign} {check['title']}:", end=" ")
            out.print(check["detail"], markup=False, soft_wrap=True)
            if check["cure"]:
                out.print(f"        Cure: {check['cure']}", markup=False, soft_wrap=True)
    raise typer.Exit(0 if report["ok"] else 1)


def _explain_silence() -> None:
    """Nobody answers: is the port free, or does another program have it?"""
    settings = Settings()
    try:
        with socket.create_connection(("127.0.0.1", settings.port), timeout=2):
            return
    except OSError:
        console().print(f"Nothing listens on port {settings.port} of this machine.")
