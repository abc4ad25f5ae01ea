from __future__ import annotations

import pytest
from fastapi import APIRouter, FastAPI
from starlette.websockets import WebSocket

from phony.api.http.rights import Declared, Needs, needs, operations
from phony.api.routers import ROUTERS
from phony.domain.keys import Scope
from phony.domain.rights import Right
from phony.service.access.requests import WEBSOCKET


@pytest.fixture(scope="module")
def declared() -> Declared:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for router in ROUTERS:
        app.include_router(router)
    return Declared(app.routes)


def test_a_declaration_holds_for_every_method_and_path_of_its_endpoint() -> None:
    router = APIRouter(prefix="/things")

    @router.get("")
    @router.post("/{name}")
    @needs(Right.KEYS, linkable=True)
    async def thing() -> None: ...

    @router.websocket("/live")
    @needs(Right.OPERATE)
    async def live(socket: WebSocket) -> None: ...

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(router)
    assert {(it.method, it.path): it.needs for it in operations(app.routes)} == {
        ("GET", "/things"): Needs(Right.KEYS, linkable=True),
        ("POST", "/things/{name}"): Needs(Right.KEYS, linkable=True),
        (WEBSOCKET, "/things/live"): Needs(Right.OPERATE),
    }


@pytest.mark.parametrize("kind", ["endpoint", "socket", "mount", "fastapi's own"])
def test_a_route_without_a_right_is_refused_before_anything_is_served(kind: str) -> None:
    app = FastAPI(openapi_url="/openapi.json" if kind == "fastapi's own" else None, docs_url=None)
    app.router.routes = [route for route in app.routes if "redoc" not in str(route)]
    if kind == "endpoint":

        @app.get("/x")
        async def endpoint() -> None: ...

    elif kind == "socket":

        @app.websocket("/x")
        async def socket(socket: WebSocket) -> None: ...

    elif kind == "mount":
        app.mount("/x", FastAPI())
    with pytest.raises(LookupError, match="declares no right"):
        Declared(app.routes)


def test_the_first_route_that_matches_counts(declared: Declared) -> None:
    assert declared.of("POST", "/agents/call/outbound").right is Right.OPERATE
    assert declared.of("POST", "/agents/preview").right is Right.READ
    assert declared.of("GET", "/agents/preview").right is Right.READ  # an agent of this name
    assert declared.of("PATCH", "/agents/preview").right is Right.CHANGE


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        # With a slash too many or too few one is sent on.
        ("GET", "/keys/", Scope.ADMIN),
        ("PATCH", "/agents/a/context/", Scope.OPERATE),
        ("POST", "/calls/c/edits/preview/", Scope.READ),
        # There is something, but not by this method.
        ("POST", "/dashboard/agents.html", Scope.ADMIN),
        ("HEAD", "/dashboard", None),
        ("PUT", "/session", None),
        ("POST", "/health/live", None),
        ("OPTIONS", "/agents/", Scope.READ),
        ("PUT", "/agents/a/context", Scope.OPERATE),
        ("DELETE", "/agents/a/context", Scope.ADMIN),
        ("PUT", "/calls/c", Scope.OPERATE),
        ("PUT", "/calls/c/edits/e/promote", Scope.ADMIN),
        ("GET", "/keys/k", Scope.ADMIN),
        ("GET", "/twilio/voice", None),
        # There is nothing.
        ("GET", "/favicon.ico", None),
        ("GET", "/health/liveness", Scope.READ),
        ("GET", "/twilioish", Scope.READ),
        ("GET", "/audit/x", Scope.ADMIN),
        ("POST", "/something/new", Scope.ADMIN),
        ("POST", "/calls/c/sing", Scope.OPERATE),
        ("DELETE", "/calls/c/sing", Scope.ADMIN),
        ("POST", "/twilio/nothing", None),
        (WEBSOCKET, "/media/w1/call_1", None),
        (WEBSOCKET, "/nothing", Scope.READ),
        ("GET", "", None),  # sent on to the dashboard
        ("GET", "*", Scope.READ),
    ],
)
def test_where_nothing_answers_that_is_told_to_those_who_may_ask(
    declared: Declared, method: str, path: str, scope: Scope | None
) -> None:
    assert declared.of(method, path).right.scope == scope


@pytest.mark.parametrize(
    ("path", "linkable"),
    [("/", True), ("/dashboard/x", True), ("/docs", True), ("/docs/start.js", False),
     ("/session", True), ("/agents/", False), ("/openapi.json", False)],
)  # fmt: skip
def test_pages_may_be_linked_to(declared: Declared, path: str, linkable: bool) -> None:
    assert declared.of("GET", path).linkable == linkable


def test_the_methods_of_a_path_are_those_of_all_routers(declared: Declared) -> None:
    for path in ("/agents/a1", "/agents/a1/"):
        assert declared.methods(path) == ["DELETE", "GET", "PATCH", "PUT"]
    assert declared.methods("/twilio/voice") == ["POST"]
    assert declared.methods("/nothing") == []


@pytest.mark.parametrize("path", ["/keys/\nx", "/keys\n", "/keys/x\n", "/audit\n", "/keys/x/\ny"])
def test_a_line_break_in_a_path_opens_nothing(declared: Declared, path: str) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert declared.of(method, path).right in (Right.KEYS, Right.CHANGE)


def test_in_a_room_for_few_nobody_else_hears_what_is_not_there() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for router in ROUTERS:
        app.include_router(router)
    declared, rights = Declared(app.routes), dict[str, set[Right]]()
    for operation in operations(app.routes):
        rights.setdefault(operation.path.split("/")[1], set()).add(operation.needs.right)
    for_few = {room for room, needed in rights.items() if needed == {Right.KEYS}}
    assert for_few == {"keys", "audit"}
    for room in for_few:
        for method in ("GET", "HEAD"):
            assert declared.of(method, f"/{room}/nothing/at/all").right is Right.KEYS
    by_themselves = {room for room, needed in rights.items() if needed == {Right.SIGNED}}
    for room in by_themselves:
        assert declared.of("POST", f"/{room}/nothing").right is Right.SIGNED
