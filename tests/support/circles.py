"""Circles in a picture of who needs whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def circles(arrows: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Ways that lead back to where they began, one for each arrow that closes one."""
    found: list[list[str]] = []
    done: set[str] = set()

    def walk(at: str, way: list[str]) -> None:
        if at in way:
            found.append([*way[way.index(at) :], at])
            return
        if at in done:
            return
        for target in sorted(arrows.get(at, ())):
            walk(target, [*way, at])
        done.add(at)

    for start in sorted(arrows):
        walk(start, [])
    return found
