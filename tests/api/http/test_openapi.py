from __future__ import annotations

import httpx


async def test_the_openapi_document_is_complete(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    ids = [operation["operationId"] for _, _, operation in operations]
    assert len(ids) == len(set(ids))
    tags = {tag["name"] for tag in document["tags"]}
    for path, method, operation in operations:
        assert operation.get("summary"), path
        assert operation.get("description"), path
        assert set(operation["tags"]) <= tags, path
        assert "application/problem+json" in operation["responses"]["422"]["content"], path
        if not path.startswith(("/health", "/session")):
            assert operation["security"], (path, method)
            assert operation["x-scope"] in ("read", "operate", "admin")
    assert "HTTPValidationError" not in document["components"]["schemas"]
