"""The sandbox's web server answers this machine only."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette
from tests.support.sandbox import Sandbox, served

from phony.sandbox.app import OnlyThisMachine, is_foreign


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
