"""The package's own source, read and not run: modules, what they import, classes and functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import phony

PACKAGE = Path(phony.__file__).parent
ROOT = PACKAGE.parent.parent


@dataclass(frozen=True, slots=True)
class Module:
    """One file: `phony.wire.twilio`, `src/phony/wire/twilio.py`."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        """The name without the package's: `("wire", "twilio")`."""
        return tuple(self.name.split(".")[1:])

    @property
    def place(self) -> str:
        """The path in the repository."""
        return str(self.path.relative_to(ROOT))

    @property
    def lines(self) -> int:
        """How long it is."""
        return self.text.count("\n")


@cache
def modules() -> dict[str, Module]:
    """Every module of the package by its name; a package's is its `__init__`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        names = ["phony", *path.relative_to(PACKAGE).with_suffix("").parts]
        if names[-1] == "__init__":
            names.pop()
        text = path.read_text()
        found[".".join(names)] = Module(".".join(names), path, text, ast.parse(text))
    return found


def names_imported(tree: ast.Module, module: str, *, package: bool = False) -> Iterator[str]:
    """Names of ours that `module` imports, wherever it does: `phony.wire.twilio.decode`.

    Imports for type checkers count like all others. `package`: the module is an `__init__`.
    """
    base = module.split(".")
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if alias.name.startswith("phony."))
            case ast.ImportFrom(module=None | str(), level=level) if level:
                up = base[: len(base) - level + package]
                start = ".".join(up + ([node.module] if node.module else []))
                yield from (f"{start}.{alias.name}" for alias in node.names)
            case ast.ImportFrom(module=str(name)) if name == "phony" or name.startswith("phony."):
                yield from (f"{name}.{alias.name}" for alias in node.names)
            case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]) if (
                name.startswith("phony.") and ast.unparse(function).endswith(_BY_NAME)
            ):
                yield name


@cache
def graph() -> dict[str, frozenset[str]]:
    """Which of our modules each module imports."""
    known = modules()

    def module_of(name: str) -> str:
        while name not in known:
            name = name.rpartition(".")[0]
        return name

    return {
        name: frozenset(
            module_of(imported)
            for imported in names_imported(
                module.tree, name, package=module.path.name == "__init__.py"
            )
        )
        - {name, "phony"}
        for name, module in known.items()
    }


_BY_NAME = ("import_module", "__import__")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    """Every class."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def attributes(node: ast.ClassDef) -> set[str]:
    """What an instance carries: names that methods assign on `self`, and a dataclass's fields."""
    found = set()
    for inner in ast.walk(node):
        match inner:
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                found.add(name)
            case _:
                pass
    if any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list):
        found |= {
            field.target.id
            for field in node.body
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        }
    return found
