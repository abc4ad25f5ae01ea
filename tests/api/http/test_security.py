from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.types import Message
from tests.support.control import EXAMPLE, client_of, control_app

from phony.domain.keys import Scope
from phony.store.database import Database

KEY = "test-admin-key-0123456789"
ADMIN = {"Authorization": f"Bearer {KEY}"}


@pytest.mark.parametrize(
    ("peer", "host", "headers", "status"),
    [
        ("127.0.0.1", "localhost:24187", {}, 200),
        ("127.0.0.1", "127.0.0.1:24187", {}, 200),
        ("::1", "[::1]:24187", {}, 200),
        ("::ffff:127.0.0.1", "phony.localhost", {}, 200),
        ("172.18.0.1", "localhost:24187", {}, 200),  # the named gateway
        ("172.19.0.1", "localhost:24187", {}, 403),
        ("192.168.1.5", "localhost:24187", {}, 403),
        ("testclient", "localhost:24187", {}, 403),
        ("127.0.0.1", "evil.example.com", {}, 403),  # DNS rebinding
        ("127.0.0.1", "localhost.evil.example.com", {}, 403),
        ("127.0.0.1", "127.0.0.1.evil.example.com", {}, 403),
        ("127.0.0.1", "localhost:24187", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("127.0.0.1", "localhost:24187", {"Forwarded": "for=127.0.0.1"}, 403),
        ("127.0.0.1", "localhost:24187", {"X-Real-IP": "127.0.0.1"}, 403),
        ("127.0.0.1", "localhost:24187", {"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
async def test_without_a_key_only_this_machine_is_answered(
    database: Database, peer: str, host: str, headers: dict[str, str], status: int
) -> None:
    app = control_app(database, trusted_gateways="172.18.0.1")
    async with client_of(app, peer=(peer, 5), headers=headers) as client:
        answer = await client.get("/agents/", headers={"Host": host})
    assert answer.status_code == status
    if status == 403:
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:24187", 201),
        ("https://localhost:24187", 201),
        ("http://localhost:3000", 403),
        ("https://evil.example.com", 403),
        ("null", 403),
        ("", 403),
    ],
)
async def test_pages_of_other_origins_change_nothing(
    database: Database, origin: str, status: int
) -> None:
    async with client_of(control_app(database)) as client:
        answer = await client.post("/agents/", json=EXAMPLE, headers={"Origin": origin})
        assert answer.status_code == status
        assert (await client.get("/agents/")).json()["total"] == (1 if status == 201 else 0)
        assert "access-control-allow-origin" not in answer.headers


async def test_no_cross_origin_reading_is_offered(database: Database) -> None:
    async with client_of(control_app(database)) as client:
        preflight = await client.options(
            "/agents/",
            headers={"Origin": "https://evil.example.com", "Access-Control-Request-Method": "POST"},
        )
    assert preflight.status_code >= 400
    assert not [name for name in preflight.headers if name.startswith("access-control")]


@pytest.mark.parametrize("settings", [{"api_key": KEY}, {"public_url": "https://p.example.com"}])
async def test_with_a_key_or_public_url_nobody_is_answered_without(
    database: Database, settings: dict[str, str]
) -> None:
    app = control_app(database, **settings)  # type: ignore[arg-type]
    async with client_of(app) as client:
        for path in ("/agents/", "/keys", "/metrics", "/openapi.json", "/docs", "/nothing"):
            answer = await client.get(path)
            assert answer.status_code == 401, path
            assert answer.headers["www-authenticate"].startswith("Bearer")
        for header in ({"Authorization": "Bearer wrong"}, {"X-API-Key": "wrong"}):
            assert (await client.get("/agents/", headers=header)).status_code == 401
        assert (await client.get("/agents/", headers={"Authorization": "Basic Og=="})).is_error
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/health/ready")).status_code == 200


async def test_the_configured_key_opens_everything_from_anywhere(database: Database) -> None:
    app = control_app(database, api_key=KEY)
    async with client_of(app, peer=("203.0.113.9", 5), host="phony.example.com") as client:
        assert (await client.get("/agents/", headers=ADMIN)).status_code == 200
        assert (await client.get("/keys", headers={"X-API-Key": KEY})).status_code == 200
        created = await client.post("/agents/", json=EXAMPLE, headers=ADMIN)
        assert created.status_code == 201
        entries = (await client.get("/audit", headers=ADMIN)).json()["items"]
        assert entries[0]["actor"] == "admin"


async def test_scopes_limit_what_a_key_may_do(database: Database) -> None:
    app = control_app(database, api_key=KEY)
    async with client_of(app) as client:
        keys = {}
        for scope in Scope:
            made = await client.post("/keys", json={"name": scope, "scope": scope}, headers=ADMIN)
            keys[scope] = {"X-API-Key": made.json()["key"]}
        agent = (await client.post("/agents/", json=EXAMPLE, headers=keys[Scope.ADMIN])).json()
        context = f"/agents/{agent['id']}/context"
        for scope, read, operate, admin in (
            (Scope.READ, 200, 403, 403),
            (Scope.OPERATE, 200, 200, 403),
            (Scope.ADMIN, 200, 200, 200),
        ):
            who = keys[scope]
            assert (await client.get("/agents/", headers=who)).status_code == read
            steered = await client.patch(context, json={"set": {"a": scope}}, headers=who)
            assert steered.status_code == operate
            changed = await client.patch(
                f"/agents/{agent['id']}", json={"notes": scope}, headers=who
            )
            assert changed.status_code == admin
            assert (await client.get("/keys", headers=who)).status_code == admin


async def test_other_organizations_records_do_not_exist(database: Database) -> None:
    app = control_app(database, api_key=KEY)
    async with client_of(app) as client:
        agent = (await client.post("/agents/", json=EXAMPLE, headers=ADMIN)).json()
        mine = (await client.post("/keys", json={"name": "R"}, headers=ADMIN)).json()
        other = (
            await client.post("/keys", json={"name": "O", "scope": "admin"}, headers=ADMIN)
        ).json()
        await database.raw["keys"].update_one(
            {"_id": other["id"]}, {"$set": {"org_id": "org_other"}}
        )
        who = {"X-API-Key": other["key"]}
        url = f"/agents/{agent['id']}"
        answers = [
            await client.get(url, headers=who),
            await client.patch(url, json={"notes": "x"}, headers=who),
            await client.put(url, json={"name": "x", "type": "inbound"}, headers=who),
            await client.delete(url, headers=who),
            await client.patch(f"{url}/context", json={"set": {"x": 1}}, headers=who),
            await client.get(f"{url}/versions", headers=who),
            await client.get(f"{url}/versions/1", headers=who),
            await client.post(f"{url}/versions/1/rollback", headers=who),
            await client.get(f"{url}/preview", headers=who),
            await client.post(f"{url}/template", json={"name": "x"}, headers=who),
            await client.delete(f"/keys/{mine['id']}", headers=who),
        ]
        assert [answer.status_code for answer in answers] == [404] * len(answers)
        assert (await client.get("/agents/", headers=who)).json()["total"] == 0
        assert (await client.get("/audit", headers=who)).json()["total"] == 0
        assert (await client.get(url, headers=ADMIN)).json()["version"] == 1


async def test_rates_are_limited_per_asker(database: Database) -> None:
    app = control_app(database, rate_per_s=1)
    async with client_of(app) as client:
        answers = [await client.get("/agents/") for _ in range(6)]
        limited = [answer for answer in answers if answer.status_code == 429]
        assert limited
        assert int(limited[0].headers["retry-after"]) >= 1
        assert (await client.get("/health/live")).status_code == 200


async def test_guessing_keys_is_slowed_but_locks_nobody_out(database: Database) -> None:
    app = control_app(database, api_key=KEY)
    async with client_of(app) as client:
        statuses = [
            (await client.get("/agents/", headers={"X-API-Key": f"guess{n}"})).status_code
            for n in range(25)
        ]
        assert statuses[0] == 401
        assert statuses[-1] == 429
        # Who sends no key guesses nothing.
        assert (await client.get("/agents/")).status_code == 401
        assert (await client.get("/agents/", headers=ADMIN)).status_code == 200


async def test_answers_carry_security_headers(database: Database) -> None:
    app = control_app(database, public_url="https://p.example.com", api_key=KEY)
    async with client_of(app, headers=ADMIN) as client:
        for path in ("/agents/", "/nothing", "/health/live"):
            headers = (await client.get(path)).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert "unsafe-eval" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["strict-transport-security"].startswith("max-age=")
            assert headers["cache-control"] == "no-store"


async def upgrade(app: FastAPI, peer: str, host: str, headers: dict[str, str]) -> int:
    """The status that an upgrade to `/events` is answered with: 101 if it is accepted."""
    sent: list[Message] = []
    asked: Iterator[Message] = iter(
        [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]
    )

    async def receive() -> Message:
        return next(asked)

    async def send(message: Message) -> None:
        sent.append(message)

    raw = {"host": host, **headers}
    await app(
        {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "path": "/events",
            "raw_path": b"/events",
            "root_path": "",
            "scheme": "ws",
            "query_string": b"scope=nothing",  # closed as soon as it is open
            "headers": [(k.lower().encode(), v.encode()) for k, v in raw.items()],
            "client": (peer, 5),
            "server": ("127.0.0.1", 24187),
            "subprotocols": [],
            "state": {},
            "extensions": {"websocket.http.response": {}},
        },
        receive,
        send,
    )
    first = sent[0]
    return 101 if first["type"] == "websocket.accept" else int(first["status"])


@pytest.mark.parametrize(
    ("peer", "host", "headers", "status"),
    [
        ("127.0.0.1", "localhost:24187", {}, 101),
        ("127.0.0.1", "localhost:24187", {"Origin": "http://localhost:24187"}, 101),
        ("203.0.113.9", "localhost:24187", {}, 403),
        ("127.0.0.1", "evil.example.com", {}, 403),
        ("127.0.0.1", "localhost:24187", {"Origin": "https://evil.example.com"}, 403),
        ("127.0.0.1", "localhost:24187", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("127.0.0.1", "localhost:24187", {"Authorization": "Bearer wrong"}, 401),
    ],
)
async def test_websockets_obey_the_same_rules(
    database: Database, peer: str, host: str, headers: dict[str, str], status: int
) -> None:
    assert await upgrade(control_app(database), peer, host, headers) == status
