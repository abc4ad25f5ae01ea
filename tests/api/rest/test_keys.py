from __future__ import annotations

from tests.support.control import EXAMPLE, client_of, control_app

from phony.service.access.keys import hash_key
from phony.store.database import Database

KEY = "test-admin-key-0123456789"
ADMIN = {"Authorization": f"Bearer {KEY}"}


async def test_keys_are_shown_once_hashed_and_revoked(database: Database) -> None:
    app = control_app(database, api_key=KEY)
    async with client_of(app, headers=ADMIN) as client:
        made = await client.post("/keys", json={"name": "Robot", "scope": "operate"})
        assert made.status_code == 201
        secret = made.json()["key"]
        listed = await client.get("/keys")
        assert secret not in listed.text
        assert listed.json()["items"][0]["prefix"] == secret[:12]
        assert listed.json()["items"][0]["last_used_at"] is None
        stored = await database.raw["keys"].find_one({})
        assert stored is not None
        assert secret not in str(stored)
        assert stored["hash"] == hash_key(secret)
        robot = {"Authorization": f"Bearer {secret}"}
        assert (await client.get("/agents/", headers=robot)).status_code == 200
        assert (await client.get("/keys")).json()["items"][0]["last_used_at"] is not None
        assert (await client.delete(f"/keys/{made.json()['id']}")).status_code == 200
        assert (await client.get("/agents/", headers=robot)).status_code == 401
        assert secret not in (await client.get("/audit")).text


async def test_an_expired_key_is_refused(database: Database) -> None:
    app = control_app(database, api_key=KEY)
    async with client_of(app, headers=ADMIN) as client:
        made = (await client.post("/keys", json={"name": "R", "expires_in_days": 1})).json()
        await database.raw["keys"].update_one(
            {"_id": made["id"]},
            [{"$set": {"expires_at": {"$subtract": ["$expires_at", 90_000_000]}}}],
        )
        used = await client.get("/agents/", headers={"Authorization": f"Bearer {made['key']}"})
        assert used.status_code == 401


async def test_the_dashboard_signs_in_with_a_key(database: Database) -> None:
    app = control_app(database, public_url="https://phony.example.com", api_key=KEY)
    async with client_of(app, host="phony.example.com") as client:
        assert (await client.get("/session")).json() == {
            "authenticated": False,
            "required": True,
            "name": None,
            "scope": None,
            "via": None,
        }
        wrong = await client.post("/session", json={"api_key": "guess-1234"})
        assert wrong.status_code == 401
        assert "guess-1234" not in wrong.text
        signed_in = await client.post("/session", json={"api_key": KEY})
        assert signed_in.status_code == 200
        cookie = signed_in.headers["set-cookie"]
        for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
            assert part in cookie
        assert KEY not in cookie
        token = cookie.split("phony_session=")[1].split(";")[0]
        browser = {"Cookie": f"phony_session={token}"}
        assert (await client.get("/agents/", headers=browser)).status_code == 200
        assert (await client.get("/session", headers=browser)).json()["via"] == "session"
        foreign = {**browser, "Origin": "https://evil.example.com"}
        assert (await client.post("/agents/", json=EXAMPLE, headers=foreign)).status_code == 403
        assert (await client.delete("/session", headers=browser)).status_code == 204
        assert (await client.get("/agents/", headers=browser)).status_code == 401


async def test_revoking_a_key_ends_its_sessions(database: Database) -> None:
    app = control_app(database, api_key=KEY)
    async with client_of(app) as client:
        made = (await client.post("/keys", json={"name": "R"}, headers=ADMIN)).json()
        signed_in = await client.post("/session", json={"api_key": made["key"]})
        browser = {"Cookie": signed_in.headers["set-cookie"].split(";")[0]}
        assert (await client.get("/agents/", headers=browser)).status_code == 200
        await client.delete(f"/keys/{made['id']}", headers=ADMIN)
        client.cookies.clear()
        assert (await client.get("/agents/", headers=browser)).status_code == 401
