"""The sandbox's web server answers this machine only."""

from __future__ import annotations

import asyncio
import shutil
import ssl
from pathlib import Path

import httpx
import pytest
from openai import AsyncOpenAI
from starlette.applications import Starlette
from tests.support.sandbox import ACCOUNT, TOKEN, Sandbox, served
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from phony.net.certificate import make
from phony.sandbox.app import OnlyThisMachine, Ready, Tls, is_foreign, serve


async def test_a_page_elsewhere_may_not_use_the_sandbox(sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/sandbox"
    assert (await sandbox.http.get(url)).status_code == 200
    for header in (
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Host": "evil.example"},
    ):
        assert (await sandbox.http.get(url, headers=header)).status_code == 403


async def test_another_users_program_may_not_use_the_sandbox() -> None:
    asked: list[tuple[tuple[str, int], tuple[str, int]]] = []

    def nobody(theirs: tuple[str, int], here: tuple[str, int]) -> bool:
        asked.append((theirs, here))
        return False

    async with (
        served(OnlyThisMachine(Starlette(), nobody)) as url,
        httpx.AsyncClient(trust_env=False) as http,
    ):
        assert (await http.get(f"{url}/sandbox")).status_code == 403
    ((theirs, here),) = asked
    assert theirs[0] == "127.0.0.1"
    assert url.endswith(f":{here[1]}")


async def test_a_page_with_a_client_secret_may_open_a_session(sandbox: Sandbox) -> None:
    secrets = f"{sandbox.url}/v1/realtime/client_secrets"
    made = await sandbox.http.post(secrets, headers={"Authorization": "Bearer any"}, json={})
    url = sandbox.url.replace("http", "ws") + "/v1/realtime?model=gpt-realtime-2.1"

    def page(key: str, path: str = url) -> connect:
        offered = [Subprotocol("realtime"), Subprotocol(f"openai-insecure-api-key.{key}")]
        return connect(path, origin=Origin("https://app.example"), subprotocols=offered)

    async with page(made.json()["value"]) as connection:
        assert "session.created" in str(await connection.recv())
    # A key that any page could make up, and another door.
    phone = sandbox.url.replace("http", "ws") + "/sandbox/softphone?number=%2B1"
    for key, path in (("any", url), ("ek_any", url), (made.json()["value"], phone)):
        with pytest.raises(InvalidStatus) as refusal:
            await page(key, path)
        assert refusal.value.response.status_code == 403


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
async def test_a_second_door_speaks_tls(tmp_path: Path) -> None:
    made = make(tmp_path, days=1)
    told: asyncio.Queue[Ready] = asyncio.Queue()
    server = asyncio.create_task(  # noqa: TID251 - ends with the test
        serve(
            port=0,
            tls=Tls(0, made.path, made.key),
            speech=False,
            pace_ms=15,
            account_sid=ACCOUNT,
            auth_token=TOKEN,
            ready=told.put_nowait,
        )
    )
    ports = await told.get()
    assert ports["certificate"] == str(made.path)
    context = ssl.create_default_context(cafile=made.path)
    for scheme, port in (("http", ports["port"]), ("https", ports["tls_port"])):
        url = f"{scheme}://127.0.0.1:{port}/v1"
        async with AsyncOpenAI(api_key="k", base_url=url, max_retries=0) as openai:
            options = {"ssl": context} if scheme == "https" else {}
            async with openai.realtime.connect(
                model="gpt-realtime-2.1",
                websocket_connection_options=options,  # type: ignore[arg-type]
            ) as connection:
                assert (await connection.recv()).type == "session.created"
    async with httpx.AsyncClient(verify=context, trust_env=False) as http:
        url = f"https://localhost:{ports['tls_port']}"
        assert (await http.get(f"{url}/sandbox", headers={"Origin": url})).status_code == 200
        plain = {"Origin": url.replace("https", "http")}
        assert (await http.get(f"{url}/sandbox", headers=plain)).status_code == 403
    server.cancel()
    await asyncio.wait([server])


HERE = "127.0.0.1:24188"


@pytest.mark.parametrize(
    ("host", "origin", "site", "foreign"),
    [
        (HERE, None, None, False),  # curl, the product
        ("localhost:24188", None, "none", False),  # typed into a browser
        ("[::1]:24188", None, None, False),
        (HERE, f"http://{HERE}", "same-origin", False),
        (HERE, f"https://{HERE}", None, True),
        (HERE, "http://127.0.0.1:24187", None, True),  # not even the dashboard: it asks the product
        (HERE, "http://localhost:24188", None, True),
        (HERE, "http://127.0.0.1", None, True),
        (HERE, "null", None, True),
        (HERE, "", None, True),
        (HERE, "http://[x", None, True),
        (HERE, None, "same-site", True),  # a page of another port that only looks
        (HERE, None, "cross-site", True),
        ("evil.example:24188", None, None, True),
        ("evil.example:24188", "http://evil.example:24188", "same-origin", True),
        ("", None, None, True),
    ],
)
def test_no_page_of_another_origin_gives_orders(
    host: str, origin: str | None, site: str | None, foreign: bool
) -> None:
    named = {b"host": host, b"origin": origin, b"sec-fetch-site": site}
    headers = {name: value for name, value in named.items() if value is not None}
    assert is_foreign(headers) is foreign
