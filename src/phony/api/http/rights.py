"""What each route needs: declared beside the route, looked up before it is asked.

    @router.get("/keys")
    @needs(Right.KEYS)
    async def list_keys(...)

The look-up stands in front of everything: who may not ask learns nothing of bodies or records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, compile_path

from phony.domain.rights import Right
from phony.service.access.requests import SAFE, WEBSOCKET

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
_MARK = "__needs__"


@dataclass(frozen=True, slots=True)
class Needs:
    """A right, and whether pages of other sites may link here."""

    right: Right
    linkable: bool = False


def needs(right: Right, *, linkable: bool = False) -> Callable[[Endpoint], Endpoint]:
    """Declare what the endpoint below needs."""

    def declare(endpoint: Endpoint) -> Endpoint:
        vars(endpoint)[_MARK] = Needs(right, linkable)
        return endpoint

    return declare


@dataclass(frozen=True, slots=True)
class Operation:
    """A method at a path, and what it needs. `WEBSOCKET` is a method, too."""

    method: str
    path: str
    needs: Needs


def operations(routes: Sequence[BaseRoute]) -> Iterator[Operation]:
    """Everything that can be asked, in the order in which the routes are tried.

    Raises:
        LookupError: a route declares no right.
    """
    for route in iter_route_contexts(routes):
        path = route.path or ""
        declared = getattr(route.endpoint, _MARK, None)
        if not isinstance(declared, Needs):
            raise LookupError(f"{path or route.name} declares no right: add @needs(...).")
        for method in sorted(route.methods or {WEBSOCKET}):
            yield Operation(method, path, declared)


@dataclass(frozen=True, slots=True)
class _Room:
    """What it takes to hear that there is nothing at a path, or not by this method."""

    look: Right = Right.READ
    change: Right = Right.CHANGE


# By the first part of the path; elsewhere as `_Room` says.
_ROOMS = {
    "twilio": _Room(Right.SIGNED, Right.SIGNED),
    "media": _Room(Right.TOKEN, Right.TOKEN),
    "favicon.ico": _Room(look=Right.PAGE),
    "calls": _Room(change=Right.OPERATE),
    "keys": _Room(look=Right.KEYS),
    "audit": _Room(look=Right.KEYS),
}


_Known = tuple[re.Pattern[str], str, Needs]  # path, method, and what that needs


class Declared:
    """What every request needs, by the declarations of the routes."""

    def __init__(self, routes: Sequence[BaseRoute], sockets: Sequence[str] = ()) -> None:
        """Looked through once, when all routes are there; `sockets` pass them by.

        Raises:
            LookupError: a route declares no right.
        """
        self._http: list[_Known] = []
        self._sockets: list[_Known] = []
        self._passing_by = [compile_path(path)[0] for path in sockets]
        for operation in operations(routes):
            known = self._sockets if operation.method == WEBSOCKET else self._http
            pattern = compile_path(operation.path)[0]
            known.append((pattern, operation.method, operation.needs))

    def of(self, method: str, path: str) -> Needs:
        """What the route needs that will answer; else what it takes to hear that none does."""
        known = self._sockets if method == WEBSOCKET else self._http
        for tried in _spellings(path):
            other: Needs | None = None
            for pattern, by, needed in known:
                if pattern.match(tried):
                    if by == method:
                        return needed
                    other = other or needed
            if other is not None:
                return _otherwise(method, tried, other)
        return _nothing(method, path)

    def is_socket(self, path: str) -> bool:
        """Whether a WebSocket is at the path: who asks for anything else needs an upgrade."""
        patterns = [*self._passing_by, *(pattern for pattern, _, _ in self._sockets)]
        return any(pattern.match(path) for pattern in patterns)

    def methods(self, path: str) -> list[str]:
        """What is possible at a path."""
        tried = _spellings(path)
        return sorted({by for pattern, by, _ in self._http if any(map(pattern.match, tried))})


def _spellings(path: str) -> tuple[str, str]:
    """With and without a slash at the end: who asks for one is sent on to the other."""
    return path, path.rstrip("/") if path.endswith("/") else f"{path}/"


def _otherwise(method: str, path: str, other: Needs) -> Needs:
    """There is something at the path, but not by this method: `other` is what the first needs."""
    if other.right in (Right.OPEN, Right.SIGN_IN):
        return other
    if method in SAFE:
        return other if other.right is Right.PAGE else _nothing(method, path)
    changes = other.right in (Right.OPERATE, Right.CHANGE, Right.KEYS)
    return other if changes and method != "DELETE" else _nothing(method, path)


def _nothing(method: str, path: str) -> Needs:
    room = _ROOMS.get(path.split("/")[1].strip(), _Room()) if path.startswith("/") else _Room()
    if room.look.proves_itself or method in SAFE:
        return Needs(room.look)
    if method == WEBSOCKET:
        return Needs(Right.READ)
    return Needs(Right.CHANGE if method == "DELETE" else room.change)
