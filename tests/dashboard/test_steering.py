"""The control desk: every command of a call, edits of many calls, prices, typed addresses."""

from __future__ import annotations

import re
import signal
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.dashboard.conftest import Desk, desk
from tests.e2e.product import Product

pytestmark = pytest.mark.timeout(240)

COLLEAGUE = "+14155550177"
PATIENT: dict[str, Any] = {"silence": {"prompt_after_s": 300}}


def greeted(product: Product, to: str = "+18578167225") -> tuple[str, str]:
    """A caller who was greeted and says nothing: the carrier's sid and our id."""
    sid = product.call_in(to, lines=[], stay=True)
    call_id = product.record(sid)["id"]
    product.wait_for_turn(call_id, "agent", "How can I help you")
    product.until(
        call_id,
        lambda call: any(turn["final"] for turn in product.turns(call["id"])),
        "the greeting to be heard",
    )
    return sid, call_id


def command(page: Page, kind: str, state: str, nth: int = 0) -> Any:
    """A command's line in the transcript, once it has come so far."""
    line = page.locator(f'[data-testid="command"][data-kind="{kind}"]').nth(nth)
    expect(line).to_have_attribute("data-state", state, timeout=30_000)
    return line


def test_every_command_has_a_button(operator: Desk, product: Product) -> None:
    with product.agent(**PATIENT):
        sid, call_id = greeted(product)
        page = operator.go(f"live/{call_id}")  # an address that people type
        expect(page).to_have_url(re.compile(f"/calls/{call_id}$"))

        page.get_by_role("button", name="Hold", exact=True).click()
        command(page, "hold", "done")
        page.get_by_role("button", name="Resume").click()
        command(page, "unhold", "done")

        page.get_by_role("button", name="Keypad").click()
        page.get_by_role("button", name="4", exact=True).click()
        expect(command(page, "send_dtmf", "done")).to_contain_text("pressed 4")
        page.keyboard.press("Escape")

        page.get_by_role("button", name="Mute agent").click()
        command(page, "mute", "done")
        page.get_by_role("button", name="Unmute agent").click()
        command(page, "unmute", "done")

        page.get_by_text("Whisper", exact=True).click()
        page.get_by_role("textbox", name="Whisper").fill("The caller is Ann.")
        page.get_by_label("Answer at once").uncheck()
        page.get_by_role("button", name="Whisper", exact=True).click()
        expect(command(page, "whisper", "done")).to_contain_text("The caller is Ann.")
        page.get_by_text("Say", exact=True).click()
        page.get_by_role("textbox", name="Say").fill("One moment please.")
        page.keyboard.press("Enter")
        command(page, "say", "done")
        expect(page.get_by_test_id("transcript")).to_contain_text("One moment please.")

        page.get_by_role("button", name="End after sentence").click()
        expect(page.get_by_role("tab", name="Flight record")).to_be_visible(timeout=30_000)
        call = product.finished(call_id)
        assert call["outcome"] == "operator_hung_up"
        # Who did what is proved by the record.
        expect(page.locator('[data-testid="command"][data-kind="hold"]')).to_contain_text("local")
        assert product.far_end(sid)["status"] == "completed"


