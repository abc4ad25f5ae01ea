"""Floors, rooms and circles: imports point down, and inside `service/` only to what stands before.

A floor says what kind of code stands there, a room what it is about (docs/architecture.md).
"""

from __future__ import annotations

import ast

import pytest
from tests.support.circles import circles
from tests.support.source import graph, modules, names_imported

FLOORS = {
    "domain": 0,
    "children": 0,
    "aside": 1,
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

# The rooms of `service/` in their order: each may import only those that stand before it ...
ROOMS = ("money", "agents", "operations", "tools", "bridge", "calls", "after")
# ... and these import no other room at all.
APART = ("live", "access", "outbox")


def offences(source: str, module: str) -> list[str]:
    """What is wrong with a module's imports, in words."""
    tree = ast.parse(source)
    return [
        f"{module} imports {name}: {why}"
        for name in names_imported(tree, module)
        if (why := offence(module, name)) is not None
    ]


def offence(module: str, name: str) -> str | None:
    """Why `module` may not import `name`; None if it may."""
    mine, theirs = (text.split(".")[1] for text in (module, name))
    if theirs == mine == "service":
        return room_offence(module.split(".")[2], name.split(".")[2])
    if theirs in (mine, "__version__"):
        return None
    if theirs in ONLY_FOR:
        return None if mine in ONLY_FOR[theirs] else f"only {sorted(ONLY_FOR[theirs])} may"
    if mine in ONLY_FROM and theirs not in ONLY_FROM[mine]:
        return f"it may import {sorted(ONLY_FROM[mine])} only"
    if FLOORS[theirs] > FLOORS[mine]:
        return "that points up"
    return "that is a floor-mate" if FLOORS[theirs] == FLOORS[mine] else None


def room_offence(mine: str, theirs: str) -> str | None:
    """The same inside `service/`, by rooms."""
    if mine == theirs:
        return None
    if mine in APART:
        return f"{mine} imports no other room"
    if theirs in APART:
        return f"no room imports {theirs}"
    return None if ROOMS.index(theirs) < ROOMS.index(mine) else f"{theirs} does not stand before"


def test_imports_point_down() -> None:
    found = []
    for name, module in modules().items():
        if name != "phony":
            found += offences(module.text, name)
    assert found == []


def test_every_part_has_a_floor_and_every_service_a_room() -> None:
    parts = [module.parts for module in modules().values() if module.parts]
    assert {part[0] for part in parts} - {"settings"} <= set(FLOORS)
    assert {part[1] for part in parts if part[0] == "service" and len(part) > 1} == {*ROOMS, *APART}


@pytest.mark.parametrize("floor", ["service", "api"])
def test_a_floor_of_rooms_holds_no_module_of_its_own(floor: str) -> None:
    loose = {m.path.name for m in modules().values() if m.path.parent.name == floor}
    assert loose <= {"__init__.py", "routers.py"}


def test_nothing_is_imported_in_a_circle() -> None:
    assert circles(graph()) == []


def test_no_room_or_floor_is_part_of_a_circle() -> None:
    """Folders are circles sooner than modules are."""
    rooms: dict[str, set[str]] = {}
    for name, imported in graph().items():
        mine = room(name)
        rooms.setdefault(mine, set()).update(room(other) for other in imported)
    assert circles({name: frozenset(others - {name}) for name, others in rooms.items()}) == []


def room(name: str) -> str:
    """`phony.service.live.feed` → `service.live`; flat floors are one room each."""
    parts = modules()[name].parts or ("",)
    return ".".join(parts[:2] if parts[0] in ("service", "api") else parts[:1])


@pytest.mark.parametrize(
    ("module", "source", "why"),
    [
        ("phony.domain.calls", "from phony.wire import twilio", "points up"),
        ("phony.wire.twilio", "import phony.session.session", "it may import"),
        ("phony.store.calls", "from phony.engines.openai import Leg", "floor-mate"),
        ("phony.sandbox.carrier.call", "from phony.net.websocket import connect", "it may import"),
        ("phony.service.calls.inbound", "from phony.settings import Settings", "only"),
        ("phony.service.calls.inbound", "def f():\n    from phony.api.http import deps", "up"),
        ("phony.store.calls", "from ..service.calls import inbound", "points up"),
        ("phony.api.rest.calls", "from phony import app", "only"),
        ("phony.service.bridge.call", "from phony.service.calls import inbound", "stand before"),
        ("phony.service.live.feed", "from phony.service.money import ledger", "no other room"),
        ("phony.service.calls.inbound", "from phony.service.live import feed", "no room imports"),
        (
            "phony.service.bridge.legs",
            "from typing import TYPE_CHECKING\n"
            "if TYPE_CHECKING:\n    from phony.service.calls.inbound import Inbound",
            "stand before",
        ),
    ],
)
def test_an_offence_is_found(module: str, source: str, why: str) -> None:
    (found,) = offences(source, module)
    assert why in found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("phony.service.calls.inbound", "from phony.store.calls import Calls\nimport os, orjson"),
        ("phony.service.calls.inbound", "from phony.service.bridge.call import CallBridge"),
        ("phony.store.calls", "from .documents import load\nfrom . import changes"),
        ("phony.cli.serve", "from phony.app import create_app\nfrom phony import __version__"),
        ("phony.app", "from phony.settings import Settings\nfrom phony.api.rest import calls"),
    ],
)
def test_imports_that_point_down_pass(module: str, source: str) -> None:
    assert offences(source, module) == []


def test_a_circle_is_found() -> None:
    arrows = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": frozenset("a")}
    assert circles(arrows) == [["a", "b", "c", "a"]]
    assert circles({"a": frozenset("b"), "b": frozenset()}) == []
