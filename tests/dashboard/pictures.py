"""Makes the README's pictures: `python -m tests.dashboard.pictures` (a minute; needs Chromium).

A real product with offline speech, the quick start's agent, calls in progress and one that is over.
"""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from tests.dashboard.conftest import FLAGS, chromium
from tests.e2e.product import Product, pause, running

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
NUMBER = "+18578167225"
HOURS = "What are your business hours?"
AGENT: dict[str, Any] = {
    "name": "Customer Service Agent",
    "system_prompt": "You are a friendly customer service representative.\n\n"
    "You are open {{business_hours}}. Write to {{support_email}} for everything else.",
    "voice": "marin",
    "context_data": {"business_hours": "9 AM - 6 PM EST", "support_email": "help@company.com"},
    "silence": {"prompt_after_s": 300},
}


def picture(page: Page, name: str) -> None:
    """The page as a small WebP file."""
    pause(1.5)  # charts and meters come to rest
    session = page.context.new_cdp_session(page)
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": 72})
    (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(shot["data"]))


def take(page: Page, product: Product) -> None:
    """Calls, and a picture of each page worth seeing."""
    with (
        product.agent(**AGENT) as agent,
        product.agent("+18578167226", name="Appointment reminder", type="outbound"),
        product.agent("+18578167227", name="After hours", silence={"prompt_after_s": 300}),
    ):
        product.api("POST", "/numbers/sync")
        sid = product.call_in(lines=[HOURS], stay=True)
        call_id = product.record(sid)["id"]
        product.wait_for_turn(call_id, "agent", "9 AM", 60)
        pause(4)
        change = {"set": {"business_hours": "10 AM - 2 PM EST"}}
        product.api("POST", f"/calls/{call_id}/edits?wait=5000", change, 202)
        product.sandbox("POST", f"/calls/{sid}/say", {"text": HOURS})
        product.wait_for_turn(call_id, "agent", "10 AM", 60)
        pause(3)
        page.goto(f"{product.url}/dashboard/calls/{call_id}")
        page.get_by_test_id("edit").wait_for()
        picture(page, "live-call")
        product.sandbox("POST", f"/calls/{sid}/hangup")
        product.finished(call_id)
        page.get_by_test_id("waveform").wait_for(timeout=30_000)
        picture(page, "call")
        others = [
            product.call_in(to, lines=[HOURS], stay=True) for to in (NUMBER, "+18578167227", NUMBER)
        ]
        for other in others:
            product.wait_for_turn(product.record(other)["id"], "agent", "9 AM", 60)
        page.goto(f"{product.url}/dashboard/live")
        page.get_by_test_id("board-row").nth(2).wait_for()
        picture(page, "board")
        page.goto(f"{product.url}/dashboard/agents/{agent['id']}")
        page.get_by_role("textbox", name="System prompt").wait_for()
        picture(page, "agent")
        for other in others:
            product.sandbox("POST", f"/calls/{other}/hangup")


def main() -> None:
    """Write every picture anew."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="phony-pictures-") as folder,
        running(Path(folder), speech=True) as product,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="en-US")
        take(page, product)
        browser.close()


if __name__ == "__main__":
    main()