def transfer(page: Page) -> None:
    page.get_by_role("button", name="Transfer", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("To number").fill(COLLEAGUE)
    dialog.get_by_label("What to tell them").fill("Ann asks about her invoice.")
    dialog.get_by_role("button", name="Transfer").click()
    expect(dialog).to_have_count(0)


def test_a_warm_transfer_is_declined_and_then_accepted(operator: Desk, product: Product) -> None:
    with product.agent(**PATIENT):
        _, call_id = greeted(product)
        page = operator.go(f"calls/{call_id}")
        product.sandbox("PUT", f"/parties/{COLLEAGUE}", {"lines": [{"dtmf": "9"}], "stay": True})
        transfer(page)
        # The reason is there, the caller is back, and everything works again.
        expect(command(page, "warm_transfer", "failed")).to_contain_text(
            re.compile("failed: .+", re.I)
        )
        expect(page.get_by_role("button", name="Hold", exact=True)).to_be_enabled()
        product.sandbox(
            "PUT",
            f"/parties/{COLLEAGUE}",
            {"lines": [{"dtmf": "1"}, {"silence_s": 1}, {"hang_up": True}]},
        )
        transfer(page)
        expect(page.get_by_role("tab", name="Flight record")).to_be_visible(timeout=40_000)
        command(page, "warm_transfer", "done", nth=1)
        assert product.finished(call_id)["outcome"] == "transferred"


def test_one_edit_reaches_all_calls_of_an_agent(operator: Desk, product: Product) -> None:
    with product.agent(**PATIENT), product.agent("+18578167226", name="Other desk", **PATIENT):
        first, second = greeted(product), greeted(product)
        other = greeted(product, "+18578167226")
        page = operator.go("live")
        page.get_by_role("button", name="Tell several calls").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("combobox", name="Agent").click()
        page.get_by_role("option", name="Front desk").click()
        dialog.get_by_label("New key in New facts").fill("business_hours")
        page.keyboard.press("Enter")
        dialog.get_by_label("business_hours", exact=True).fill("closed today")
        dialog.get_by_role("combobox", name="When").click()
        page.get_by_role("option", name="Now, interrupting").click()
        dialog.get_by_role("button", name="Tell 2 calls").click()
        expect(page.get_by_test_id("scoped-summary")).to_contain_text("Delivered to 2 calls")
        expect(page.locator('[data-result="delivered"]')).to_have_count(2)
        dialog.get_by_role("button", name="Done").click()
        for _, call_id in (first, second):
            data = product.api("GET", f"/calls/{call_id}/context")["context_data"]
            assert data["business_hours"] == "closed today"
        data = product.api("GET", f"/calls/{other[1]}/context")["context_data"]
        assert data["business_hours"] == "9 AM to 6 PM"

        # From a call's page: its own number, for a time. It waits for a turn in a silent call.
        page = operator.go(f"calls/{first[1]}")
        panel = page.get_by_test_id("context-panel")
        panel.get_by_label("business_hours", exact=True).fill("open again")
        panel.get_by_role("combobox", name="For", exact=True).click()
        page.get_by_role("option", name=re.compile("All live calls on")).click()
        panel.get_by_label("Take it back at").fill("2099-01-01T12:00")
        panel.get_by_role("button", name="Apply").click()
        expect(page.get_by_test_id("scoped-summary")).to_contain_text("Delivered to 2 calls")
        page.get_by_role("dialog").get_by_role("button", name="Done").click()
        line = page.get_by_test_id("edit").nth(1)
        expect(line).to_have_attribute("data-state", "confirmed")
        expect(line.locator("del")).to_have_text("closed today")
        expect(line.locator("ins")).to_have_text("open again")
        expect(line).to_contain_text("until")
        # The session's own line of it is not shown twice.
        expect(page.get_by_text("Changed: business_hours")).to_have_count(0)
        for sid, call_id in (first, second, other):
            product.sandbox("POST", f"/calls/{sid}/hangup")
            product.finished(call_id)


def test_prices_are_edited_in_their_cells(operator: Desk, product: Product) -> None:
    page = operator.go("setup?tab=money")
    cell = page.get_by_label("gpt-realtime-2.1, Audio out", exact=True)
    save = page.get_by_role("button", name="Save prices")
    expect(cell).to_have_value("64")
    expect(save).to_be_disabled()
    cell.fill("much")
    expect(page.get_by_text("A price from 0")).to_be_visible()
    expect(save).to_be_disabled()
    cell.fill("60")
    page.get_by_label("New model", exact=True).fill("my-model")
    page.keyboard.press("Enter")
    page.get_by_label("my-model, Text in", exact=True).fill("1,5")
    page.get_by_role("button", name="Remove gpt-realtime-mini").click()
    save.click()
    expect(page.get_by_text("The prices are saved.")).to_be_visible()
    prices = product.api("GET", "/prices")
    assert prices["table"]["models"]["my-model"]["text_in"] == 1.5
    assert prices["changes"]["models"]["gpt-realtime-2.1"] == {"audio_out": 60}
    assert "gpt-realtime-mini" not in prices["table"]["models"]
    page.get_by_role("button", name="Back to the prices as shipped").click()
    page.get_by_role("dialog").get_by_role("button", name="Drop my changes").click()
    expect(cell).to_have_value("64")
    expect(page.get_by_test_id("model-row").filter(has_text="my-model")).to_have_count(0)
    assert product.api("GET", "/prices")["changes"] == {}


def test_typed_addresses_lead_somewhere(operator: Desk) -> None:
    for typed, path, heading in (
        ("agents.html", "agents", "Agents"),
        ("board", "live", "Live"),
        ("history", "calls", "Calls"),
        ("numbers/8578167225", r"numbers\?q=.*8578167225.*", "Numbers"),
        ("live/call_1", "calls/call_1", "There is no such call"),
        ("calls/call_1", "calls/call_1", "There is no such call"),
        ("agent/agent_1", "agents/agent_1", "There is no such agent"),
        ("agents/agent_1/talk", "agents/agent_1/talk", "There is no such agent"),
        ("no/such/page", "no/such/page", "There is no such page"),
    ):
        page = operator.go(typed)
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        expect(page).to_have_url(re.compile(f"/dashboard/{path}$"))


def test_pages_recover_when_everything_restarts(browser: Browser, product: Product) -> None:
    """The whole of it stops and starts again on its port; nobody reloads a page."""
    with product.agent(**PATIENT), desk(browser, product) as person:
        _, call_id = greeted(product)
        pages = [person.page, person.open_page(), person.open_page()]
        for page, path in zip(pages, ("live", f"calls/{call_id}", "calls"), strict=True):
            page.goto(f"{product.url}/dashboard/{path}")
            page.evaluate("window.sameDocument = true")
            expect(page.locator('[data-feed="live"]').first).to_be_attached()
        board, call, history = pages
        expect(board.locator(f'[data-call="{call_id}"]')).to_be_visible()
        expect(history.get_by_test_id("call-row")).not_to_have_count(0)

        product.serving.end(signal.SIGTERM)
        for page in pages:
            expect(page.locator('[data-feed="reconnecting"]').first).to_be_attached()
        port = product.url.rsplit(":", 1)[1]
        sandbox = product.sandbox_url.rsplit(":", 1)[1]
        product.serving.start("--port", port, "--sandbox-port", sandbox)
        assert product.serving.about["url"] == product.url
        for page in pages:
            expect(page.locator('[data-feed="live"]').first).to_be_attached(timeout=60_000)

        # What was live is over; what begins now appears.
        expect(call.get_by_role("tab", name="Flight record")).to_be_visible(timeout=60_000)
        expect(board.locator(f'[data-call="{call_id}"]:not([data-final])')).to_have_count(
            0, timeout=60_000
        )
        sid, again = greeted(product)
        expect(board.locator(f'[data-call="{again}"]')).to_be_visible()
        expect(history.locator(f'a[href$="{again}"]').first).to_be_visible()
        product.sandbox("POST", f"/calls/{sid}/hangup")
        product.finished(again)
        for page in pages:
            assert page.evaluate("window.sameDocument") is True
