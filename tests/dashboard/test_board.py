"""The board stays responsive: two hundred calls whose feed the test plays, and real ones."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect
from tests.dashboard.conftest import desk
from tests.e2e.product import Product

from phony.bench import board

pytestmark = [pytest.mark.serial, pytest.mark.timeout(180)]

CALLS = 200
SECONDS = 6
REAL_CALLS = 24


def call(number: int, version: int) -> dict[str, Any]:
    """What the feed says of a call."""
    return {
        "id": f"call_{number:024x}",
        "org_id": "org_default",
        "agent_id": f"agent_{number % 7}",
        "agent_version": 1,
        "agent_name": f"Agent {number % 7}",
        "direction": "inbound",
        "status": "in_progress",
        "outcome": None,
        "from_number": f"+1555{number:07d}",
        "to_number": "+18578167225",
        "phase": "talking",
        "created_at": f"2026-01-01T00:{number // 60:02d}:{number % 60:02d}Z",
        "answered_at": "2026-01-01T00:10:00Z",
        "ended_at": None,
        "duration_s": None,
        "cost": {"items": [], "total_usd": version / 1000, "final": False},
        "stats": {"reply_ms": []},
        "last_words": " ".join(random.choices(["yes", "the", "order", "number", "is"], k=12)),
        "muted": False,
        "taken_over_by": None,
        "version": version,
    }


def test_two_hundred_calls_leave_the_page_responsive(browser: Browser, product: Product) -> None:
    sockets: list[WebSocketRoute] = []

    def serve(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        snapshot = {"type": "snapshot", "calls": [call(n, 1) for n in range(CALLS)]}
        socket.send(json.dumps(snapshot))

    with desk(browser, product) as person:
        page = person.page
        page.route_web_socket("**/events?*", serve)
        person.go("live")
        expect(page.get_by_text(f"{CALLS} calls running")).to_be_visible()
        rows = page.get_by_test_id("board-row").count()
        assert 5 < rows < 60  # only what is in sight is in the page
        page.wait_for_timeout(2000)
        page.evaluate(board.OBSERVE)
        for tick in range(SECONDS * 5):
            for number in range(CALLS):
                if (number + tick) % 5 == 0:  # every call changes once a second
                    message = {"type": "call", "cursor": str(tick), "call": call(number, tick + 2)}
                    sockets[-1].send(json.dumps(message))
            levels = {f"call_{n:024x}": [-30 + n % 20, -50 + n % 30] for n in range(CALLS)}
            sockets[-1].send(json.dumps({"type": "levels", "levels": levels}))
            page.wait_for_timeout(200)
        tasks: list[float] = page.evaluate("window.longTasks")
        assert max(tasks, default=0) < 200, tasks
        expect(page.get_by_test_id("running-cost").first).not_to_contain_text("$0.0010")


def test_real_calls_leave_the_page_responsive(browser: Browser, product: Product) -> None:
    """The light half of `phony bench board`: the scripted engine answers every caller."""
    with product.agent(), desk(browser, product) as person:
        sids = [product.call_in(lines=board.LINES) for _ in range(REAL_CALLS)]
        product.record(sids[-1])
        watched = board.watch(person.page, product.url, REAL_CALLS, seconds=5)
        assert watched.live == REAL_CALLS
        assert watched.messages > 50
        assert watched.responsive, watched.tasks_ms
        expect(person.page.get_by_test_id("last-words").first).to_contain_text(
            re.compile("business hours|support email|9 AM|help")
        )
        for sid in sids:
            product.sandbox("POST", f"/calls/{sid}/hangup")
