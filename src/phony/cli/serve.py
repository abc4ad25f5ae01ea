"""`phony serve`: the whole product from one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def serve(
        host: Annotated[str | None, typer.Option(help="PHONY_HOST [127.0.0.1]")] = None,
        port: Annotated[int | None, typer.Option(help="PHONY_PORT [24187]; 0: any")] = None,
        workers: Annotated[int | None, typer.Option(help="PHONY_WORKERS [1]")] = None,
        data_dir: Annotated[Path | None, typer.Option(help="PHONY_DATA_DIR")] = None,
        public_url: Annotated[
            str | None, typer.Option(help="PHONY_PUBLIC_URL: how Twilio reaches us")
        ] = None,
        sandbox: Annotated[
            bool | None,
            typer.Option(
                "--sandbox/--no-sandbox", help="Use the sandbox although accounts are configured."
            ),
        ] = None,
        sandbox_port: Annotated[
            int | None, typer.Option(help="PHONY_SANDBOX_PORT [24188]; 0: any")
        ] = None,
        speech: Annotated[
            bool | None, typer.Option(help="The sandbox speaks and hears, or uses text only.")
        ] = None,
        log_level: Annotated[str | None, typer.Option(help="PHONY_LOG_LEVEL [INFO]")] = None,
    ) -> None:
        """Run Phony: API, dashboard, calls; what is not configured, it brings itself."""
        from phony.cli import start  # late: other commands need none of it

        start.run(
            start.load_settings(
                host=host,
                port=port,
                workers=workers,
                data_dir=data_dir.absolute() if data_dir else None,
                public_url=public_url,
                sandbox=sandbox,
                sandbox_port=sandbox_port,
                sandbox_speech=speech,
                log_level=log_level,
            )
        )
