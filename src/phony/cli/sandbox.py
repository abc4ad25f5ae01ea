"""`phony sandbox`: the stand-in carrier and engine, in a process of their own."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from phony.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def sandbox(
        port: Annotated[
            int | None, typer.Option(help="PHONY_SANDBOX_PORT [24188]; 0: any free one")
        ] = None,
        speech: Annotated[
            bool | None, typer.Option(help="Real offline speech, or text only.")
        ] = None,
        handed: Annotated[bool, typer.Option(hidden=True)] = False,
    ) -> None:
        """Run the sandbox alone: a telephone network and a speech model without accounts."""
        from phony import children
        from phony.cli import logs, settings_pipe, start

        if handed:  # started by `serve`: settings come on stdin, whose end is our end
            settings = settings_pipe.read()
            children.end_with_parent()
        else:
            settings = start.load_settings(sandbox_port=port, sandbox_speech=speech)
        logs.configure(
            settings.log_level,
            as_json=settings.log_json,
            process="sandbox",
            secrets=settings.secret_values,
        )
        asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    from phony.net.neighbours import Line, is_ours
    from phony.sandbox.app import serve  # late: it may load speech models
    from phony.settings import SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN

    await serve(
        port=settings.sandbox_port,
        speech=settings.sandbox_speech,
        pace_ms=settings.sandbox_pace_ms,
        account_sid=SANDBOX_ACCOUNT_SID,
        auth_token=SANDBOX_AUTH_TOKEN,
        chat_url=settings.chat_url,
        chat_model=settings.chat_model,
        chat_key=settings.chat_key.get_secret_value() if settings.chat_key else None,
        numbers_file=settings.data_dir / "sandbox" / "numbers.json",
        ours=lambda theirs, here: is_ours(Line(theirs, here)),
        ready=_say_ready,
    )


def _say_ready(port: int) -> None:
    print(json.dumps({"ready": True, "port": port}), flush=True)
