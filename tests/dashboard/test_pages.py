"""Every page: nothing that axe finds, nothing wider than the screen, a picture of each; tabs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.dashboard.conftest import Desk
from tests.e2e.product import Product, pause

pytestmark = [pytest.mark.serial, pytest.mark.timeout(420)]

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"


def pages(product: Product, agent_id: str, live: str, over: str) -> dict[str, str]:
    return {
        "overview": "",
        "agents": "agents",
        "new-agent": "agents/new",
        "agent": f"agents/{agent_id}",
        "versions": f"agents/{agent_id}?tab=versions",
        "agent-calls": f"agents/{agent_id}?tab=calls",
        "talk": f"agents/{agent_id}/talk",
        "numbers": "numbers",
        "live": "live",
        "live-call": f"calls/{live}",
        "calls": "calls",
        "call": f"calls/{over}",
        "cost": f"calls/{over}?tab=cost",
        "flight": f"calls/{over}?tab=flight",
        "place-call": "place-call",
        "softphone": "softphone",
        "health": "setup",
        "money": "setup?tab=money",
        "keys": "setup?tab=keys",
        "webhooks": "setup?tab=webhooks",
        "audit": "setup?tab=audit",
        "login": "login",
        "missing": "no/such/page",
        "no-call": "calls/call_1",
        "no-agent": "agents/agent_1",
    }


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found: Any = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f"{v['id']}: {node['html'][:150]} {node['failureSummary'][:200]}"
        for v in found["violations"]
        for node in v["nodes"]
    ]


@pytest.mark.skipif(not AXE.is_file(), reason="npm ci was not run in dashboard/")
def test_every_page_is_accessible_and_fits(
    browser: Browser, product: Product, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pictures = tmp_path_factory.mktemp("pictures")
    wrong: dict[str, Any] = {}
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
        product.api(
            "POST", f"/calls/{live}/edits?wait=5000", {"set": {"business_hours": "9 to 5"}}, 202
        )
        pause(1)
        for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light")):
            context = browser.new_context(
                viewport={"width": width, "height": 860},
                color_scheme=scheme,  # type: ignore[arg-type]
                locale="en-US",
                bypass_csp=True,  # axe is injected; the pages themselves are tested elsewhere
            )
            page = context.new_page()
            for name, path in pages(product, agent["id"], live, over).items():
                page.goto(f"{product.url}/dashboard/{path}")
                page.locator('[aria-busy="true"]').first.wait_for(state="detached")
                pause(0.5)
                page.screenshot(path=pictures / f"{name}-{scheme}-{width}.png")
                where = f"{name} {scheme} {width}"
                if found := violations(page):
                    wrong[where] = found
                too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if too_wide > 0:
                    wrong[f"{where} too wide"] = too_wide
            context.close()
        product.sandbox("POST", f"/calls/{sid}/hangup")
    assert not wrong, json.dumps(wrong, indent=1)


@pytest.mark.parametrize(("path", "first"), [("setup", "Health"), ("agents/{agent}", "Agent")])
def test_an_unknown_tab_is_the_first_one(
    operator: Desk, product: Product, path: str, first: str
) -> None:
    with product.agent() as agent:
        address = path.format(agent=agent["id"])
        page = operator.go(f"{address}?tab=nonsense")
        expect(page.get_by_role("tab", name=first)).to_have_attribute("aria-selected", "true")
        expect(page).to_have_url(f"{product.url}/dashboard/{address}")
