"""Drafts on a page: what was typed stays while others change the same thing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.dashboard.conftest import Desk
from tests.e2e.product import Product

pytestmark = pytest.mark.timeout(240)


def test_an_agents_editor_follows_until_something_is_typed(
    operator: Desk, product: Product
) -> None:
    with product.agent() as agent:
        path = f"/agents/{agent['id']}"
        page = operator.go(path[1:])
        notes, bar = page.get_by_role("textbox", name="Notes"), page.get_by_test_id("save-bar")
        expect(notes).to_have_value("")
        product.api("PATCH", path, {"notes": "Closed on Friday."})
        expect(notes).to_have_value("Closed on Friday.")
        expect(bar).to_be_hidden()

        notes.fill("Closed on Monday.")
        product.api("PATCH", path, {"notes": "Closed on Sunday."})
        expect(bar).to_contain_text("Someone else saved version 3 meanwhile.")
        expect(notes).to_have_value("Closed on Monday.")

        bar.get_by_role("button", name="Save version 3").click()
        bar.get_by_role("button", name="Discard mine and show theirs").click()
        expect(notes).to_have_value("Closed on Sunday.")
        expect(bar).to_be_hidden()

        notes.fill("Closed on Monday.")
        bar.get_by_role("button", name="Save version 4").click()
        expect(bar).to_be_hidden()
        assert product.api("GET", path)["notes"] == "Closed on Monday."


def test_json_that_cannot_be_read_waits_for_its_correction(
    operator: Desk, product: Product
) -> None:
    with product.agent() as agent:
        page = operator.go(f"agents/{agent['id']}")
        views = page.get_by_role("radiogroup", name="How to edit: Context data")
        views.get_by_text("JSON", exact=True).click()
        json = page.get_by_role("textbox", name="Context data")
        json.fill("{")
        page.get_by_role("textbox", name="Notes").fill("Closed on Monday.")
        bar = page.get_by_test_id("save-bar")
        expect(bar).to_contain_text("Correct the JSON first: context data.")
        save = bar.get_by_role("button", name="Save version 2")
        expect(save).to_be_disabled()
        # With its editor the broken text is gone, and with it what stood in the way.
        views.get_by_text("Form", exact=True).click()
        expect(save).to_be_enabled()
        expect(bar).not_to_contain_text("Correct the JSON")


def test_a_draft_for_a_call_goes_on_top_of_what_the_model_was_told(
    operator: Desk, product: Product
) -> None:
    with product.agent(silence={"prompt_after_s": 300}):
        sid = product.call_in(lines=[], stay=True)
        call_id = product.record(sid)["id"]
        product.wait_for_turn(call_id, "agent", "How can I help you")
        page = operator.go(f"calls/{call_id}")
        panel = page.get_by_test_id("context-panel")
        panel.get_by_label("business_hours", exact=True).fill("noon to midnight")
        change = {"set": {"support_email": "desk@company.com"}, "notes": "A regular."}
        product.api("POST", f"/calls/{call_id}/edits?wait=5000", change, 202)
        apply = panel.get_by_role("button", name="Apply")
        expect(panel).to_contain_text("What the model knows changed meanwhile.")
        expect(apply).to_be_disabled()

        panel.get_by_role("button", name="Put my changes on top").click()
        expect(panel.get_by_label("support_email", exact=True)).to_have_value("desk@company.com")
        expect(panel.get_by_label("business_hours", exact=True)).to_have_value("noon to midnight")
        apply.click()
        confirmed = page.locator('[data-testid="edit"][data-state="confirmed"]')
        expect(confirmed).to_have_count(2, timeout=20_000)
        told = product.api("GET", f"/calls/{call_id}")
        assert told["notes"] == "A regular."
        assert told["context_data"]["support_email"] == "desk@company.com"
        assert told["context_data"]["business_hours"] == "noon to midnight"
        product.sandbox("POST", f"/calls/{sid}/hangup")
