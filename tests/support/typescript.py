"""Who imports what in TypeScript: enough of the language to read our own dashboard's modules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import normpath

_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*$", re.DOTALL | re.MULTILINE)
_FROM = re.compile(
    r'^(?:import|export)\s+(?:type\s+)?(?P<what>[^;"]*?)\s*from\s+"(?P<path>[^"]+)"', re.MULTILINE
)
_BARE = re.compile(r'^import\s+"(?P<path>[^"]+)"', re.MULTILINE)
# A page is loaded when it is opened; the router names its component beside it.
_LAZY = re.compile(r'import\(\s*"(?P<path>[^"]+)"\s*\)(?:,\s*"(?P<name>\w+)")?')
_EXPORT = re.compile(
    r"^export\s+(?P<default>default\s+)?(?:abstract\s+|async\s+|declare\s+)*"
    r"(?:function\*?|const|let|class|interface|type|enum)\s+(?P<name>\w+)",
    re.MULTILINE,
)
_LIST = re.compile(r"^export\s+(?:type\s+)?\{(?P<names>[^}]*)\}(?!\s*from)", re.MULTILINE)
_ENDINGS = ("", ".ts", ".tsx", "/index.ts", "/index.tsx")
EVERYTHING = "*"
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Module:
    """What one file offers, and the names that it takes from which other files."""

    text: str
    exports: frozenset[str]
    imports: Mapping[str, frozenset[str]]


def read(files: Mapping[str, str]) -> dict[str, Module]:
    """Modules by path; imports that lead out of `files` (packages, styles) are left out."""
    return {path: _module(path, _COMMENT.sub("", text), files) for path, text in files.items()}


def is_test(path: str) -> bool:
    """Whether it is a test's module."""
    return ".test." in path


def unused_exports(modules: Mapping[str, Module]) -> list[str]:
    """Exported names that no other file takes, as `path: name`.

    A test is a use of what its own module uses as well; what only a test uses is dead.
    """
    taken: dict[str, set[str]] = {}
    tested: dict[str, set[str]] = {}
    for path, module in modules.items():
        for target, names in module.imports.items():
            (tested if is_test(path) else taken).setdefault(target, set()).update(names)
    unused = []
    for path, module in modules.items():
        used = taken.get(path, set())
        if EVERYTHING in used:
            continue
        for name in sorted(module.exports - used):
            alive = len(re.findall(rf"\b{name}\b", module.text)) > 1
            if not (alive and name in tested.get(path, ())):
                unused.append(f"{path}: {name}")
    return unused


def _module(path: str, text: str, files: Mapping[str, str]) -> Module:
    imports: dict[str, set[str]] = {}
    for match in [*_FROM.finditer(text), *_BARE.finditer(text), *_LAZY.finditer(text)]:
        if (target := _resolve(path, match["path"], files)) is None:
            continue
        groups = match.groupdict()
        if "what" in groups:
            names = _names(groups["what"])
        elif "name" in groups:
            names = {groups["name"] or DEFAULT}
        else:
            names = set()
        imports.setdefault(target, set()).update(names)
    exports = {DEFAULT if m["default"] else m["name"] for m in _EXPORT.finditer(text)}
    for match in _LIST.finditer(text):
        exports |= {item.split()[-1] for item in match["names"].split(",") if item.strip()}
    return Module(text, frozenset(exports), {to: frozenset(names) for to, names in imports.items()})


def _names(what: str) -> set[str]:
    """What an import takes, by the names that its module gives them."""
    if "*" in what:
        return {EVERYTHING}
    head, _, braced = what.partition("{")
    names = {DEFAULT} if head.strip(" ,\n") else set()
    for item in braced.rstrip("} \n").split(","):
        if words := item.removesuffix("\n").split():
            names.add(words[1] if words[0] == "type" and len(words) > 1 else words[0])
    return names


def _resolve(path: str, to: str, files: Mapping[str, str]) -> str | None:
    if not to.startswith("."):
        return None
    place = normpath(str(PurePosixPath(path).parent / to))
    return next((place + ending for ending in _ENDINGS if place + ending in files), None)
