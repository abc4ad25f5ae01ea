"""Every page: nothing that axe finds, nothing wider than the screen, a picture of each; tabs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.dashboard.conftest import Desk
from tests.e2e.product import Product, pause

pytestmark = pytest.mark.timeout(420)

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"

PAGES = {
    "overview": "",
    "agents": "agents",
    "new-agent": "agents/new",
    "agent": "agents/{agent}",
    "versions": "agents/{agent}?tab=versions",
    "agent-calls": "agents/{agent}?tab=calls",
    "talk": "agents/{agent}/talk",
    "numbers": "numbers",
    "live": "live",
    "live-call": "calls/{live}",
    "calls": "calls",
    "call": "calls/{over}",
    "cost": "calls/{over}?tab=cost",
    "flight": "calls/{over}?tab=flight",
    "place-call": "place-call",
    "softphone": "softphone",
    "health": "setup",
    "money": "setup?tab=money",
    "destinations": "setup?tab=destinations",
    "keys": "setup?tab=keys",
    "webhooks": "setup?tab=webhooks",
    "audit": "setup?tab=audit",
    "login": "login",
    "missing": "no/such/page",
    "no-call": "calls/call_1",
    "no-agent": "agents/agent_1",
}
# A page is loaded once and then looked at in each of these ways, as a window is resized or the
# evening comes. Colours are all that is new in the second, and nothing of them in the third.
LOOKS: tuple[tuple[int, Literal["light", "dark"], str], ...] = (
    (1280, "light", "{ resultTypes: ['violations'] }"),
    (1280, "dark", "{ resultTypes: ['violations'], runOnly: ['color-contrast'] }"),
    (
        390,
        "light",
        "{ resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } }",
    ),
)


# Two frames, so that what changes has begun to; then whatever has an end has come to it.
SETTLED = """async () => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const ending = document.getAnimations().filter(
    (each) => each.effect?.getComputedTiming().endTime !== Infinity,
  );
  await Promise.all(ending.map((each) => each.finished.catch(() => undefined)));
}"""


@pytest.fixture(scope="module")
def subjects(product: Product) -> Iterator[dict[str, str]]:
    """Ids for the pages' addresses: an agent, a call that runs, one that is over."""
    with (
        product.agent(voice="nova", silence={"prompt_after_s": 300}) as agent,
        product.agent("+18578167226", type="outbound", name="Reminder"),
    ):
        product.api("POST", "/numbers/sync")
        product.api("PATCH", f"/agents/{agent['id']}", {"notes": "Closed on Friday."})
        over = product.finished(product.call_in(lines=["What are your business hours?"]))["id"]
        sid = product.call_in(lines=["What are your business hours?"], stay=True)
        live = product.record(sid)["id"]
        product.wait_for_turn(live, "agent", "9 AM")
        edit = {"set": {"business_hours": "9 to 5"}}
        product.api("POST", f"/calls/{live}/edits?wait=5000", edit, 202)
        yield {"agent": agent["id"], "live": live, "over": over}
        product.sandbox("POST", f"/calls/{sid}/hangup")


def violations(page: Page, options: str) -> list[str]:
    found: Any = page.evaluate(f"axe.run({options})")
    return [
        f"{v['id']}: {node['html'][:150]} {node['failureSummary'][:200]}"
        for v in found["violations"]
        for node in v["nodes"]
    ]


@pytest.mark.skipif(not AXE.is_file(), reason="npm ci was not run in dashboard/")
@pytest.mark.parametrize("part", range(4))
def test_every_page_is_accessible_and_fits(
    browser: Browser, product: Product, subjects: dict[str, str], part: int, tmp_path: Path
) -> None:
    wrong: dict[str, Any] = {}
    context = browser.new_context(
        locale="en-US",
        bypass_csp=True,  # axe is injected; the pages themselves are tested elsewhere
    )
    page = context.new_page()
    for name, path in list(PAGES.items())[part::4]:
        width, scheme, _ = LOOKS[0]
        page.set_viewport_size({"width": width, "height": 860})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{product.url}/dashboard/{path.format(**subjects)}")
        page.locator('[aria-busy="true"]').first.wait_for(state="detached")
        pause(0.3)
        page.evaluate(AXE.read_text())
        for width, scheme, options in LOOKS:
            page.set_viewport_size({"width": width, "height": 860})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLED)  # colours fade, and charts are drawn anew
            where = f"{name} {scheme} {width}"
            if found := violations(page, options):
                wrong[where] = found
            too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if too_wide > 0:
                wrong[f"{where} too wide"] = too_wide
            if any(what.startswith(where) for what in wrong):
                page.screenshot(path=tmp_path / f"{where}.png")
    context.close()
    assert not wrong, json.dumps(wrong, indent=1)


@pytest.mark.parametrize(("path", "first"), [("setup", "Health"), ("agents/{agent}", "Agent")])
def test_an_unknown_tab_is_the_first_one(
    operator: Desk, product: Product, subjects: dict[str, str], path: str, first: str
) -> None:
    address = path.format(**subjects)
    page = operator.go(f"{address}?tab=nonsense")
    expect(page.get_by_role("tab", name=first)).to_have_attribute("aria-selected", "true")
    expect(page).to_have_url(f"{product.url}/dashboard/{address}")
