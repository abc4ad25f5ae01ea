"""The floors of the package: imports point down, never up and never across to a floor-mate."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import phony

PACKAGE = Path(phony.__file__).parent

FLOORS = {
    "domain": 0,
    "children": 0,
    "wire": 1,
    "session": 1,
    "net": 1,
    "mongod": 1,
    "carriers": 2,
    "engines": 2,
    "store": 2,
    "sandbox": 2,
    "service": 3,
    "api": 4,
    "bench": 5,
    "app": 6,
    "cli": 6,
}
# Who may import what, where the floors alone would allow more or less.
ONLY_FOR = {"settings": {"app", "cli"}, "app": {"cli"}}
ONLY_FROM = {"sandbox": {"wire", "domain"}, "session": {"domain"}, "wire": {"domain"}}


def imports(source: str, module: str) -> Iterator[str]:
    """Names of ours that the source of `module` imports: `phony.wire.twilio.decode`."""
    package = module.split(".")
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if alias.name.startswith("phony."))
            case ast.ImportFrom(module=None | str(), level=level) if level:
                base = ".".join(package[:-level] + ([node.module] if node.module else []))
                yield from (f"{base}.{alias.name}" for alias in node.names)
            case ast.ImportFrom(module=str(name)) if name == "phony" or name.startswith("phony."):
                yield from (f"{name}.{alias.name}" for alias in node.names)


def part(name: str) -> str:
    """`phony.wire.twilio` → `wire`."""
    return name.split(".")[1]


def offences(source: str, module: str) -> list[str]:
    """What is wrong with a module's imports, in words."""
    mine, found = part(module), []
    for name in imports(source, module):
        theirs = part(name)
        if theirs == mine or theirs == "__version__":
            continue
        if theirs in ONLY_FOR:
            if mine not in ONLY_FOR[theirs]:
                found.append(f"{module} imports {name}: only {sorted(ONLY_FOR[theirs])} may")
        elif mine in ONLY_FROM and theirs not in ONLY_FROM[mine]:
            found.append(f"{module} imports {name}: it may import {sorted(ONLY_FROM[mine])} only")
        elif FLOORS[theirs] > FLOORS[mine]:
            found.append(f"{module} imports {name}: that points up")
        elif FLOORS[theirs] == FLOORS[mine]:
            found.append(f"{module} imports {name}: that is a floor-mate")
    return found


def modules() -> list[tuple[str, Path]]:
    """Every module of the package by name."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        names = ["phony", *path.relative_to(PACKAGE).with_suffix("").parts]
        if names != ["phony", "__init__"]:
            found.append((".".join(names), path))
    return found


def test_imports_point_down() -> None:
    assert [o for name, path in modules() for o in offences(path.read_text(), name)] == []


def test_every_part_has_a_floor() -> None:
    parts = {part(name) for name, _ in modules()}
    assert parts - {"settings"} <= set(FLOORS)


@pytest.mark.parametrize(
    ("module", "source", "why"),
    [
        ("phony.domain.calls", "from phony.wire import twilio", "points up"),
        ("phony.wire.twilio", "import phony.session.session", "it may import"),
        ("phony.store.calls", "from phony.engines.openai import Leg", "floor-mate"),
        ("phony.sandbox.carrier", "from phony.net.websocket import connect", "it may import"),
        ("phony.service.calls.calls", "from phony.settings import Settings", "only"),
        ("phony.service.calls.calls", "def f():\n    from phony.api import deps", "points up"),
        ("phony.store.calls", "from ..service import calls", "points up"),
        ("phony.api.rest.calls", "from phony import app", "only"),
    ],
)
def test_an_offence_is_found(module: str, source: str, why: str) -> None:
    (found,) = offences(source, module)
    assert why in found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("phony.service.calls.calls", "from phony.store.calls import Calls\nimport os, orjson"),
        ("phony.store.calls", "from .documents import load\nfrom . import changes"),
        ("phony.cli.serve", "from phony.app import create_app\nfrom phony import __version__"),
        ("phony.app", "from phony.settings import Settings\nfrom phony.api import calls"),
    ],
)
def test_imports_that_point_down_pass(module: str, source: str) -> None:
    assert offences(source, module) == []
