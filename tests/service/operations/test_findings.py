"""What the doctor says of a fault comes with its cure, everywhere."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from phony.service.operations import doctor, reachability
from phony.service.operations.findings import CheckState, failed, ok, skipped, warning


@pytest.mark.parametrize("module", [doctor, reachability])
def test_every_fault_is_a_sentence_with_a_cure(module: object) -> None:
    source = Path(str(module.__file__)).read_text()  # type: ignore[attr-defined]
    calls = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("failed", "warning")
    ]
    assert len(calls) > 5
    for call in calls:
        assert len(call.args) == 2
        cure = call.args[1]
        if isinstance(cure, ast.Constant):
            assert str(cure.value).endswith(".")


def test_only_a_fault_has_a_cure() -> None:
    assert [finding[0] for finding in (ok("x"), skipped("x"))] == ["ok", "skipped"]
    assert [finding[2] for finding in (ok("x"), skipped("x"))] == [None, None]
    assert failed("x", "do") == (CheckState.FAILED, "x", "do")
    assert warning("x", "do") == (CheckState.WARNING, "x", "do")
