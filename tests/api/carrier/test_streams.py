"""Who is let through to a socket that passes the web framework by, before the 101."""

from __future__ import annotations

import inspect
import tracemalloc
from collections.abc import Awaitable
from inspect import isawaitable
from pathlib import Path

import pytest
from tests.support.access import Clock
from tests.support.calls import keep, make_call
from tests.support.control import client_of, control_app

from phony.api.carrier.streams import GRACE_S, MAX_SILENT, MAX_WAITING, MediaRoutes
from phony.domain.calls import CallStatus
from phony.domain.keys import Scope
from phony.net.ports import Handler, UpgradeRequest
from phony.net.upgrade import Decision, Delegate, HandOff, Refusal, Serve
from phony.store.database import Database
from phony.wire import signatures, twilio

KEY = "test-admin-key-0123456789"
ADMIN = {"x-api-key": KEY}
CALL = "call_0123456789abcdef01234567"


class Upgrading:
    """The routes of worker `w1` of an installation with a key."""

    def __init__(self, database: Database, run_dir: Path) -> None:
        self.clock = Clock()
        self.app = control_app(database, api_key=KEY)
        services = self.app.state.services
        self.routes = MediaRoutes(
            services.calls,
            services.access,
            services.signatures,
            run_dir=run_dir,
            worker_id="w1",
            spawn=self.spawn,
            clock=self.clock,
        )

    def spawn(self, work: Awaitable[None]) -> None:
        assert inspect.iscoroutine(work)
        work.close()  # the database does not answer yet

    async def key(self, scope: Scope) -> str:
        """A key of this scope."""
        async with client_of(self.app, headers=ADMIN) as client:
            made = await client.post("/keys", json={"name": scope, "scope": scope})
        return str(made.json()["key"])

    async def ask(
        self, path: str, headers: dict[str, str] | None = None, *, passed_on: bool = False
    ) -> Decision:
        """Who serves an upgrade of `path`."""
        named = {"host": "localhost:24187", **(headers or {})}
        decision = self.routes.route(UpgradeRequest(path, "", named, "203.0.113.9"), passed_on)
        return await decision if isawaitable(decision) else decision


@pytest.fixture
def upgrading(database: Database, tmp_path: Path) -> Upgrading:
    return Upgrading(database, tmp_path)


async def status(upgrading: Upgrading, path: str, headers: dict[str, str] | None = None) -> int:
    decision = await upgrading.ask(path, headers)
    assert isinstance(decision, Refusal)
    return decision.status


async def test_listening_needs_to_read_and_speaking_to_operate(upgrading: Upgrading) -> None:
    listen, speak = f"/calls/{CALL}/listen", f"/calls/{CALL}/speak"
    for path in (listen, speak):
        assert await status(upgrading, path) == 401
        assert await status(upgrading, path, {"x-api-key": "wrong"}) == 401
    reads = await upgrading.key(Scope.READ)
    assert await status(upgrading, listen, {"x-api-key": reads}) == 404  # there is no such call
    assert await status(upgrading, speak, {"x-api-key": reads}) == 403
    operates = await upgrading.key(Scope.OPERATE)
    assert await status(upgrading, speak, {"x-api-key": operates}) == 404
    evil = {"x-api-key": operates, "origin": "https://evil.example.com"}
    assert await status(upgrading, listen, evil) == 403


async def test_calls_of_others_and_calls_that_are_over_are_not_heard(
    upgrading: Upgrading, database: Database
) -> None:
    foreign = make_call(org_id="org_other", status=CallStatus.IN_PROGRESS, worker_id="w2")
    over = make_call(status=CallStatus.COMPLETED, worker_id="w2")
    elsewhere = make_call(status=CallStatus.IN_PROGRESS, worker_id="w2")
    for call in (foreign, over, elsewhere):
        await keep(database, call)
    assert await status(upgrading, f"/calls/{foreign.id}/listen", ADMIN) == 404
    assert await status(upgrading, f"/calls/{over.id}/listen", ADMIN) == 409
    passed = await upgrading.ask(f"/calls/{elsewhere.id}/listen", ADMIN)
    assert isinstance(passed, HandOff)
    assert passed.path.name.startswith("w2")


