"""`phony sandbox`: the stand-in carrier and engine, in a process of their own."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from phony.sandbox.app import Ready
    from phony.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def sandbox(
        port: Annotated[
            int | None, typer.Option(help="PHONY_SANDBOX_PORT [24188]; 0: any free one")
        ] = None,
        tls_port: Annotated[
            int | None, typer.Option(help="The same with TLS, for clients that want https and wss.")
        ] = None,
        speech: Annotated[
            bool | None, typer.Option(help="Real offline speech, or text only.")
        ] = None,
        handed: Annotated[bool, typer.Option(hidden=True)] = False,
    ) -> None:
        """Run the sandbox alone: a telephone network and a speech model without accounts."""
        from phony import children
        from phony.cli import logs, settings_pipe, start
        from phony.domain.errors import ConfigError

        if handed:  # started by `serve`: settings come on stdin, whose end is our end
            settings = settings_pipe.read()
            children.end_with_parent()
        else:
            settings = start.load_settings(
                sandbox_port=port, sandbox_tls_port=tls_port, sandbox_speech=speech
            )
        logs.configure(
            settings.log_level,
            as_json=settings.log_json,
            process="sandbox",
            secrets=settings.secret_values,
        )
        try:
            asyncio.run(_serve(settings))
        except OSError as error:
            raise ConfigError(
                f"The sandbox cannot listen: {error.strerror}.",
                cure="Choose other ports: PHONY_SANDBOX_PORT, PHONY_SANDBOX_TLS_PORT.",
            ) from error


async def _serve(settings: Settings) -> None:
    from phony.net import certificate
    from phony.net.neighbours import Line, is_ours
    from phony.sandbox.app import Tls, serve  # late: it may load speech models
    from phony.settings import SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN

    tls = None
    if settings.sandbox_tls_port is not None:
        shown = certificate.kept(settings.data_dir / "sandbox" / "tls", days=365)
        tls = Tls(settings.sandbox_tls_port, shown.path, shown.key)
    await serve(
        port=settings.sandbox_port,
        tls=tls,
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


def _say_ready(ready: Ready) -> None:
    print(json.dumps({"ready": True, **ready}), flush=True)
