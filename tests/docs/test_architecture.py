"""What the architecture page names is there: a reader who follows it arrives."""

from __future__ import annotations

import re

import pytest
from tests.support.source import ROOT, modules

PAGE = (ROOT / "docs" / "architecture.md").read_text()
_FILE = re.compile(r"`([a-z_]+(?:/[a-z_]+)*\.py)(?::(\w+))?`")
_FOLDER = re.compile(r"`([a-z_]+(?:/[a-z_]+)*/)`")
NAMED = sorted({(path, name) for path, name in _FILE.findall(PAGE)})


def files(path: str) -> list[str]:
    """Modules that a path on the page can mean: whole, or within the room that is spoken of."""
    return [
        module.name
        for module in modules().values()
        if module.place in (path, f"src/phony/{path}") or module.place.endswith(f"/{path}")
    ]


def test_the_page_names_files() -> None:
    assert len(NAMED) > 40


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_every_file_and_name_is_there(path: str, name: str) -> None:
    if path.startswith("tests/"):
        assert (ROOT / path).is_file()
        return
    found = files(path)
    assert found, path
    if name:
        defined = re.compile(rf"^\s*(?:async def|def|class) {name}\b|^{name} =", re.MULTILINE)
        assert any(defined.search(modules()[module].text) for module in found), name


@pytest.mark.parametrize("path", sorted(set(_FOLDER.findall(PAGE))))
def test_every_folder_is_there(path: str) -> None:
    places = (ROOT / path, ROOT / "src" / "phony" / path, ROOT / "src" / "phony" / "service" / path)
    assert any(place.is_dir() for place in places)


def test_every_room_of_the_services_is_described() -> None:
    rooms = {module.parts[1] for module in modules().values() if module.parts[:1] == ("service",)
             and len(module.parts) > 1}  # fmt: skip
    described = set(re.findall(r"^\| `(\w+)/` \|", PAGE, re.MULTILINE))
    assert described == rooms


def test_every_module_of_the_services_is_named() -> None:
    named = {path.rpartition("/")[2] for path, _ in NAMED}
    services = (m for m in modules().values() if m.parts[:1] == ("service",))
    assert {m.path.name for m in services} - {"__init__.py"} <= named
