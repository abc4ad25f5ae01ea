"""`phony version`, `phony --help`, and completion in a shell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from phony import __version__
from phony.cli import app


def test_version_and_help() -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["version"]).output.startswith("phony ")
    assert runner.invoke(app, ["--version"]).output.startswith("phony ")
    assert json.loads(runner.invoke(app, ["version", "--json"]).output)["phony"] == __version__
    output = runner.invoke(app, ["--help"]).output
    assert "serve" in output
    assert "│ worker " not in output  # not a command for people


def test_the_shell_completes_commands() -> None:
    script = Path(sys.executable).with_name("phony")
    asked = {"_PHONY_COMPLETE": "complete_bash", "COMP_WORDS": "phony agents ap", "COMP_CWORD": "2"}
    path = os.environ["PATH"]  # noqa: TID251 - the child's environment
    done = subprocess.run(
        [str(script)], env={"PATH": path} | asked, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["apply"]
