"""The dashboard as operators use it: agents, numbers, the board, the control desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from tests.cli.serving import wait_for
from tests.dashboard.conftest import Desk, desk
from tests.e2e.product import Product, pause

pytestmark = pytest.mark.timeout(240)

NUMBER = "+18578167225"
HOURS = "What are your business hours?"


def start_call(product: Product) -> tuple[str, str]:
    """A caller asks for the hours, hears them, and stays on the line."""
    sid = product.call_in(lines=[HOURS], stay=True)
    call_id = product.record(sid)["id"]
    product.wait_for_turn(call_id, "agent", "9 AM")
    return sid, call_id


def test_the_example_agent_is_created_on_the_page(operator: Desk, product: Product) -> None:
    page = operator.go("agents.html")
    expect(page.get_by_role("heading", name="Agents", level=1)).to_be_visible()
    page.get_by_role("link", name=re.compile("New agent|Create an agent")).first.click()
    page.get_by_role("button", name=re.compile("Blank agent")).click()
    page.get_by_label("Name", exact=False).last.fill("Customer Service Agent")
    page.get_by_role("button", name="Create agent").click()

    prompt = page.get_by_role("textbox", name="System prompt")
    prompt.fill("You are a friendly customer service representative. Open {{business_hours}}.")
    page.get_by_role("textbox", name="Greeting").fill("Hello! How can I help you today?")
    page.get_by_role("combobox", name="Voice", exact=True).click()
    page.get_by_role("option", name="nova").click()
    expect(page.get_by_test_id("voice-warning")).to_contain_text("marin")
    page.get_by_role("combobox", name="Answers this number").fill(NUMBER)
    page.keyboard.press("Tab")
    for key, value in (
        ("business_hours", "9 AM - 6 PM EST"),
        ("support_email", "help@company.com"),
    ):
        page.get_by_label("New key in Context data").fill(key)
        page.keyboard.press("Enter")
        page.get_by_label(key, exact=True).fill(value)
    expect(page.get_by_test_id("preview")).to_contain_text("Open 9 AM - 6 PM EST.")
    page.get_by_role("button", name="Save version 2").click()
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()

    agents = product.api("GET", "/agents/")["items"]
    agent = next(agent for agent in agents if agent["name"] == "Customer Service Agent")
    assert agent["context_data"] == {
        "business_hours": "9 AM - 6 PM EST",
        "support_email": "help@company.com",
    }
    assert agent["phone_number"] == NUMBER
    assert (agent["voice"], agent["effective_voice"]) == ("nova", "marin")
    assert agent["greeting_message"] == "Hello! How can I help you today?"

    page.get_by_role("tab", name="Versions").click()
    page.get_by_role("button", name="Changes since 1").click()
    expect(page.get_by_test_id("version-2")).to_contain_text("friendly customer service")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Delete agent").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("becomes free")
    dialog.get_by_role("button", name="Delete agent").click()
    expect(page.get_by_role("heading", name="Agents", level=1)).to_be_visible()
    assert product.client.get(f"{product.url}/agents/{agent['id']}").status_code == 404


def test_a_number_is_synced_assigned_and_taken_over(operator: Desk, product: Product) -> None:
    with (
        product.agent(None, name="First desk") as first,
        product.agent(None, name="Second desk") as second,
    ):
        page = operator.go("numbers")
        page.get_by_role("button", name=re.compile("Sync with|Read my")).first.click()
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_test_id("sync-preview")).to_contain_text("in the account")
        page.get_by_role("button", name="Sync now").click()
        row = page.get_by_test_id("number-row").filter(has_text="857 816 7226")
        expect(row).to_contain_text("Available")

        def assign(name: str) -> None:
            row.get_by_role("button", name=re.compile("ssign$")).first.click()
            page.get_by_role("combobox", name="Agent").click()
            page.get_by_role("option", name=re.compile(name)).click()

        assign("First desk")
        page.get_by_role("button", name="Assign", exact=True).last.click()
        expect(row).to_contain_text("First desk")
        assert product.api("GET", f"/agents/{first['id']}")["phone_number"] == "+18578167226"
        assign("Second desk")
        expect(page.get_by_role("dialog")).to_contain_text("taken from First desk")
        page.get_by_role("button", name="Assign", exact=True).last.click()
        expect(row).to_contain_text("Second desk")
        assert product.api("GET", f"/agents/{first['id']}")["phone_number"] is None
        assert product.api("GET", f"/agents/{second['id']}")["phone_number"] == "+18578167226"


def test_a_call_appears_grows_and_is_steered(operator: Desk, product: Product) -> None:
    with product.agent() as agent:
        page = operator.go("live")
        expect(page.get_by_role("heading", name="Live", level=1)).to_be_visible()
        sid, call_id = start_call(product)
        row = page.locator(f'[data-call="{call_id}"]')
        expect(row).to_be_visible()
        expect(row).to_contain_text("Front desk")
        row.click()
        transcript = page.get_by_test_id("transcript")
        expect(transcript).to_contain_text(HOURS)
        expect(transcript).to_contain_text("9 AM to 6 PM")
        turns = page.get_by_test_id("turn").count()
        product.sandbox("POST", f"/calls/{sid}/say", {"text": "What is your email?"})
        expect(transcript).to_contain_text("What is your email?")
        expect(page.get_by_test_id("turn").nth(turns + 1)).to_be_visible()
        pause(2)

        # A change of the context: seen as a difference, applied, confirmed by the engine.
        panel = page.get_by_test_id("context-panel")
        panel.get_by_label("business_hours", exact=True).fill("noon to midnight")
        preview = page.get_by_test_id("edit-preview")
        expect(preview).to_contain_text("9 AM to 6 PM")
        expect(preview).to_contain_text("noon to midnight")
        preview.get_by_role("button", name="Apply").click()
        line = page.get_by_test_id("edit").first
        expect(line).to_have_attribute("data-state", "confirmed")
        product.sandbox("POST", f"/calls/{sid}/say", {"text": HOURS})
        expect(
            page.locator('[data-testid="turn"][data-role="agent"]', has_text="noon to midnight")
        ).to_be_visible()
        pause(2)

        line.get_by_role("button", name="Promote to the agent").click()
        expect(page.get_by_text(re.compile("from version 2 on"))).to_be_visible()
        promoted = product.api("GET", f"/agents/{agent['id']}")
        assert promoted["context_data"]["business_hours"] == "noon to midnight"
        line.get_by_role("button", name="Undo").click()
        expect(line).to_have_attribute("data-state", "undone")
        expect(panel.get_by_label("business_hours", exact=True)).to_have_value("9 AM to 6 PM")

        # Commands, each with its state and author.
        page.get_by_role("textbox", name="Say").fill("Thank you for waiting.")
        page.get_by_role("button", name="Say it").click()
        said = page.locator('[data-testid="command"][data-kind="say"]')
        expect(said).to_have_attribute("data-state", "done")
        page.get_by_role("button", name="Mute agent").click()
        expect(page.get_by_role("button", name="Unmute agent")).to_be_visible()
        page.get_by_role("button", name="Unmute agent").click()
        expect(page.get_by_role("button", name="Mute agent")).to_be_visible()
        page.get_by_role("button", name="Hang up").click()
        page.get_by_role("dialog").get_by_role("button", name="Hang up").click()

        # The same address is now the record.
        expect(page.get_by_role("tab", name="Flight record")).to_be_visible()
        expect(page.get_by_test_id("transcript")).to_contain_text("noon to midnight")
        page.get_by_role("tab", name="Cost").click()
        expect(page.get_by_text("Total")).to_be_visible()
        page.get_by_role("tab", name="Flight record").click()
        page.get_by_role("button", name="Zoom in").click()
        expect(page.get_by_role("region", name="Events in view")).to_be_visible()
        page.get_by_role("tab", name="Transcript").click()
        expect(page.get_by_test_id("waveform")).to_be_visible(timeout=30_000)
        # Written once the call is over; the page shows it by itself.
        expect(page.get_by_text("The caller said:")).to_be_visible(timeout=30_000)
        product.finished(call_id)


def test_two_browsers_see_the_same(browser: Browser, operator: Desk, product: Product) -> None:
    with product.agent(), desk(browser, product) as colleague:
        sid, call_id = start_call(product)
        mine, theirs = operator.go(f"calls/{call_id}"), colleague.go(f"calls/{call_id}")
        for page in (mine, theirs):
            expect(page.get_by_test_id("transcript")).to_contain_text("9 AM to 6 PM")
        panel = mine.get_by_test_id("context-panel")
        panel.get_by_label("business_hours", exact=True).fill("eight to eight")
        mine.get_by_role("button", name="Apply").click()
        field = theirs.get_by_test_id("context-panel").get_by_label("business_hours", exact=True)
        expect(field).to_have_value("eight to eight")
        expect(theirs.get_by_test_id("edit")).to_have_attribute("data-state", "confirmed")
        turns = [page.get_by_test_id("turn") for page in (mine, theirs)]
        # The call goes on between one look and the next.
        wait_for(lambda: turns[0].all_inner_texts() == turns[1].all_inner_texts(), "the same words")
        product.sandbox("POST", f"/calls/{sid}/hangup")
        for page in (mine, theirs):
            expect(page.get_by_role("tab", name="Flight record")).to_be_visible()


def test_an_outbound_call_shows_its_way(operator: Desk, product: Product) -> None:
    with product.agent(
        "+18578167226",
        type="outbound",
        name="Reminder",
        greeting_message="Hello {{customer_name}}, this is a reminder.",
    ):
        page = operator.go("place-call")
        page.get_by_label("To number").fill("+15551234567")
        page.get_by_role("button", name="customer_name").click()
        page.get_by_label("customer_name", exact=True).fill("John Smith")
        page.get_by_role("button", name="Call", exact=True).click()
        progress = page.get_by_test_id("call-progress")
        expect(progress).to_have_attribute("data-status", "in_progress")
        page.get_by_role("link", name="Watch and steer it").click()
        expect(page.get_by_test_id("transcript")).to_contain_text("Hello John Smith")
        page.get_by_role("button", name="Hang up").click()
        page.get_by_role("dialog").get_by_role("button", name="Hang up").click()
        expect(page.get_by_role("tab", name="Flight record")).to_be_visible()


def test_pages_recover_when_the_server_restarts(operator: Desk, product: Product) -> None:
    with product.agent():
        page = operator.go("agents")
        expect(page.get_by_test_id("agent-card").filter(has_text="Front desk")).to_be_visible()
        expect(page.locator('[data-feed="live"]').first).to_be_attached()
        restart(product)
        expect(page.locator('[data-feed="live"]').first).to_be_attached(timeout=60_000)
        page.get_by_role("link", name="Live").click()
        sid, call_id = start_call(product)
        expect(page.locator(f'[data-call="{call_id}"]')).to_be_visible()
        product.sandbox("POST", f"/calls/{sid}/hangup")
        product.finished(call_id)


def restart(product: Product) -> None:
    """End a worker hard; the parent starts another one on the same port."""
    import os
    import signal

    for pid in product.serving.children("worker"):
        os.kill(pid, signal.SIGKILL)
