"""How every command finds the product, and what it says if it does not."""

from __future__ import annotations

from tests.cli.typed import Terminal


def test_whatever_runs_on_the_data_folder_is_found(phony: Terminal) -> None:
    folder = str(phony.product.serving.data_dir)
    assert "No agents" in phony("agents", "list", PHONY_URL="", PHONY_DATA_DIR=folder)


def test_errors_say_what_to_do(phony: Terminal) -> None:
    assert "phony agents list" in phony("agents", "show", "Nobody", fails=True)
    assert "KEY=VALUE" in phony("agents", "update", "Nobody", "voice", fails=True)
    template = phony("agents", "create", "X", "--template", "butler", fails=True)
    assert "receptionist" in template
    silent = phony("agents", "list", "--url", "http://127.0.0.1:9", fails=True)
    assert "phony serve" in silent
    assert "not a URL" in phony("agents", "list", "--url", "http://127.0.0.1:port", fails=True)
    assert "begins with http://" in phony("agents", "list", fails=True, PHONY_URL="127.0.0.1:9")
