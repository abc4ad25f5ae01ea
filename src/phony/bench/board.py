"""`phony bench board`: does the live board stay responsive while many real calls run?

A product with its sandbox and no speech: the scripted engine answers in text, callers ask and hear,
nothing of the feed is made up. Chromium watches the board and reports its long tasks.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from phony.bench import processes
from phony.domain.errors import Unavailable

if TYPE_CHECKING:
    from playwright.sync_api import Page

NUMBER = "+18578167225"
LONG_MS = 200.0  # from here on a person notices
AT_ONCE_PER_S = 12.0
UP_WITHIN_S = 20.0
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
_AGENT = {
    "name": "Benchmark",
    "type": "inbound",
    "phone_number": NUMBER,
    "system_prompt": "You are a friendly customer service representative.",
    "greeting_message": "Hello! How can I help you today?",
    "context_data": {"business_hours": "9 AM - 6 PM EST", "support_email": "help@company.com"},
    "max_duration_s": 3300,
}
LINES = ["What are your business hours?", "What is your support email?"] * 60
OBSERVE = """
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
}).observe({ type: "longtask" });
"""


@dataclass(slots=True)
class Watched:
    """What a browser went through while it watched."""

    calls: int
    seconds: float
    live: int = 0  # as the board said at the end
    rows: int = 0  # in the page: only what is in sight
    messages: int = 0  # of the feed
    tasks_ms: list[float] = field(default_factory=list)  # longer than 50 ms

    @property
    def longest_ms(self) -> float:
        """The longest time in which a click would have waited."""
        return max(self.tasks_ms, default=0.0)

    @property
    def responsive(self) -> bool:
        """Nobody had to wait."""
        return self.longest_ms <= LONG_MS


def watch(page: Page, url: str, calls: int, seconds: float) -> Watched:
    """Look at the board of the product at `url` for a while; count what it cost the page."""
    watched = Watched(calls, seconds)

    def count(_: object) -> None:
        watched.messages += 1

    page.on("websocket", lambda socket: socket.on("framereceived", count))
    page.goto(f"{url}/dashboard/live")
    page.get_by_test_id("board-row").first.wait_for(timeout=60_000)
    page.wait_for_timeout(2000)  # what opening the page costs is another matter
    page.evaluate(OBSERVE)
    watched.messages = 0
    page.wait_for_timeout(seconds * 1000)
    watched.tasks_ms = page.evaluate("window.longTasks")
    watched.rows = page.get_by_test_id("board-row").count()
    watched.live = int(page.get_by_text("running,").inner_text().split()[0])
    return watched


def run_board(
    *, calls: int, window_s: float, progress: Callable[[str], None] = lambda _: None
) -> Watched:
    """Place the calls, watch them in Chromium.

    Raises:
        Unavailable: no browser, or the product did not come up.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise Unavailable("This needs Playwright.", cure="pip install playwright") from error
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise Unavailable("There is no Chromium here.", cure="apt-get install chromium")
    with _running() as (url, sandbox), httpx.Client(timeout=30) as client:
        _ask(client, "POST", f"{url}/agents/", _AGENT)
        progress(f"placing {calls} calls")
        for _ in range(calls):
            _ask(client, "POST", f"{sandbox}/sandbox/calls", {"to": NUMBER, "lines": LINES})
            time.sleep(1 / AT_ONCE_PER_S)
        up = _until_live(client, url, calls)
        if up < calls:
            progress(f"this machine carries {up} of them")
        progress(f"watching for {window_s:g} s")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            try:
                return watch(browser.new_page(), url, calls, window_s)
            finally:
                browser.close()


@contextmanager
def _running() -> Iterator[tuple[str, str]]:
    """A product with its sandbox on free ports: where it is, and where its sandbox is."""
    with tempfile.TemporaryDirectory(prefix="phony-bench-") as folder:
        process = processes.sandboxed(Path(folder))
        try:
            process.start()
            about = processes.announced(Path(folder), process)
            yield about["url"], about["sandbox_url"]
        finally:
            process.stop()


def _ask(client: httpx.Client, method: str, url: str, body: Any = None) -> Any:
    response = client.request(method, url, json=body)
    if not response.is_success:
        raise Unavailable(f"{method} {url}: {response.text[:300]}")
    return response.json()


def _until_live(client: httpx.Client, url: str, calls: int) -> int:
    """How many are up: all, or what there is after a while."""
    deadline = time.monotonic() + UP_WITHIN_S
    while True:
        answer = _ask(client, "GET", f"{url}/calls?live=true&limit=500")
        live: int = sum(call["status"] == "in_progress" for call in answer["items"])
        if live >= calls or time.monotonic() > deadline:
            return live
        time.sleep(0.5)
