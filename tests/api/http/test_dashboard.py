"""Serving the dashboard's files, on a small built folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from phony.api.http.dashboard import dashboard_router

INDEX = "<!doctype html><title>Phony</title>"


@pytest.fixture
def static(tmp_path: Path) -> Path:
    root = tmp_path / "static"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text(INDEX)
    (root / ".source").write_text("digest")
    script = root / "assets" / "index-Ab12.js"
    script.write_text("plain")
    script.with_name("index-Ab12.js.br").write_bytes(b"brotli")
    script.with_name("index-Ab12.js.gz").write_bytes(b"\x1f\x8bgz")
    (tmp_path / "secret.txt").write_text("outside")
    return root


@pytest.fixture
def client(static: Path) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(dashboard_router(static))
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["", "index.html", "agents.html", "agents", "calls/call_1", "login"]
)
def test_every_page_is_the_index(client: TestClient, path: str) -> None:
    answer = client.get(f"/dashboard/{path}")
    assert (answer.status_code, answer.text) == (200, INDEX)
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/", "/dashboard"])
def test_the_way_in_leads_to_the_dashboard(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (307, "/dashboard/")


def test_assets_are_kept_for_ever_and_sent_as_packed_as_the_browser_takes_them(
    client: TestClient,
) -> None:
    def get(accepts: str) -> tuple[str, bytes]:
        with client.stream(
            "GET", "/dashboard/assets/index-Ab12.js", headers={"accept-encoding": accepts}
        ) as answer:
            assert answer.headers["cache-control"].endswith("immutable")
            assert answer.headers["content-type"].startswith("text/javascript")
            assert answer.headers["vary"] == "Accept-Encoding"
            return answer.headers.get("content-encoding", ""), b"".join(answer.iter_raw())

    assert get("gzip, deflate, br") == ("br", b"brotli")
    assert get("gzip;q=0.8") == ("gzip", b"\x1f\x8bgz")
    assert get("identity") == ("", b"plain")


@pytest.mark.parametrize(
    "path",
    [
        "assets/gone.js",
        "favicon.ico",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "a%00b.js",
        "x" * 300 + ".js",
    ],
)
def test_what_is_not_there_or_not_ours_is_404(client: TestClient, path: str) -> None:
    answer = client.get(f"/dashboard/{path}")
    assert answer.status_code == 404
    assert "outside" not in answer.text


def test_hidden_files_are_not_served(client: TestClient) -> None:
    assert "digest" not in client.get("/dashboard/.source").text


def test_an_unbuilt_dashboard_says_how_to_build_it(tmp_path: Path) -> None:
    app = FastAPI()
    app.include_router(dashboard_router(tmp_path))
    with TestClient(app) as client:
        answer = client.get("/dashboard/")
    assert answer.status_code == 503
    assert "scripts/start" in answer.text
