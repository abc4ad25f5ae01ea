"""Settings, access and what is said at the start of `phony serve`."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from rich.console import Console
from rich.markup import escape

from phony import __version__
from phony.cli import logs
from phony.cli.await_database import Stopped
from phony.cli.supervisor import Supervisor, local_url
from phony.domain.errors import ConfigError
from phony.service.access import keys
from phony.settings import PORT, Settings


def load_settings(**given: Any) -> Settings:
    """Settings from the environment, `given` first (None: not given).

    Raises:
        ConfigError: a value cannot be used; names the variable.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        lines = [
            f"{_variable(str(problem['loc'][0]))}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
        raise ConfigError("Settings cannot be used:\n" + "\n".join(lines)) from None


def _variable(name: str) -> str:
    return name if name.isupper() else f"PHONY_{name.upper()}"


def run(settings: Settings) -> None:
    """Start everything, say where it is, keep it running until a signal."""
    logs.configure(
        settings.log_level,
        as_json=settings.log_json,
        process="serve",
        secrets=settings.secret_values,
    )
    out = Console(highlight=False, soft_wrap=True)
    settings, new_key = with_api_key(settings)
    supervisor = Supervisor(settings)
    with contextlib.suppress(Stopped):
        with out.status("Starting…") if out.is_terminal else contextlib.nullcontext():
            stack = contextlib.ExitStack()
            stack.enter_context(supervisor.started())
        with stack:
            _print_banner(out, supervisor, new_key)
            supervisor.run()
            out.print("\nStopping: calls get time to end (again to stop at once).")
    out.print("Stopped.")


def with_api_key(settings: Settings) -> tuple[Settings, str | None]:
    """A public server needs a key: the configured one, the one made before, or a new one.

    Returns the settings that hold it, and the key itself if it is new (to print it this once).
    """
    if settings.api_key or not settings.public_url:
        return settings, None
    path = settings.data_dir / "api_key"
    try:
        key, new = path.read_text().strip(), None
    except FileNotFoundError:
        key = new = keys.new_key()[0]
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(key + "\n")
    return settings.model_copy(update={"api_key": SecretStr(key)}), new


def far_ends(settings: Settings) -> list[tuple[str, str]]:
    """Carrier and engine: which is real, which is the sandbox, and why."""
    missing = [
        name
        for name, value in (
            ("TWILIO_ACCOUNT_SID", settings.twilio_account_sid),
            ("TWILIO_AUTH_TOKEN", settings.twilio_auth_token),
        )
        if not value
    ]
    asked = "asked for (PHONY_SANDBOX or --sandbox)"
    if settings.carrier_is_sandbox:
        why = asked if settings.sandbox else " and ".join(missing) + " not set"
        carrier = f"sandbox: {why}. No real phone rings."
    else:
        carrier = f"Twilio account {settings.twilio_account_sid}"
    if settings.engine_is_sandbox:
        why = asked if settings.sandbox else "OPENAI_API_KEY not set"
        engine = f"sandbox: {why}. A small offline voice answers."
    else:
        engine = settings.openai_url
    return [("Carrier", carrier), ("Engine", engine)]


def _print_banner(out: Console, supervisor: Supervisor, new_key: str | None) -> None:
    settings = supervisor.settings
    url = local_url(settings)
    rows = [
        ("Dashboard", f"{url}/dashboard/"),
        ("API", f"{url}/docs"),
        *far_ends(settings),
        ("Data", _where_data_is(supervisor)),
    ]
    if settings.public_url:
        rows.insert(1, ("Public", settings.public_url))
    elif not settings.carrier_is_sandbox:
        rows.append(("Missing", "PHONY_PUBLIC_URL: Twilio cannot reach this server without it"))
    rows += [("Check", doubt) for doubt in settings.doubts]
    if new_key:
        rows.append(("API key", f"{new_key}  (printed only now; kept in the data folder)"))
    if settings.carrier_is_sandbox:
        say = '--say "What are your business hours?"'
        where = "" if settings.port == PORT else f"--url {url} "
        rows.append(("Try", f"{_this_command()} call {where}--to +18578167225 {say}"))
    out.print(f"\n[bold green]Phony {__version__}[/] is running. Ctrl-C stops it.\n")
    for name, value in rows:
        out.print(f"  [bold]{name:10}[/] {escape(value)}")
    out.print()


def _this_command() -> str:
    """How to call `phony` here: by name, or by the path to this environment."""
    if shutil.which("phony"):
        return "phony"
    here = Path(sys.executable).with_name("phony")
    with contextlib.suppress(ValueError):
        here = here.relative_to(Path.cwd())
    return str(here)


def _where_data_is(supervisor: Supervisor) -> str:
    if supervisor.mongod is None:
        return f"your MongoDB, database {supervisor.settings.mongodb_database}"
    mongod = supervisor.mongod
    return f"{mongod.data_dir} (MongoDB {mongod.version}, port {mongod.port})"
