"""Rules that an operator sets: whom the organization may call, and who speaks when nobody else can."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.dashboard.conftest import Desk
from tests.e2e.product import Product

pytestmark = pytest.mark.timeout(240)


def test_whom_to_call_is_set_on_a_page(operator: Desk, product: Product) -> None:
    page = operator.go("setup?tab=destinations")
    save = page.get_by_role("button", name="Save rules")
    expect(page.get_by_text(re.compile(r"Today \(UTC\): \d+ new numbers?"))).to_be_visible()
    expect(save).to_be_disabled()
    page.get_by_role("checkbox", name="Satellite phones").check()
    prefixes = page.get_by_role("combobox", name="Beginnings of numbers")
    prefixes.fill("0900")
    prefixes.press("Enter")
    expect(page.get_by_text("0900: write a plus sign and digits")).to_be_visible()
    expect(save).to_be_disabled()
    prefixes.press("Backspace")
    prefixes.fill("+1900")
    prefixes.press("Enter")
    page.get_by_role("radio", name="Only these").check()
    expect(page.get_by_text("Choose a country, or allow all of them.")).to_be_visible()
    countries = page.get_by_role("combobox", name="Countries that may be called")
    countries.fill("Kingd")
    page.get_by_role("option", name="United Kingdom (GB)").click()
    page.get_by_label("New numbers a day").fill("5")
    save.click()
    expect(page.get_by_text("The rules are saved.")).to_be_visible()
    expect(save).to_be_disabled()
    rules = product.api("GET", "/destinations")
    assert rules.items() >= {
        "kinds": ["satellite"],
        "prefixes": ["+1900"],
        "countries": ["GB"],
        "new_per_day": 5,
    }.items()

    # Somebody else is faster: what was typed stays, and the page says what happened.
    product.api("PUT", "/destinations", {})
    page.get_by_role("checkbox", name="Premium numbers").check()
    save.click()
    expect(page.get_by_role("alert").filter(has_text="changed")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Premium numbers")).to_be_checked()
    page.reload()
    expect(page.get_by_role("checkbox", name="Premium numbers")).not_to_be_checked()
    expect(page.get_by_label("New numbers a day")).to_have_value("1000")


def test_who_speaks_when_the_engine_is_away_is_set_on_the_agents_page(
    operator: Desk, product: Product
) -> None:
    with product.agent() as agent:
        path = f"/agents/{agent['id']}"
        page = operator.go(path[1:])
        page.get_by_role("button", name="Fallback").click()
        page.get_by_role("button", name="Add an engine").click()
        engine = page.get_by_role("group", name="Engine 1")
        key = engine.get_by_label("Key of that URL")
        expect(key).to_be_disabled()
        engine.get_by_label("URL", exact=True).fill("wss://engine.example.com/v1/realtime")
        key.fill("sk-other")
        engine.get_by_label("Voice").fill("cedar")
        page.get_by_label("Then transfer to").fill("+1415")
        page.get_by_label("Apology").fill("We are sorry.")
        bar = page.get_by_test_id("save-bar")
        bar.get_by_role("button", name="Save version 2").click()
        expect(bar.get_by_role("alert")).to_contain_text("is not a possible phone number")
        page.get_by_label("Then transfer to").fill("+14155550100")
        bar.get_by_role("button", name="Save version 2").click()
        expect(bar).to_be_hidden()
        saved = product.api("GET", path)["fallback"]
        assert saved["engines"][0].items() >= {
            "model": "gpt-realtime-2.1-mini",
            "url": "wss://engine.example.com/v1/realtime",
            "voice": "cedar",
        }.items()
        assert "sk-other" not in str(saved)
        assert (saved["transfer_to"], saved["apology"]) == ("+14155550100", "We are sorry.")

        page.get_by_label("Then transfer to").fill("")
        page.get_by_role("button", name="Remove engine 1").click()
        bar.get_by_role("button", name="Save version 3").click()
        expect(bar).to_be_hidden()
        saved = product.api("GET", path)["fallback"]
        assert (saved["engines"], saved["transfer_to"]) == ([], None)
