"""The sandbox's web server answers this machine only."""

from __future__ import annotations

from tests.support.sandbox import Sandbox


async def test_a_page_elsewhere_may_not_use_the_sandbox(sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/sandbox"
    assert (await sandbox.http.get(url)).status_code == 200
    for header in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        assert (await sandbox.http.get(url, headers=header)).status_code == 403
