"""The `phony` command: one module per group, loaded only when its command runs."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any

import typer

from phony.domain.errors import PhonyError

# In the order of `phony --help`.
_MODULES = (
    "serve",
    "restart",
    "worker",
    "sandbox",
    "call",
    "agents",
    "numbers",
    "calls",
    "stats",
    "webhooks",
    "keys",
    "doctor",
    "backup",
    "database",
    "bench",
    "version",
)


class _Typer(typer.Typer):
    """Says errors of ours as one clear message, not as a traceback."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().__call__(*args, **kwargs)
        except PhonyError as error:
            from phony.cli.rest import show_error

            show_error(error)
            sys.exit(1)


app = _Typer(
    name="phony",
    help="AI voice agents on phone numbers: your Twilio, your OpenAI key, your MongoDB.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # locals may hold keys and spoken words; logs want it plain
    context_settings={"help_option_names": ["-h", "--help"]},
)

for _name in _MODULES:
    if importlib.util.find_spec(f"{__name__}.{_name}") is not None:
        importlib.import_module(f"{__name__}.{_name}").register(app)
