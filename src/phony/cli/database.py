"""`phony database-url`: what a program of MongoDB's needs in order to make a backup."""

from __future__ import annotations

import typer

from phony.domain.errors import ConfigError


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("database-url")
    def database_url() -> None:
        """Print the address of the database, its password included: for mongodump and mongosh."""
        from phony.cli.supervisor import running
        from phony.settings import Settings

        settings = Settings()
        url = settings.mongodb_url or (running(settings.data_dir) or {}).get("mongodb_url")
        if not url:
            raise ConfigError(
                f"No phony serve runs on the data folder {settings.data_dir}.",
                cure="Start one: the private MongoDB runs as long as it does.",
            )
        print(url)
