"""`phony` commands as typed, in this process: what they print, and with which code they end."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from tests.support.running import Running
from typer.testing import CliRunner

from phony.cli import app

OURS = ("PHONY_", "TWILIO_", "OPENAI_", "MONGODB_")


def typed(*args: str, text: str | None = None, **env: str) -> tuple[int, str, str]:
    """The exit code, stdout and stderr of a command; of our settings it sees `env` alone."""
    ours: dict[str, str | None] = {
        name: None
        for name in os.environ  # noqa: TID251 - what the command may not see
        if name.startswith(OURS)
    }
    with CliRunner().isolation(input=text, env=ours | env) as (out, err, _):
        code: Any = 0
        try:
            app(list(args))
        except SystemExit as end:
            code = end.code or 0
        sys.stdout.flush()
        sys.stderr.flush()
        return code, out.getvalue().decode(), err.getvalue().decode()


class Terminal:
    """Runs `phony` commands against one product."""

    def __init__(self, product: Running) -> None:
        self.product = product
        self.env = {"PHONY_URL": product.url}

    def __call__(self, *args: str, fails: bool = False, text: str | None = None, **env: str) -> str:
        """What a command prints; stderr too when it fails."""
        code, out, err = typed(*args, text=text, **self.env | env)
        assert (code != 0) == fails, out + err
        assert "Traceback" not in err
        return out + err if fails else out

    def json(self, *args: str) -> Any:
        """What a command prints as JSON."""
        return json.loads(self(*args, "--json"))