async def test_a_media_stream_needs_no_key_but_a_signature_must_be_right(
    upgrading: Upgrading,
) -> None:
    path = f"/media/w1/{CALL}"
    assert isinstance(await upgrading.ask(path), Serve)  # its token is checked at `start`
    assert await status(upgrading, path, {"x-twilio-signature": "wrong"}) == 403
    signed = signatures.sign(f"ws://127.0.0.1:24187{path}", {}, "test-token")
    assert isinstance(await upgrading.ask(path, {"x-twilio-signature": signed}), Serve)
    elsewhere = f"/media/w2/{CALL}"
    assert isinstance(await upgrading.ask(elsewhere), HandOff)
    assert isinstance(await upgrading.ask(elsewhere, passed_on=True), Serve)


@pytest.mark.parametrize(
    "path", ["/events", "/calls/x/listen", "/media/w1/x", "/calls/call_1/sing"]
)
async def test_all_others_are_the_web_frameworks(upgrading: Upgrading, path: str) -> None:
    assert isinstance(await upgrading.ask(path), Delegate)


class Open:
    """An open socket that remembers why it was closed."""

    def __init__(self) -> None:
        self.closed = ""

    def send(self, text: bytes) -> None:
        raise AssertionError("there is nothing to say before the token")

    def close(self, code: int = 1000, reason: str = "") -> None:
        self.closed = reason

    def buffered(self) -> int:
        return 0

    def become(self, handler: Handler) -> None:
        raise AssertionError("a gate changes no handler")


async def opened(
    upgrading: Upgrading, count: int, headers: dict[str, str] | None = None
) -> list[tuple[Handler, Open]]:
    """So many media sockets whose handshake is done."""
    pairs = []
    for _ in range(count):
        decision = await upgrading.ask(f"/media/w1/{CALL}", headers)
        assert isinstance(decision, Serve)
        pairs.append((decision.handler, Open()))
        decision.handler.on_open(pairs[-1][1])
    return pairs


async def test_little_is_held_while_a_token_is_looked_up(upgrading: Upgrading) -> None:
    ((gate, _),) = await opened(upgrading, 1)
    stream = twilio.StreamNames("AC1", "CA1", "MZ1")
    gate.on_text(twilio.encode_start(stream, {"token": "bad"}))
    tracemalloc.start()
    try:
        for _ in range(100):
            gate.on_text(bytes(100_000))
        held, _ = tracemalloc.get_traced_memory()
        for _ in range(200):
            gate.on_text(bytes(500))
        more, _ = tracemalloc.get_traced_memory()
        gate.on_close(1006, "")
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 200_000
    assert more < 200_000
    assert left < 10_000


async def test_a_crowd_of_silent_sockets_keeps_no_stream_out(upgrading: Upgrading) -> None:
    path = f"ws://127.0.0.1:24187/media/w1/{CALL}"
    signed = {"x-twilio-signature": signatures.sign(path, {}, "test-token")}
    carriers = await opened(upgrading, 2, signed)
    burst = await opened(upgrading, MAX_SILENT + 3)
    assert [socket.closed for _, socket in burst if socket.closed] == []  # they came just now
    upgrading.clock.now += GRACE_S
    late = await opened(upgrading, 2)
    assert [bool(socket.closed) for _, socket in burst] == [True] * 5 + [False] * (MAX_SILENT - 2)
    crowd = await opened(upgrading, MAX_WAITING - 2)
    assert [socket.closed for _, socket in burst if not socket.closed] == []
    assert await status(upgrading, f"/media/w1/{CALL}") == 503
    assert isinstance(await upgrading.ask(f"/media/w1/{CALL}", signed), Serve)
    upgrading.clock.now += GRACE_S
    assert isinstance(await upgrading.ask(f"/media/w1/{CALL}"), Serve)
    assert [socket.closed for _, socket in carriers if socket.closed] == []
    for gate, _ in [*carriers, *burst, *late, *crowd]:
        gate.on_close(1006, "")
