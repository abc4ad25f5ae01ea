"""Debian's Chromium before a running product."""

from __future__ import annotations

import shutil
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from tests.e2e.product import Product, running

from phony.api.http.dashboard import STATIC

# On a busy machine a page may take its time.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]


def chromium() -> str:
    """The browser, or no test."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium on this machine")
    if not (STATIC / "index.html").is_file():
        pytest.skip("the dashboard is not built: npm run build in dashboard/")
    return found


class Desk:
    """An operator at a browser: a page, and what its console complained of."""

    def __init__(self, context: BrowserContext, product: Product) -> None:
        self.context = context
        self.product = product
        self.complaints: list[str] = []
        self.page = self.open_page()

    def open_page(self) -> Page:
        """Another page of the same person."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.set_default_timeout(PATIENCE_MS)
        return page

    def go(self, path: str = "") -> Page:
        """Open a page of the dashboard."""
        self.page.goto(f"{self.product.url}/dashboard/{path}")
        return self.page


@contextmanager
def desk(browser: Browser, product: Product, **options: object) -> Iterator[Desk]:
    """A person with a browser of their own."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 860},
        locale="en-US",
        **options,  # type: ignore[arg-type]
    )
    try:
        person = Desk(context, product)
        yield person
        assert person.complaints == []
    finally:
        context.close()


@contextmanager
def with_microphone(playwright: Playwright, wav: Path) -> Iterator[Browser]:
    """A browser whose microphone plays a file over and over."""
    browser = playwright.chromium.launch(
        executable_path=chromium(),
        args=[
            *FLAGS,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={wav}",
        ],
    )
    try:
        yield browser
    finally:
        browser.close()


def write_wav(path: Path, samples: bytes, rate_hz: int) -> Path:
    """16-bit mono samples as a file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples)
    return path


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product without speech for all of this folder, for everything but sound."""
    chromium()
    with running(tmp_path_factory.mktemp("product")) as started:
        yield started


@pytest.fixture
def operator(browser: Browser, product: Product) -> Iterator[Desk]:
    with desk(browser, product) as person:
        yield person
