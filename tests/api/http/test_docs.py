from __future__ import annotations

import httpx


async def test_the_docs_need_no_other_site_and_no_inline_script(
    client: httpx.AsyncClient,
) -> None:
    page = await client.get("/docs")
    assert page.status_code == 200
    assert "://" not in page.text
    assert "<script>" not in page.text
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js"):
        asset = await client.get(f"/docs/{name}")
        assert asset.status_code == 200
        assert len(asset.content) > 200
    assert (await client.get("/docs/secrets.txt")).status_code == 422
