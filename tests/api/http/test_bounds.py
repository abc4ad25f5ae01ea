"""What a stranger may make us read: counted in bytes and pieces, at the app's own door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from starlette.types import Message
from tests.support.access import Directory, anybody

from phony.api.http.rights import Declared, needs
from phony.api.http.security import MAX_BODY, SecurityMiddleware
from phony.api.routers import add_routers
from phony.aside import Aside
from phony.domain.rights import Right
from phony.service.access.access import Access
from phony.service.operations.metrics import Metrics

CHUNK = 64 << 10
KEY = "the-key"


@dataclass
class Services:
    """All that stands behind the door."""

    access: Access
    aside: Aside = field(default_factory=Aside)


@dataclass
class Asked:
    """One request, sent in pieces as they are wanted."""

    sent: int = 0  # bytes that were read of us
    messages: list[Message] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])


def door() -> tuple[FastAPI, list[int]]:
    """An app with a route for each right, and the lengths of the bodies that came through."""
    app, came = FastAPI(openapi_url=None, docs_url=None, redoc_url=None), list[int]()
    app.state.services = Services(Access(Directory(), api_key=KEY))
    for right in Right:

        @app.post(f"/{right}")
        @needs(right)
        async def endpoint(request: Request) -> Response:
            came.append(len(await request.body()))
            return Response()

    app.add_middleware(SecurityMiddleware, declared=Declared(app.routes))
    return app, came


async def ask(
    app: FastAPI,
    path: str,
    size: int,
    *,
    headers: tuple[tuple[str, str], ...] = (),
    breaks_off: bool = False,
    peer: str = "203.0.113.9",
    http_version: str = "1.1",
) -> Asked:
    """Post `size` bytes to `path`, chunk after chunk."""
    asked = Asked()

    whole = b'"' + b"a" * (size - 2) + b'"'

    def pieces() -> Iterator[Message]:
        while asked.sent < size:
            body = whole[asked.sent : asked.sent + CHUNK]
            asked.sent += len(body)
            more = breaks_off or asked.sent < size
            yield {"type": "http.request", "body": body, "more_body": more}
        yield {"type": "http.disconnect"}

    stream = pieces()

    async def receive() -> Message:
        return next(stream)

    async def send(message: Message) -> None:
        asked.messages.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": http_version,
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(k.encode(), v.encode()) for k, v in (("host", "localhost"), *headers)],
        "client": (peer, 5),
        "server": ("127.0.0.1", 24187),
    }
    await app(scope, receive, send)
    return asked


JSON = ("content-type", "application/json")
MOST = {
    Right.SIGN_IN: 4 << 10,
    Right.PAGE: 4 << 10,
    Right.OPEN: 4 << 10,
    Right.TOKEN: 4 << 10,
    Right.SIGNED: 64 << 10,
}


@pytest.mark.parametrize("right", Right)
async def test_a_body_is_read_up_to_its_bound_and_not_on(right: Right) -> None:
    app, came = door()
    key = ("x-api-key", KEY)
    most = MOST.get(right, 1 << 20)
    assert (await ask(app, f"/{right}", most, headers=(key, JSON))).status == 200
    assert came == [most]
    refused = await ask(app, f"/{right}", 3 << 20, headers=(key, JSON))
    assert refused.status == 413
    assert refused.sent <= most + CHUNK
    announced = await ask(
        app, f"/{right}", 3 << 20, headers=(key, JSON, ("content-length", str(3 << 20)))
    )
    assert (announced.status, announced.sent) == (413, 0)
    assert came == [most]


@pytest.mark.parametrize("right", [right for right in Right if right.scope])
@pytest.mark.parametrize("headers", [(), (("x-api-key", "wrong"),)])
async def test_nothing_is_read_of_who_has_no_key(
    right: Right, headers: tuple[tuple[str, str], ...]
) -> None:
    app, came = door()
    refused = await ask(app, f"/{right}", MAX_BODY, headers=(*headers, JSON))
    assert (refused.status, refused.sent, came) == (401, 0, [])


async def test_half_a_body_is_not_what_was_asked() -> None:
    app, came = door()
    asked = await ask(app, "/signed", 3000, breaks_off=True)
    assert (asked.messages, came) == ([], [])


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/signed", (("a", "x" * (32 << 10)),), 431),
        ("/signed", tuple(("a", "") for _ in range(128)), 431),  # each would be joined to the last
        ("/signed" + "/x" * 4096, (), 414),
        ("/read", (("cookie", 'phony_session="' + '\\"' * 5000 + '"'),), 431),
    ],
)
async def test_heads_that_nobody_needs_are_refused_unread(
    path: str, headers: tuple[tuple[str, str], ...], status: int
) -> None:
    app, _ = door()
    refused = await ask(app, path, 1000, headers=headers)
    assert (refused.status, refused.sent) == (status, 0)


async def test_a_wrong_method_costs_a_look_up_and_no_description() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    add_routers(app, Metrics())
    app.state.services = Services(Access(Directory(), api_key=KEY))
    refused = await ask(app, "/health/live", 1000, headers=(JSON,))
    assert refused.status == 405
    assert (b"allow", b"GET") in refused.messages[0]["headers"]
    assert app.openapi_schema is None


@pytest.mark.parametrize(("version", "status"), [("1.1", 200), ("1.0", 403)])
async def test_the_http_that_was_spoken_is_known_at_the_door(version: str, status: int) -> None:
    app, _ = door()
    app.state.services = Services(Access(Directory(), ours=anybody))
    asked = await ask(app, "/keys", 100, headers=(JSON,), peer="127.0.0.1", http_version=version)
    assert asked.status == status
